// SPDX-License-Identifier: Apache-2.0
#include "models/review/following/overlaps.h"

#include <algorithm>
#include <map>
#include <set>

namespace countersign {
namespace {

using drift::ChangeState;

constexpr std::size_t mostOverlaps = 16; ///< that one plan is held against

std::optional<Instant> shownOf(const ChangeRow& row) {
  std::optional<Instant> out;
  for (const drift::PlaceOutcome& p : row.places)
    if (p.landed && p.shown) out = std::max(out.value_or(*p.shown), *p.shown);
  return out;
}

bool hasLanded(const ChangeRow& row) {
  return row.state == ChangeState::Applied || row.state == ChangeState::Effective ||
         row.state == ChangeState::Held;
}
bool isWaiting(const ChangeRow& row) {
  return row.state == ChangeState::Requested || row.state == ChangeState::NeverLanded;
}

std::string planOf(const ChangeRow& row) {
  return "the plan of " + formatRfc3339Seconds(row.requested.by);
}
void say(ChangeRow& row, const std::string& text) {
  row.text += (row.text.empty() ? "" : "; ") + text;
}

/// One landing is no two: the figures stay with the first request.
void countOnce(const ChangeRow& first, ChangeRow& again) {
  for (const auto& [leg, latency] : again.latencies)
    again.refused.push_back(std::string(drift::name(leg)) + ": measured for " + planOf(first) +
                            ", which what happened fits as well");
  again.latencies.clear();
}

void settle(ChangeRow& first, ChangeRow& later) {
  if (hasLanded(first) && hasLanded(later) && shownOf(first) == shownOf(later)) {
    say(first, "what happened fits " + planOf(later) + " as well, which changes the same object");
    say(later, "what happened fits " + planOf(first) + " as well, which changes the same object");
    countOnce(first, later);
  } else if (isWaiting(first) && hasLanded(later)) {
    first.state = ChangeState::Superseded;
    say(first, "overtaken by " + planOf(later) + " for the same object, which what happened fits");
    say(later, "overlaps " + planOf(first) + ", which what happened does not fit");
  } else if (hasLanded(first) && isWaiting(later)) {
    say(first, "overlaps " + planOf(later) + ", which what happened does not fit");
    say(later, "what happened fits " + planOf(first) + " for the same object, not this one");
  } else {
    say(first, "overlaps " + planOf(later) + ", which changes the same object");
    say(later, "overlaps " + planOf(first) + ", which changes the same object");
  }
}

/// The later plan was made before anybody saw that the first one had landed.
bool overlap(const ChangeRow& first, const ChangeRow& later) {
  if (first.requested.by >= later.requested.by) return false; // of the same plan, or not known
  const auto shown = shownOf(first);
  return !shown || *shown > later.requested.by;
}

} // namespace

void settleOverlaps(const std::vector<AskedChange>& asked, std::vector<ChangeRow>& rows) {
  std::map<std::string, std::vector<std::size_t>> byKey;
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (rows[i].origin == ChangeOrigin::Plan)
      for (const std::string& key : asked[i].keys)
        byKey[key].push_back(i);
  std::set<std::pair<std::size_t, std::size_t>> had;
  for (auto& [key, list] : byKey) {
    std::stable_sort(list.begin(), list.end(), [&](std::size_t a, std::size_t b) {
      return rows[a].requested.by < rows[b].requested.by;
    });
    for (std::size_t i = 0; i < list.size(); ++i)
      for (std::size_t j = i + 1; j < std::min(list.size(), i + 1 + mostOverlaps); ++j)
        if (overlap(rows[list[i]], rows[list[j]]) && had.emplace(list[i], list[j]).second)
          settle(rows[list[i]], rows[list[j]]);
  }
}

} // namespace countersign
