// SPDX-License-Identifier: Apache-2.0
#include "tests/estate/planted_loop.h"

#include "tests/estate/held.h"
#include "tests/estate/outcome.h"
#include "tests/estate/place_state.h"
#include "tests/estate/seen_rows.h"

#include <algorithm>

namespace countersign::estate {

namespace {

class PlantedLoop {
public:
  PlantedLoop(TextFile& file, JsonOut& out, const Plan& plan) : file_(file), out_(out), plan_(plan) {}

  void write() {
    out_.array("changes");
    for (const auto& [index, change] : plan_.changes())
      outcomes(outcomesOf(plan_, change));
    outcomes(faultOutcomes(plan_));
    outcomes(otherOutcomes(plan_));
    out_.endArray();
    toRevoke();
    seen();
    clock();
  }

private:
  void time(std::string_view key, const std::optional<Instant>& at) {
    if (at) out_.field(key, formatRfc3339(*at));
  }
  void text(std::string_view key, const std::string& value) {
    if (!value.empty()) out_.field(key, value);
  }
  void span(std::string_view key, const Span& s) {
    out_.object(key);
    out_.field("from", formatRfc3339(s.after));
    out_.field("to", formatRfc3339(s.by));
    out_.endObject();
  }

  void place(const Place& p) {
    out_.beginObject();
    out_.field("source", p.source);
    out_.field("state", p.state);
    time("happened", p.happened);
    if (p.landed) span("landed", *p.landed);
    time("shown", p.shown);
    time("event", p.event);
    time("undone", p.undone);
    time("undone_event", p.undoneEvent);
    text("left", p.left);
    out_.endObject();
  }

  void outcomes(const std::vector<Outcome>& list) {
    for (const Outcome& o : list) {
      out_.beginObject();
      out_.field("case", o.kase);
      out_.field("origin", o.origin);
      text("id", o.id);
      out_.field("uid", o.uid);
      out_.field("kind", o.kind);
      text("action", o.permission.action);
      text("resource", o.permission.resource);
      span("requested", o.requested);
      out_.field("state", o.state);
      out_.array("places");
      for (const Place& p : o.places)
        place(p);
      out_.endArray();
      latencies(o);
      out_.endObject();
      file_.step();
    }
  }

  /// In seconds; of all systems together, and so only where it has landed in each.
  void latencies(const Outcome& o) {
    out_.object("latencies");
    const bool everywhere =
        !o.places.empty() &&
        std::all_of(o.places.begin(), o.places.end(), [](const Place& p) { return p.shown.has_value(); });
    if (everywhere) {
      const Place& p = o.places.front();
      if (p.landed) leg("applied", o.requested, *p.landed);
      if (p.event) leg("audit", o.requested, {*p.event, *p.event});
      leg("shown", o.requested, {*p.shown, *p.shown});
    }
    out_.endObject();
  }

  void leg(std::string_view name, const Span& from, const Span& to) {
    const auto seconds = [](Instant a, Instant b) {
      return std::max<std::int64_t>(0, std::chrono::duration_cast<std::chrono::seconds>(b - a).count());
    };
    out_.array(name);
    out_.number(seconds(from.by, to.after));
    out_.number(seconds(from.after, to.by));
    out_.endArray();
  }

  void toRevoke() {
    out_.array("to_revoke");
    for (const auto& [index, change] : plan_.changes()) {
      if (!change.signedHere()) continue;
      const Identity id = plan_.identity(index);
      out_.beginObject();
      out_.field("case", name(change.kind));
      out_.field("uid", id.uid);
      out_.field("day", change.asked);
      out_.array("grants");
      for (const Permission& p : change.takesAll() ? std::vector<Permission>() : takenPermissions(plan_, id))
        out_.text(p.action + " on " + p.resource);
      out_.endArray();
      out_.endObject();
    }
    out_.endArray();
  }

  void row(const SeenRow& r) {
    out_.beginObject();
    out_.field("uid", r.uid);
    out_.field("source", r.source);
    out_.field("at", formatRfc3339(r.at));
    out_.field("area", r.area);
    out_.field("kind", r.kind);
    text("action", r.permission.action);
    text("resource", r.permission.resource);
    text("request", r.request);
    text("who", r.who);
    text("from", r.from);
    if (!r.actions.empty()) out_.strings("events", r.actions);
    out_.field("shown", r.shown);
    out_.endObject();
    file_.step();
  }

  void seen() {
    out_.array("seen");
    for (std::size_t i = 0; i < plan_.size(); ++i)
      if (touched(i))
        for (const SeenRow& r : seenRows(plan_, plan_.identity(i)))
          row(r);
    out_.endArray();
  }

  bool touched(std::size_t index) const {
    if (plan_.changeOf(index) || plan_.faultOf(index).kind != FaultKind::None) return true;
    if (index >= plan_.indexOf(Kind::ServiceAccount, 0)) return false;
    const Identity id = plan_.identity(index);
    const int last = plan_.lastDay();
    return id.kind == Kind::Role ? Plan::hasSharedPolicy(id.ordinal) &&
                                       plan_.sharedPolicyEdited(id.scope, Plan::policyBlock(id.ordinal), last)
                                 : plan_.groupEdited(id.scope, Plan::groupBlock(id.ordinal), last);
  }

  /// By how much a clock runs ahead, and by how much at least that shows in what a snapshot shows earlier.
  void clock() {
    for (std::size_t cluster : {0U, 1U}) {
      if (plan_.ahead(cluster).count() == 0) continue;
      Identity any;
      any.kind = Kind::ServiceAccount;
      any.scope = cluster;
      out_.object("clock");
      out_.field("source", auditSource(any));
      out_.field("ahead_seconds", plan_.ahead(cluster).count());
      out_.field("measurable_seconds", measuredAhead(plan_, cluster).count());
      out_.endObject();
    }
  }

  TextFile& file_;
  JsonOut& out_;
  const Plan& plan_;
};

} // namespace

void writePlantedLoop(TextFile& file, JsonOut& out, const Plan& plan) {
  PlantedLoop(file, out, plan).write();
}

} // namespace countersign::estate
