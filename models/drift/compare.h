// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/runtimes/runtimes.h"

#include <cstddef>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

/// What was requested, what is applied, and what is between them.
namespace countersign::drift {

/// Each grant of a plane with its parts; a part is given by the other side, or it is not, or it is so under
/// conditions, or it is not known.
struct Comparison {
  std::vector<GrantParts> applied;   ///< of each applied grant: what of it was requested
  std::vector<GrantParts> requested; ///< of each requested grant: what of it is applied
  std::vector<GrantParts> unapplied; ///< of each grant that is effective without being applied: requested
};

/// The worst that is known: no before unknown before conditional before yes. Parts that the grant's own side
/// denies do not count.
Tri verdictOf(const GrantParts& parts);

/// The parts that fare as verdictOf says: "s3:* but not s3:get* on *; s3:get* on * but not arn:…", or, where
/// they are more than `most` and the others are not, "all but s3:get* on arn:…". Empty where all is given.
std::string remainderText(const GrantParts& parts, std::size_t most = 8);

/// Compares planes; what it worked out it knows again where the grants of both sides are the same, document
/// by document. Forgets all when it has grown to `limit` comparisons. One thread at a time.
class Comparer {
public:
  explicit Comparer(RuntimeCaches& caches, std::size_t limit = 20'000) : caches_(caches), limit_(limit) {}
  std::shared_ptr<const Comparison> compare(const PlaneGrants& plane);
  std::size_t worked() const { return worked_; } ///< comparisons that were not known

private:
  RuntimeCaches& caches_;
  std::size_t limit_, worked_ = 0;
  std::unordered_map<std::string, std::shared_ptr<const Comparison>> known_;
};

} // namespace countersign::drift
