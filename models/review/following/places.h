// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/drift/change.h"
#include "models/identity/wish.h"
#include "models/review/following/plan_fit.h"
#include "models/review/following/timeline.h"
#include "models/store/changes.h"
#include "models/store/documents.h"
#include "models/store/sources.h"

#include <map>
#include <memory>
#include <unordered_map>

namespace countersign {

/// What following changes reads again and again: histories of records, looks, events, sources.
class FollowReader {
public:
  FollowReader(Workspace& workspace, Instant now) : workspace_(workspace), passes_(workspace), now_(now) {}

  Workspace& workspace() { return workspace_; }
  Instant now() const { return now_; }
  Result<std::shared_ptr<const RecordTimeline>> timeline(RecordId id);
  Result<std::vector<Instant>> looks(const std::set<std::int64_t>& parts);
  /// Events that changed state and succeeded, about any of these keys, ascending, each once.
  Result<std::vector<drift::AuditMark>> marks(const std::set<std::string>& keys);
  Result<const StoredSource*> source(std::int64_t id); ///< error: NotFound
  Result<const std::vector<StoredSource>*> sources();
  /// Records that have or had an object with this key as a principal.
  Result<std::set<RecordId>> recordsWith(const std::string& key);

private:
  Workspace& workspace_;
  PassesByTime passes_;
  Instant now_;
  std::unordered_map<RecordId, std::shared_ptr<const RecordTimeline>> timelines_;
  std::unordered_map<std::string, std::vector<drift::AuditMark>> marks_;
  std::map<std::set<std::int64_t>, std::vector<Instant>> looks_;
  std::vector<StoredSource> sources_;
};

/// Where a change of a record has to be looked for, and what each of these systems showed of it over time.
/// Errors: those of reading.
Result<std::vector<drift::PlaceHistory>> placesOf(FollowReader& reader, const RecordTimeline& timeline,
                                                  const Wish& wish, Instant requested);

/// The same of objects that are no identities (shared policies, groups, buckets …), by their keys: there,
/// gone, or of the content that a plan asked for; where that is not known, of another one than when it was
/// asked for.
Result<std::vector<drift::PlaceHistory>> placesOfObjects(FollowReader& reader,
                                                         const std::vector<std::string>& keys,
                                                         const Wish& wish, Instant requested,
                                                         const PlannedContent& planned);

} // namespace countersign
