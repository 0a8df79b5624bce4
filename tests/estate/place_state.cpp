// SPDX-License-Identifier: Apache-2.0
#include "tests/estate/place_state.h"

#include "tests/estate/calls.h"
#include "tests/estate/company.h"

#include <algorithm>

namespace countersign::estate {

namespace {

std::chrono::seconds aheadOf(const Plan& plan, const Identity& id) {
  return id.kind == Kind::ServiceAccount ? plan.ahead(id.scope) : std::chrono::seconds(0);
}

/// Times of the calls on an identity, by the clock of its audit trail, after a time and until another.
std::vector<Instant> callTimes(const Plan& plan, const Identity& id, Instant after, Instant by) {
  std::vector<Instant> out;
  const auto add = [&](const auto& calls) {
    for (const auto& call : calls)
      if (fallsBetween(plan, id, call.at, after, by)) out.push_back(call.at + aheadOf(plan, id));
  };
  if (id.kind == Kind::ServiceAccount)
    add(kubeCallsOf(plan, id));
  else
    add(awsCallsOf(plan, id));
  std::sort(out.begin(), out.end());
  return out;
}

} // namespace

std::string liveSource(const Identity& id) {
  return id.kind == Kind::ServiceAccount ? clusters[id.scope].source : accounts[id.scope].source;
}
std::string auditSource(const Identity& id) {
  return liveSource(id) + (id.kind == Kind::ServiceAccount ? "-audit" : "-trail");
}

std::chrono::seconds measuredAhead(const Plan& plan, std::size_t cluster) {
  std::chrono::seconds out(0);
  for (const auto& [index, c] : plan.changes())
    if (c.kind == Case::GrantBinding && plan.identity(index).scope == cluster && c.shown < plan.lastDay())
      out = std::max(out, std::chrono::duration_cast<std::chrono::seconds>(c.happened + plan.ahead(cluster) -
                                                                           plan.capture(c.shown)));
  return out;
}

bool fallsBetween(const Plan& plan, const Identity& id, Instant at, Instant after, Instant by) {
  const bool cluster = id.kind == Kind::ServiceAccount;
  const Instant recorded = at + aheadOf(plan, id);
  return recorded > after &&
         recorded <= by + (cluster ? measuredAhead(plan, id.scope) : std::chrono::seconds(0));
}

std::vector<Instant> looksAt(const Plan& plan, const Identity& id, bool listed) {
  std::vector<Instant> out;
  const bool cluster = id.kind == Kind::ServiceAccount;
  for (int day = 1; day <= plan.lastDay(); ++day) {
    const bool complete =
        cluster ? plan.exported(id.scope, day) && !(listed && plan.partialCluster(id.scope, day))
                : !plan.partialAccount(id.scope, day);
    if (complete) out.push_back(plan.capture(day));
  }
  return out;
}

std::string notLanded(const std::vector<Instant>& looks, Instant requested, const std::string& tier) {
  using std::chrono::hours;
  using std::chrono::minutes;
  const minutes limit = tier == "critical" ? minutes(15)
                        : tier == "high"   ? minutes(60)
                        : tier == "medium" ? minutes(hours(24))
                                           : minutes(hours(24 * 7));
  const bool late =
      std::any_of(looks.begin(), looks.end(), [&](Instant t) { return t >= requested + limit; });
  return late ? "never-landed" : "requested";
}

std::string landedState(const std::vector<Instant>& looks, Instant shown) {
  return std::any_of(looks.begin(), looks.end(), [&](Instant t) { return t > shown; }) ? "held" : "effective";
}

std::string combined(const std::vector<Place>& places) {
  const auto any = [&](std::string_view state) {
    return std::any_of(places.begin(), places.end(), [&](const Place& p) { return p.state == state; });
  };
  const bool open = any("never-landed") || any("requested");
  if (places.empty()) return "unknown";
  for (const char* loud : {"still-open", "returned", "rolled-back"})
    if (any(loud)) return loud;
  if (open) {
    const bool some = any("held") || any("effective") || any("closed");
    return some ? "partly-landed" : any("never-landed") ? "never-landed" : "requested";
  }
  for (const char* least : {"effective", "held", "closed"})
    if (any(least)) return least;
  return "unknown";
}

void addLanding(const Plan& plan, const Change& c, const Identity& id, Place& place) {
  const Instant before = std::max(c.requested, plan.capture(c.shown - 1));
  place.shown = plan.capture(c.shown);
  const auto calls = callTimes(plan, id, before, *place.shown);
  const auto ahead = aheadOf(plan, id);
  const auto measured = ahead.count() == 0 ? ahead : measuredAhead(plan, id.scope);
  if (!calls.empty()) place.event = calls.back();
  if (calls.empty())
    place.landed = Span{before, *place.shown};
  else if (ahead.count() == 0)
    place.landed = Span{calls.front(), calls.back()};
  else if (measured.count() > 0)
    place.landed = Span{before, std::min(calls.back() - measured, *place.shown)};
  else
    return; // nobody can know that the clock is wrong
  place.happened = c.happened;
}

void addUndoing(const Plan& plan, const Change& c, const Identity& id, Place& place) {
  place.undone = plan.capture(c.undone);
  const auto calls = callTimes(plan, id, plan.capture(c.undone - 1), *place.undone);
  if (!calls.empty()) place.undoneEvent = calls.back();
}

} // namespace countersign::estate
