// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/correlate/store_reader.h"

#include <set>
#include <string>
#include <vector>

namespace countersign {

/// How a service account and a role stand to each other.
enum class FederationState {
  Confirmed, ///< the account is annotated with the role, and the role's trust names the account
  Claimed,   ///< annotation only
  OpenDoor,  ///< trust only
  Ambiguous  ///< both, but several clusters have such an account and nothing tells them apart
};

struct Federation {
  FederationState state = FederationState::Claimed;
  HeldDocumentPtr role, account; ///< one may be missing where it is in no snapshot
  std::string text;              ///< in words
};

/// Kinds of documents that show or declare an identity.
const DocumentReader::Kinds& principalKinds();

/// Which principals are one identity: joined by keys that are never given twice, by exact names where no
/// such key contradicts, and by two-sided federation that is one-to-one. Nothing weaker joins.
class Grouping {
public:
  explicit Grouping(StoreReader& reader) : reader_(reader) {}
  /// Documents of all principals that are the same identity as the one of `object` (which is among them, if
  /// it holds now).
  std::vector<HeldDocumentPtr> groupOf(std::int64_t object);
  /// How a principal's document stands to roles and service accounts.
  std::vector<Federation> federations(const HeldDocumentPtr& document);

private:
  std::vector<HeldDocumentPtr> neighbours(const HeldDocumentPtr& document);
  bool joins(const HeldDocumentPtr& a, const HeldDocumentPtr& b);
  void addFederated(const HeldDocumentPtr& document, std::vector<HeldDocumentPtr>& out);
  StoreReader& reader_;
};

} // namespace countersign
