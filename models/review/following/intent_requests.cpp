// SPDX-License-Identifier: Apache-2.0
#include "models/review/following/follow_changes.h"
#include "models/review/following/moment_changes.h"

#include <algorithm>
#include <map>

namespace countersign {
namespace {

/// When an intent source came to say so: after it had last been read without.
Result<std::optional<drift::Between>> saidBetween(MovementStore& movements, const RecordTimeline& timeline,
                                                  const MomentChange& change, Instant at) {
  std::set<std::int64_t> parts;
  if (change.permission != nullptr)
    parts.insert(change.permission->part);
  else
    for (const auto& [object, r] : timeline.objects)
      if (r.source == change.source && r.principal) parts.insert(r.part);
  std::optional<Instant> before;
  for (const std::int64_t part : parts) {
    COUNTERSIGN_ASSIGN(const auto look, movements.completeBefore(part, at));
    if (look) before = std::max(before.value_or(*look), *look);
  }
  if (!before) return std::optional<drift::Between>(); // it said so from the beginning
  return std::optional(drift::Between{*before, at});
}

/// Whether a document of that intent source became otherwise then. What it says may read otherwise without
/// that: where the text of a policy that it only names came to be known, or went with the live identity.
bool saysOtherwise(const std::vector<Movement>& moved, const RecordTimeline& timeline, std::int64_t source) {
  return std::any_of(moved.begin(), moved.end(), [&](const Movement& m) {
    return m.source == source && m.role == SourceRole::Intent && timeline.objects.contains(m.object);
  });
}

std::string textOf(const MomentChange& c) {
  if (c.permission == nullptr) return std::string(name(c.kind)) + " the identity";
  return std::string(name(c.kind)) + " " + c.permission->shown + " on " + c.permission->resource;
}

} // namespace

Result<std::vector<AskedChange>> intentRequests(FollowReader& reader, const std::set<RecordId>& records) {
  MovementStore movements(reader.workspace());
  std::vector<AskedChange> out;
  std::map<Instant, std::vector<Movement>> movedAt;
  for (const RecordId id : records) {
    COUNTERSIGN_ASSIGN(const auto timeline, reader.timeline(id));
    const RecordMoment* before = nullptr;
    for (const RecordMoment& m : timeline->moments) {
      std::size_t number = 0;
      auto moved = movedAt.find(m.from);
      if (moved == movedAt.end()) {
        COUNTERSIGN_ASSIGN(auto list, movements.movements(m.from, m.from));
        moved = movedAt.emplace(m.from, std::move(list)).first;
      }
      for (const MomentChange& c : intentChanges(before, m)) {
        if (!saysOtherwise(moved->second, *timeline, c.source)) continue;
        COUNTERSIGN_ASSIGN(const auto said, saidBetween(movements, *timeline, c, m.from));
        if (!said) continue;
        COUNTERSIGN_ASSIGN(const StoredSource* source, reader.source(c.source));
        AskedChange asked;
        asked.records = {id};
        ChangeRow& row = asked.row;
        row.id = "intent:" + std::to_string(id) + ":" + std::to_string(toMicros(m.from)) + ":" +
                 std::to_string(++number);
        row.source = source->name;
        row.origin = ChangeOrigin::Intent;
        row.about = timeline->name;
        row.requested = *said;
        row.wish.kind = c.kind;
        if (c.permission != nullptr) {
          row.wish.system = c.permission->system;
          row.wish.action = c.permission->action;
          row.wish.resource = c.permission->resource;
        }
        row.summary = textOf(c);
        out.push_back(std::move(asked));
      }
      before = &m;
    }
  }
  return out;
}

} // namespace countersign
