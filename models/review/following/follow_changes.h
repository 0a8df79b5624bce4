// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/following/places.h"
#include "models/review/following/plan_fit.h"
#include "models/review/loop_views.h"

#include <vector>

namespace countersign {

/// A request, wherever it comes from, before it is followed.
struct AskedChange {
  ChangeRow row;                 ///< state, places and latencies are not set yet
  std::vector<std::string> keys; ///< of what it is about
  PlannedContent planned = {};   ///< of a plan
  std::set<RecordId> records;    ///< that it is known to be about
  bool decided = false;          ///< a revocation that was signed here
};

/// Tickets and plans of all sources. What tools report that they did not do (ChangeOrigin::Outside) is no
/// request.
Result<std::vector<AskedChange>> importedRequests(FollowReader& reader);
/// Revocations that were signed here, one for each permission that they name.
Result<std::vector<AskedChange>> signedRevocations(FollowReader& reader);
/// Changes that somebody named here.
Result<std::vector<AskedChange>> namedProbes(FollowReader& reader);
/// What intent sources say otherwise than before, of these records.
Result<std::vector<AskedChange>> intentRequests(FollowReader& reader, const std::set<RecordId>& records);

/// By how much the clock of each audit source is known to differ from the snapshots', by source.
struct ClockSkew {
  std::map<std::int64_t, SkewRow> bySource;
  drift::Micros most() const;
  drift::Micros of(std::int64_t source) const; ///< zero: none is known
};

/// Follows a request to where it is now. A request about an identity that nobody knows is Unknown, and says
/// so.
Result<ChangeRow> followChange(FollowReader& reader, const AskedChange& asked, const Windows& windows,
                               const ClockSkew& skew);

} // namespace countersign
