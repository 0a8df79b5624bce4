// SPDX-License-Identifier: Apache-2.0
#include "models/review/following/edits.h"

#include "models/store/movements.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>

namespace countersign {
namespace {

/// Records that ever rested on one object.
using Below = std::vector<std::pair<RecordId, std::shared_ptr<const RecordTimeline>>>;

bool isEdit(const Movement& m) {
  return m.role == SourceRole::Live && m.before != 0 && m.after != 0;
}

/// Whether the record lived and rested on the object at that time and when it was looked at before.
bool restedThrough(const RecordTimeline& t, const RestedOn& r, Instant at) {
  const auto then = t.looked.find(at);
  return then != t.looked.end() && then != t.looked.begin() && r.at.contains(at) &&
         r.at.contains(*std::prev(then));
}

class Edits {
public:
  Edits(FollowReader& reader, const ClockSkew& skew) : reader_(reader), skew_(skew.most()) {}

  Result<std::vector<CauseRow>> of(const std::set<RecordId>& records, Instant from, Instant to) {
    COUNTERSIGN_ASSIGN(const auto moved, MovementStore(reader_.workspace()).movements(from, to));
    for (const Movement& m : moved)
      if (isEdit(m)) edited_.try_emplace(m.object);
    for (const RecordId id : records)
      COUNTERSIGN_TRY(remember(id));
    for (const Movement& m : moved)
      if (isEdit(m)) COUNTERSIGN_TRY(add(m));
    std::stable_sort(out_.begin(), out_.end(),
                     [](const CauseRow& a, const CauseRow& b) { return a.records > b.records; });
    return std::move(out_);
  }

private:
  Result<void> remember(RecordId id) {
    COUNTERSIGN_ASSIGN(const auto timeline, reader_.timeline(id));
    for (const auto& [object, r] : timeline->objects)
      if (const auto found = edited_.find(object); found != edited_.end()) {
        if (r.principal) // of some record: it is an identity, and not what several rest on
          edited_.erase(found);
        else
          found->second.emplace_back(id, timeline);
      }
    return {};
  }

  Result<void> add(const Movement& m) {
    const auto found = edited_.find(m.object);
    if (found == edited_.end()) return {};
    CauseRow row;
    const RestedOn* what = nullptr;
    for (const auto& [id, timeline] : found->second) {
      const RestedOn& r = timeline->objects.at(m.object);
      if (!restedThrough(*timeline, r, m.at)) continue;
      what = &r;
      ++row.records;
      if (row.ids.size() < CauseRow::mostIds) row.ids.push_back(id);
    }
    if (row.records < 2) return {};
    row.key = std::to_string(m.object) + "@" + std::to_string(toMicros(m.at));
    row.text = "one edit of " + what->kind + " " + what->name + " moved " + std::to_string(row.records) +
               " identities";
    row.at = m.at;
    row.after = m.seenBefore;
    COUNTERSIGN_ASSIGN(const StoredSource* source, reader_.source(m.source));
    row.system = source->system;
    COUNTERSIGN_TRY(addEvent(m, *what, row));
    out_.push_back(std::move(row));
    return {};
  }

  /// The newest event on it that lies between the looks.
  Result<void> addEvent(const Movement& m, const RestedOn& what, CauseRow& row) {
    COUNTERSIGN_ASSIGN(const auto marks, reader_.marks(what.keys));
    const Instant after = m.seenBefore ? *m.seenBefore - skew_ : Instant::min(), by = m.at + skew_;
    for (const drift::AuditMark& mark : marks) { // oldest first
      if (mark.at <= after || mark.at > by) continue;
      row.who = mark.who;
      row.from = mark.from;
      row.event = mark.action;
      row.eventAt = mark.at;
    }
    return {};
  }

  FollowReader& reader_;
  drift::Micros skew_;
  std::map<std::int64_t, Below> edited_; ///< by object
  std::vector<CauseRow> out_;
};

} // namespace

Result<std::vector<CauseRow>> editsAbove(FollowReader& reader, const std::set<RecordId>& records,
                                         const ClockSkew& skew, Instant from, Instant to) {
  return Edits(reader, skew).of(records, from, to);
}

} // namespace countersign
