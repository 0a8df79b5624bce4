// SPDX-License-Identifier: Apache-2.0
#include "models/review/overview_todo.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

namespace countersign {
namespace {

using drift::ChangeState;

constexpr std::size_t mostSources = 3; ///< that are named one by one

constexpr std::array kinds{
    std::pair(TodoKind::RevocationsOpen, "revocations-open"),
    std::pair(TodoKind::WindowsStillOpen, "windows-still-open"),
    std::pair(TodoKind::FindingsCritical, "findings-critical"),
    std::pair(TodoKind::RecordsMoved, "records-moved"),
    std::pair(TodoKind::ExceptionsOverdue, "exceptions-overdue"),
    std::pair(TodoKind::ChangesNeverLanded, "changes-never-landed"),
    std::pair(TodoKind::SourcePastWindow, "source-past-window"),
    std::pair(TodoKind::SourceWithoutPeople, "source-without-people"),
};

std::string counted(std::size_t n, const std::string& one, const std::string& many) {
  return std::to_string(n) + " " + (n == 1 ? one : many);
}

void add(std::vector<Todo>& out, TodoKind kind, std::size_t n, const std::string& one,
         const std::string& many, std::vector<RecordId> records = {}) {
  if (n == 0) return;
  if (records.size() > Todo::mostRecords) records.resize(Todo::mostRecords);
  out.push_back({kind, counted(n, one, many), n, std::move(records), 0});
}

/// What was asked for has not happened there, or is undone.
bool notAsAsked(const drift::PlaceOutcome& p) {
  return p.state == ChangeState::Requested || p.state == ChangeState::Unknown || drift::wantsAction(p.state);
}

std::vector<const SourceRow*> pastWindow(const std::vector<SourceStrictness>& sources, Instant now) {
  std::vector<const SourceRow*> out;
  for (const auto& [s, strictest] : sources)
    if (s->lastCaptured && s->window.count() > 0 && now - *s->lastCaptured > s->window) out.push_back(s);
  return out;
}

void addPeople(std::vector<Todo>& out, const std::vector<const SourceRow*>& without,
               const std::string& what) {
  if (without.empty()) return;
  Todo todo{TodoKind::SourceWithoutPeople, {}, without.size(), {}, 0};
  todo.text = without.size() == 1
                  ? without.front()->name + " holds privileged records and has no " + what
                  : std::to_string(without.size()) + " sources of privileged records have no " + what;
  todo.source = without.front()->id;
  out.push_back(std::move(todo));
}

} // namespace

std::string_view name(TodoKind kind) {
  for (const auto& [k, text] : kinds)
    if (k == kind) return text;
  return {};
}

bool takesAway(const ChangeRow& row) {
  return row.wish.kind == WishKind::Take || row.wish.kind == WishKind::Remove ||
         row.wish.kind == WishKind::Disable;
}

bool isOpen(const ChangeRow& row) {
  return row.state == ChangeState::Requested || row.state == ChangeState::PartlyLanded ||
         row.state == ChangeState::NeverLanded || row.state == ChangeState::Returned;
}

std::vector<Todo> changesTodo(const std::vector<ChangeRow>& changes) {
  struct Found {
    std::size_t count = 0;
    std::set<RecordId> records;
    std::set<std::string> where;
  };
  std::map<TodoKind, Found> found;
  const auto take = [&](TodoKind kind, const ChangeRow& row) {
    Found& f = found[kind];
    ++f.count;
    if (row.record != 0) f.records.insert(row.record);
    for (const drift::PlaceOutcome& p : row.places)
      if (notAsAsked(p)) f.where.insert(p.name);
  };
  for (const ChangeRow& row : changes) {
    if (takesAway(row) && isOpen(row) && row.state != ChangeState::Requested)
      take(TodoKind::RevocationsOpen, row);
    else if (row.state == ChangeState::StillOpen)
      take(TodoKind::WindowsStillOpen, row);
    else if (row.state == ChangeState::NeverLanded)
      take(TodoKind::ChangesNeverLanded, row);
  }
  std::vector<Todo> out;
  const auto addOf = [&](TodoKind kind, const std::string& one, const std::string& many) {
    const Found& f = found[kind];
    add(out, kind, f.count, one, many, {f.records.begin(), f.records.end()});
    if (f.count > 0) out.back().where.assign(f.where.begin(), f.where.end());
  };
  addOf(TodoKind::RevocationsOpen, "revocation is still effective", "revocations are still effective");
  addOf(TodoKind::WindowsStillOpen, "window is over and still open", "windows are over and still open");
  addOf(TodoKind::ChangesNeverLanded, "change never landed", "changes never landed");
  return out;
}

std::vector<Todo> recordsTodo(const std::vector<RecordId>& critical, const std::vector<RecordId>& moved,
                              const std::vector<RecordId>& overdue) {
  std::vector<Todo> out;
  add(out, TodoKind::FindingsCritical, critical.size(), "identity with a critical finding",
      "identities with critical findings", critical);
  add(out, TodoKind::RecordsMoved, moved.size(), "record moved since certification",
      "records moved since certification", moved);
  add(out, TodoKind::ExceptionsOverdue, overdue.size(), "exception is overdue", "exceptions are overdue",
      overdue);
  return out;
}

std::vector<Todo> sourcesTodo(const std::vector<SourceStrictness>& sources, Instant now) {
  std::vector<Todo> out;
  const auto past = pastWindow(sources, now);
  if (past.size() > mostSources)
    out.push_back({TodoKind::SourcePastWindow,
                   std::to_string(past.size()) + " sources are past their window",
                   past.size(),
                   {},
                   past.front()->id});
  else
    for (const SourceRow* s : past)
      out.push_back({TodoKind::SourcePastWindow, s->name + " is past its window", 1, {}, s->id});
  std::vector<const SourceRow*> ownerless, fallbackless;
  for (const auto& [s, strictest] : sources) {
    if (!strictest || *strictest > Tier::High) continue;
    if (s->owner.empty())
      ownerless.push_back(s);
    else if (s->fallback.empty())
      fallbackless.push_back(s);
  }
  addPeople(out, ownerless, "owner");
  addPeople(out, fallbackless, "fallback");
  return out;
}

} // namespace countersign
