// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/following/timeline.h"

#include <vector>

namespace countersign {

/// One thing in which a moment of a record differs from the one before.
struct MomentChange {
  enum class Area { Permission, Effective, Identity, Owner, Credential, Trust } area = Area::Permission;
  WishKind kind = WishKind::Edit; ///< Give, Take; Create, Remove, Disable, Enable; Reassign; Edit (effective)
  const HeldPermission* permission = nullptr; ///< of the later moment, where it went of the earlier
  const HeldFact* fact = nullptr;             ///< likewise
  std::int64_t source = 0;
  std::string before, after; ///< in words
};

/// What live sources, or intent sources, show otherwise. `before` is null for what came first. Permissions
/// that come or go together with the identity in their source are not named one by one.
std::vector<MomentChange> liveChanges(const RecordMoment* before, const RecordMoment& after);
std::vector<MomentChange> intentChanges(const RecordMoment* before, const RecordMoment& after);

} // namespace countersign
