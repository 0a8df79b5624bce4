// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/azure/kinds.h"
#include "connectors/common/coverage.h"
#include "connectors/common/elements.h"

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace countersign::azure {

/// Makes documents of objects and of pages of them. May be called from several threads.
class Reader {
public:
  explicit Reader(std::string tenant) : tenant_(std::move(tenant)) {}

  /// One element: an object, or a page with its objects in `value`. `context`: of the list that it is in.
  Result<void> read(const Element& element, const simdjson::dom::element& value, const std::string& context,
                    Batch& batch);
  /// A list was there; `goesOn`: it says that another page follows.
  void sawList(const std::string& context, bool goesOn);
  /// Something could not be read at all.
  void sawFailure();

  std::vector<PartState> states(bool truncated) const;
  std::vector<Gap> closingGaps() const;
  Coverage& coverage() { return coverage_; }

private:
  struct Spot {
    const Element& element;
    const std::string& context;
  };
  void one(const Spot& spot, const Json& json, const std::string& inner, Batch& batch);
  void make(const Spot& spot, const KindInfo& kind, const Json& json, const std::string& inner, Batch& batch);
  void parts(const Spot& spot, const KindInfo& kind, const Json& json, const std::string& inner, Batch& batch,
             int depth);
  void fault(const KindInfo& kind, const std::string& inner, Batch& batch);

  std::string tenant_;
  Coverage coverage_;
  mutable std::mutex mutex_;
  std::set<std::string, std::less<>> seen_, failed_; ///< parts
  std::map<std::string, bool, std::less<>>
      lists_; ///< parts listed as a whole; and whether the last page goes on
  bool failedUnknown_ = false, unnamedObjects_ = false;
  std::uint64_t skipped_ = 0;
};

} // namespace countersign::azure
