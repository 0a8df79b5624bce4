// SPDX-License-Identifier: Apache-2.0
#include "tests/estate/place_state.h"

#include "tests/estate/calls.h"
#include "tests/estate/company.h"

#include <algorithm>

namespace countersign::estate {

namespace {

/// Times of the calls on an identity, by the clock of its audit trail, after a time and until another.
std::vector<Instant> callTimes(const Plan& plan, const Identity& id, Instant after, Instant by) {
  std::vector<Instant> out;
  const auto add = [&](const auto& calls, std::chrono::seconds ahead) {
    for (const auto& call : calls)
      if (call.at > after && call.at <= by) out.push_back(call.at + ahead);
  };
  if (id.kind == Kind::ServiceAccount)
    add(kubeCallsOf(plan, id), plan.ahead(id.scope));
  else
    add(awsCallsOf(plan, id), std::chrono::seconds(0));
  std::sort(out.begin(), out.end());
  return out;
}

bool clockIsRight(const Plan& plan, const Identity& id) {
  return id.kind != Kind::ServiceAccount || plan.ahead(id.scope).count() == 0;
}

} // namespace

std::string liveSource(const Identity& id) {
  return id.kind == Kind::ServiceAccount ? clusters[id.scope].source : accounts[id.scope].source;
}
std::string auditSource(const Identity& id) {
  return liveSource(id) + (id.kind == Kind::ServiceAccount ? "-audit" : "-trail");
}

std::vector<Instant> looksAt(const Plan& plan, const Identity& id, bool listed) {
  std::vector<Instant> out;
  const bool cluster = id.kind == Kind::ServiceAccount;
  for (int day = 1; day <= plan.lastDay(); ++day) {
    const bool complete = cluster ? plan.exported(id.scope, day) &&
                                        !(listed && plan.partialCluster(id.scope, day))
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
  const bool late = std::any_of(looks.begin(), looks.end(), [&](Instant t) { return t >= requested + limit; });
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
  place.happened = c.happened;
  const auto calls = callTimes(plan, id, before, *place.shown);
  if (!calls.empty()) place.event = calls.back();
  if (calls.empty())
    place.landed = Span{before, *place.shown};
  else if (clockIsRight(plan, id))
    place.landed = Span{calls.front(), calls.back()};
}

void addUndoing(const Plan& plan, const Change& c, const Identity& id, Place& place) {
  place.undone = plan.capture(c.undone);
  const auto calls = callTimes(plan, id, plan.capture(c.undone - 1), *place.undone);
  if (!calls.empty()) place.undoneEvent = calls.back();
}

} // namespace countersign::estate
