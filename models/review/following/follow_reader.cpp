// SPDX-License-Identifier: Apache-2.0
#include "models/review/following/places.h"

#include "models/store/records.h"

#include <algorithm>

namespace countersign {
namespace {

/// More events on one object than this are not gone through: the newest count.
constexpr std::size_t mostMarks = 10'000;

} // namespace

Result<std::shared_ptr<const RecordTimeline>> FollowReader::timeline(RecordId id) {
  if (const auto found = timelines_.find(id); found != timelines_.end()) return found->second;
  COUNTERSIGN_ASSIGN(RecordTimeline made, timelineOf(passes_, id, now_));
  auto kept = std::make_shared<const RecordTimeline>(std::move(made));
  timelines_.emplace(id, kept);
  return kept;
}

Result<std::vector<Instant>> FollowReader::looks(const std::set<std::int64_t>& parts) {
  if (const auto found = looks_.find(parts); found != looks_.end()) return found->second;
  MovementStore movements(workspace_);
  COUNTERSIGN_ASSIGN(auto looks, jointLooks(movements, parts));
  looks_.emplace(parts, looks);
  return looks;
}

Result<std::vector<drift::AuditMark>> FollowReader::marks(const std::set<std::string>& keys) {
  std::map<std::pair<Instant, std::int64_t>, drift::AuditMark> all;
  for (const std::string& key : keys) {
    auto found = marks_.find(key);
    if (found == marks_.end()) {
      DocumentStore documents(workspace_);
      COUNTERSIGN_ASSIGN(const auto events,
                         documents.events(key, DocumentStore::EventRelation::About, mostMarks));
      std::vector<drift::AuditMark> list;
      for (const StoredEvent& s : events)
        if (s.event.stateChanging && s.event.outcome == "success" && s.event.at <= now_)
          list.push_back(
              {s.id, s.source, s.event.at, s.event.action, s.event.actor, s.event.from, s.event.summary});
      found = marks_.emplace(key, std::move(list)).first;
    }
    for (const drift::AuditMark& m : found->second)
      all.emplace(std::pair(m.at, m.event), m);
  }
  std::vector<drift::AuditMark> out;
  for (auto& [at, mark] : all)
    out.push_back(std::move(mark));
  return out;
}

Result<const std::vector<StoredSource>*> FollowReader::sources() {
  if (sources_.empty()) {
    SourceStore store(workspace_);
    COUNTERSIGN_ASSIGN(sources_, store.sources());
  }
  return &sources_;
}

Result<const StoredSource*> FollowReader::source(std::int64_t id) {
  COUNTERSIGN_ASSIGN(const auto* all, sources());
  const auto found =
      std::find_if(all->begin(), all->end(), [&](const StoredSource& s) { return s.id == id; });
  if (found == all->end()) return failure(ErrorCode::NotFound, "there is no such source");
  return &*found;
}

Result<std::set<RecordId>> FollowReader::recordsWith(const std::string& key) {
  DocumentStore documents(workspace_);
  RecordStore records(workspace_);
  std::set<RecordId> out;
  COUNTERSIGN_ASSIGN(const auto objects, documents.objectsWithKey(key));
  for (const std::int64_t object : objects) {
    COUNTERSIGN_ASSIGN(const auto of, records.ofObject(object));
    if (!of.empty()) out.insert(of.front());
  }
  return out;
}

} // namespace countersign
