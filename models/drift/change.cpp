// SPDX-License-Identifier: Apache-2.0
#include "models/drift/change.h"

#include <algorithm>
#include <array>
#include <utility>

namespace countersign::drift {
namespace {

constexpr std::array states{
    std::pair(ChangeState::Requested, "requested"),
    std::pair(ChangeState::Applied, "applied"),
    std::pair(ChangeState::Effective, "effective"),
    std::pair(ChangeState::Held, "held"),
    std::pair(ChangeState::PartlyLanded, "partly-landed"),
    std::pair(ChangeState::NeverLanded, "never-landed"),
    std::pair(ChangeState::Returned, "returned"),
    std::pair(ChangeState::RolledBack, "rolled-back"),
    std::pair(ChangeState::Superseded, "superseded"),
    std::pair(ChangeState::AlreadySo, "already-so"),
    std::pair(ChangeState::Closed, "closed"),
    std::pair(ChangeState::StillOpen, "still-open"),
    std::pair(ChangeState::Unknown, "unknown"),
};

} // namespace

std::string_view name(ChangeState state) {
  for (const auto& [s, text] : states)
    if (s == state) return text;
  return {};
}

std::optional<ChangeState> changeStateFrom(std::string_view text) {
  for (const auto& [s, name] : states)
    if (name == text) return s;
  return std::nullopt;
}

bool wantsAction(ChangeState state) {
  switch (state) {
  case ChangeState::PartlyLanded:
  case ChangeState::NeverLanded:
  case ChangeState::Returned:
  case ChangeState::RolledBack:
  case ChangeState::StillOpen:
    return true;
  default:
    return false;
  }
}

Latency latency(const Between& request, const Between& landed) {
  const auto positive = [](Micros d) { return std::max(d, Micros{0}); };
  return {positive(landed.after - request.by), positive(landed.by - request.after)};
}

namespace {

bool all(const std::vector<PlaceOutcome>& places, auto holds) {
  return std::all_of(places.begin(), places.end(), [&](const PlaceOutcome& p) { return holds(p.state); });
}
bool any(const std::vector<PlaceOutcome>& places, ChangeState state) {
  return std::any_of(places.begin(), places.end(), [&](const PlaceOutcome& p) { return p.state == state; });
}
bool hasLanded(ChangeState s) {
  return s == ChangeState::Applied || s == ChangeState::Effective || s == ChangeState::Held ||
         s == ChangeState::AlreadySo || s == ChangeState::Closed;
}

/// The least of what the systems have reached.
ChangeState least(const std::vector<PlaceOutcome>& places) {
  for (const ChangeState s : {ChangeState::Applied, ChangeState::Effective, ChangeState::Held})
    if (any(places, s)) return s;
  return any(places, ChangeState::Closed) ? ChangeState::Closed : ChangeState::AlreadySo;
}

} // namespace

ChangeState combined(const std::vector<PlaceOutcome>& places) {
  if (places.empty()) return ChangeState::Unknown;
  for (const ChangeState loud :
       {ChangeState::StillOpen, ChangeState::Returned, ChangeState::RolledBack, ChangeState::Superseded})
    if (any(places, loud)) return loud;
  if (all(places, hasLanded)) return least(places);
  if (std::any_of(places.begin(), places.end(), [](const PlaceOutcome& p) { return hasLanded(p.state); }))
    return ChangeState::PartlyLanded;
  if (any(places, ChangeState::NeverLanded)) return ChangeState::NeverLanded;
  return any(places, ChangeState::Requested) ? ChangeState::Requested : ChangeState::Unknown;
}

} // namespace countersign::drift
