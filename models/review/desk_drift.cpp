// SPDX-License-Identifier: Apache-2.0
#include "models/review/desk_impl.h"
#include "models/review/record_drift.h"
#include "models/store/movements.h"
#include "models/store/record_list.h"
#include "models/store/sources.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace countersign {
namespace {

int rank(const std::string& severity) {
  return severity == "critical" ? 3 : severity == "high" ? 2 : severity == "medium" ? 1 : 0;
}

template <class T>
bool in(const std::vector<T>& wanted, const T& value) {
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
}

bool wanted(const DifferenceRow& row, const DriftQuery& q) {
  return in(q.kinds, row.kind) && in(q.severities, row.severity) &&
         (q.systems.empty() || in(q.systems, row.system)) && (!q.record || *q.record == row.record) &&
         (q.withInventory || !row.inventory);
}

/// A change that did not come to its end is a difference in each system in which it did not.
void addChange(const ChangeRow& c, std::vector<DifferenceRow>& out) {
  const bool window = c.state == drift::ChangeState::StillOpen;
  const bool takes =
      c.wish.kind == WishKind::Take || c.wish.kind == WishKind::Remove || c.wish.kind == WishKind::Disable;
  if (!window && !(takes && drift::wantsAction(c.state))) return;
  const drift::Kind kind = window ? drift::Kind::WindowClosed : drift::Kind::StillThere;
  for (const drift::PlaceOutcome& p : c.places) {
    if (p.state != drift::ChangeState::NeverLanded && p.state != drift::ChangeState::Returned &&
        p.state != drift::ChangeState::StillOpen)
      continue;
    DifferenceRow row;
    row.kind = std::string(drift::name(kind));
    row.title = std::string(drift::title(kind));
    row.record = c.record;
    row.recordName = c.recordName;
    row.tier = c.tier;
    row.system = p.system;
    row.source = p.source;
    row.action = c.wish.action.empty() ? "the identity" : c.wish.action;
    row.resource = c.wish.resource.empty() ? "*" : c.wish.resource;
    row.requested = Tri::No;
    row.applied = row.effective = Tri::Yes;
    row.alarm = true;
    row.since = window ? c.wish.until : std::optional(c.requested.by);
    row.cause = p.name + ": " + (p.left.empty() ? p.why : p.left);
    row.causeKey = "change:" + c.id;
    row.severity = c.tier == Tier::Critical ? "critical" : "high";
    out.push_back(std::move(row));
  }
}

/// Who made it so, where the audit trail knows.
void addActors(const std::vector<SeenChangeRow>& seen, std::vector<DifferenceRow>& rows) {
  std::map<std::tuple<RecordId, std::string, std::string>, const SeenChangeRow*> byPermission;
  for (const SeenChangeRow& s : seen) // newest first
    if (s.area == "permission" && s.kind == WishKind::Give && !s.event.empty())
      byPermission.try_emplace({s.record, s.action, s.resource}, &s);
  for (DifferenceRow& row : rows)
    if (const auto found = byPermission.find({row.record, row.action, row.resource});
        found != byPermission.end()) {
      const SeenChangeRow& s = *found->second;
      row.cause = s.event + " by " + s.who + (s.from.empty() ? "" : ", " + s.from);
      row.since = s.eventAt;
    }
}

std::vector<CauseRow> causesOf(const std::vector<DifferenceRow>& rows) {
  std::map<std::string, CauseRow> byKey;
  std::map<std::string, std::set<RecordId>> records;
  for (const DifferenceRow& r : rows) {
    if (r.causeKey.empty()) continue;
    const std::string key = r.kind + "|" + r.causeKey;
    CauseRow& cause = byKey[key];
    cause.key = r.causeKey;
    cause.text = r.cause + " explains ";
    ++cause.differences;
    records[key].insert(r.record);
  }
  std::vector<CauseRow> out;
  for (auto& [key, cause] : byKey) {
    if (cause.differences < 2) continue;
    const auto& ids = records[key];
    cause.records = ids.size();
    for (const RecordId id : ids)
      if (cause.ids.size() < CauseRow::mostIds) cause.ids.push_back(id);
    const auto kind = drift::kindFrom(key.substr(0, key.find('|')));
    cause.text += std::to_string(cause.differences) + " × " + std::string(kind ? drift::title(*kind) : "") +
                  " in " + std::to_string(cause.records) + (cause.records == 1 ? " identity" : " identities");
    out.push_back(std::move(cause));
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const CauseRow& a, const CauseRow& b) { return a.differences > b.differences; });
  return out;
}

/// The first complete look at each source.
Result<std::map<std::int64_t, Instant>> firstLooks(Workspace& w) {
  SourceStore store(w);
  MovementStore movements(w);
  std::map<std::int64_t, Instant> out;
  COUNTERSIGN_ASSIGN(const auto sources, store.sources());
  for (const StoredSource& s : sources) {
    COUNTERSIGN_ASSIGN(const auto first, movements.firstLook(s.id));
    if (first) out.emplace(s.id, *first);
  }
  return out;
}

} // namespace

Result<std::optional<Instant>> Desk::baseline() {
  COUNTERSIGN_ASSIGN(const std::string text, impl_->workspace->setting("baseline"));
  if (text.empty()) return std::optional<Instant>();
  COUNTERSIGN_ASSIGN(const Instant at, parseRfc3339(text));
  return std::optional(at);
}

Result<void> Desk::setBaseline(std::optional<Instant> at) {
  if (at && *at > impl_->now())
    return failure(ErrorCode::FutureTime, "a baseline cannot lie in the future", "Give a time that has been");
  Workspace& w = *impl_->workspace;
  return w.transaction([&] { return w.setSetting("baseline", at ? formatRfc3339(*at) : std::string()); });
}

Result<DriftReport> Desk::drift(const DriftQuery& query) {
  COUNTERSIGN_ASSIGN(const auto loop, impl_->loopNowOf());
  COUNTERSIGN_ASSIGN(const auto looks, firstLooks(*impl_->workspace));
  DriftReport out;
  COUNTERSIGN_ASSIGN(out.baseline, baseline());
  RecordList list(*impl_->workspace);
  std::size_t cut = 0;
  COUNTERSIGN_TRY(list.eachDrift([&](const RecordList::ListedDrift& one) {
    if (query.record && *query.record != one.id) return;
    RecordDrift kept = driftFromText(one.drift);
    out.permissions += kept.permissions;
    out.agree += kept.agree;
    cut += kept.total - kept.rows.size();
    for (DifferenceRow& row : kept.rows) {
      row.record = one.id;
      row.recordName = std::string(one.name);
      row.tier = one.tier;
      const auto first = looks.find(row.source);
      const std::optional<Instant> then = out.baseline           ? out.baseline
                                          : first == looks.end() ? std::nullopt
                                                                 : std::optional(first->second);
      row.inventory = row.kind == countersign::drift::name(countersign::drift::Kind::Undeclared) &&
                      row.since && then && *row.since <= *then;
      out.rows.push_back(std::move(row));
    }
  }));
  for (const ChangeRow& c : loop->changes)
    addChange(c, out.rows);
  addActors(loop->seen, out.rows);
  std::erase_if(out.rows, [&](const DifferenceRow& row) { return !wanted(row, query); });
  std::stable_sort(out.rows.begin(), out.rows.end(), [](const DifferenceRow& a, const DifferenceRow& b) {
    return std::tuple(-rank(a.severity), a.tier) < std::tuple(-rank(b.severity), b.tier);
  });
  out.total = out.rows.size() + cut;
  out.causes = causesOf(out.rows);
  return out;
}

} // namespace countersign
