// SPDX-License-Identifier: Apache-2.0
#include "tests/estate/outcome.h"

#include "tests/estate/company.h"
#include "tests/estate/held.h"
#include "tests/estate/place_state.h"
#include "tests/estate/terraform_out.h"

namespace countersign::estate {

namespace {

using std::chrono::minutes;

std::string kindOf(const std::string& word) {
  return word == "grant" || word == "break-glass" ? "give"
         : word == "revoke"                       ? "take"
         : word == "delete"                       ? "remove"
                                                  : word;
}

/// The systems that a change is about.
class Places {
public:
  Places(const Plan& plan, const Change& c) : plan_(plan), c_(c), id_(plan.identity(c.index)) {}

  std::vector<Place> of() {
    if (c_.kind == Case::Destroyed || c_.kind == Case::RotatedHalf || c_.shown == 0)
      return {c_.kind == Case::BreakGlassShort ? closedUnseen() : open()};
    std::vector<Place> out{landed()};
    if (c_.takesAll() || c_.kind == Case::DeletedPartly) out.push_back(inCluster());
    return out;
  }

private:
  Place named(const Identity& id) const {
    Place out;
    out.source = liveSource(id);
    return out;
  }

  Place open() const {
    Place out = named(id_);
    // What a declaration takes back is asked for when it is read without it.
    const bool declared = c_.kind == Case::Destroyed;
    out.state = notLanded(looksAt(plan_, id_), declared ? plan_.capture(c_.shown) : c_.requested, id_.tier);
    if (c_.rotates()) out.left = replacedKey(plan_, id_).id;
    if (declared) out.left = "still there";
    return out;
  }

  Place closedUnseen() const {
    Place out = named(id_);
    out.state = "closed";
    return out;
  }

  Place landed() const {
    Place out = named(id_);
    addLanding(plan_, c_, id_, out);
    out.state = landedState(looksAt(plan_, id_, c_.kind == Case::Reassigned), *out.shown);
    if (c_.undone != 0) {
      addUndoing(plan_, c_, id_, out);
      out.state = c_.until ? "closed" : c_.takesOne() ? "returned" : "rolled-back";
    } else if (c_.until) {
      out.state = "still-open";
    }
    return out;
  }

  /// The other side of the federation, that nobody thought of.
  Place inCluster() const {
    const Identity account = plan_.identity(*id_.peer);
    Place out = named(account);
    const bool deleted = c_.kind == Case::DeletedPartly;
    out.state = notLanded(looksAt(plan_, account, deleted), c_.requested, id_.tier);
    out.left = deleted ? "still there" : "binding " + account.name;
    return out;
  }

  const Plan& plan_;
  const Change& c_;
  Identity id_;
};

Outcome outcome(const Identity& id, std::string_view kase, std::string origin, std::string kind,
                Span requested, std::vector<Place> places) {
  Outcome out;
  out.uid = id.uid;
  out.kase = kase;
  out.origin = std::move(origin);
  out.kind = std::move(kind);
  out.requested = requested;
  out.places = std::move(places);
  out.state = combined(out.places);
  return out;
}

Outcome ofTicket(const Ticket& t, std::vector<Place> places) {
  Identity about;
  about.uid = t.uid;
  Outcome out =
      outcome(about, t.summary, "ticket", kindOf(t.change), {t.requested, t.requested}, std::move(places));
  out.id = t.id;
  out.permission = t.permission;
  return out;
}

/// What a ticket of the last day's edit comes to.
Place editedLastDay(const Plan& plan, const std::string& source, Instant happened,
                    std::chrono::seconds ahead) {
  Place out;
  out.source = source;
  out.state = "effective";
  if (ahead.count() == 0) out.happened = happened;
  out.shown = plan.capture(plan.lastDay());
  out.event = happened + ahead;
  if (ahead.count() == 0) out.landed = Span{happened, happened};
  return out;
}

} // namespace

std::vector<Outcome> outcomesOf(const Plan& plan, const Change& c) {
  const Identity id = plan.identity(c.index);
  std::vector<Outcome> out;
  for (const Ticket& t : ticketsOf(plan, c))
    out.push_back(ofTicket(t, Places(plan, c).of()));
  if (c.kind == Case::Destroyed)
    out.push_back(outcome(id, name(c.kind), "intent", "remove",
                          {plan.capture(c.shown - 1), plan.capture(c.shown)}, Places(plan, c).of()));
  if (!c.signedHere()) return out;
  const Span at{c.requested, c.requested};
  if (c.takesAll()) return {outcome(id, name(c.kind), "revocation", "take", at, Places(plan, c).of())};
  for (const Permission& p : takenPermissions(plan, id)) {
    out.push_back(outcome(id, name(c.kind), "revocation", "take", at, Places(plan, c).of()));
    out.back().permission = p;
  }
  return out;
}

std::vector<Outcome> faultOutcomes(const Plan& plan) {
  const Instant last = plan.capture(plan.lastDay());
  std::vector<Outcome> out;
  for (const auto& [index, fault] : plan.faults()) {
    const Identity id = plan.identity(index);
    const auto ticket = ticketOf(plan, id);
    if (!ticket) continue;
    const bool account = id.kind == Kind::ServiceAccount;
    const minutes ago(account ? 125 : id.kind == Kind::Role ? 120 : 100);
    const std::chrono::seconds ahead = account ? plan.ahead(id.scope) : std::chrono::seconds(0);
    out.push_back(ofTicket(*ticket, {editedLastDay(plan, liveSource(id), last - ago, ahead)}));
  }
  if (const auto ticket = policyTicket(plan))
    out.push_back(ofTicket(*ticket, {editedLastDay(plan, accounts[plan.editedPolicy()->account].source,
                                                   last - minutes(180), std::chrono::seconds(0))}));
  return out;
}

std::vector<Outcome> otherOutcomes(const Plan& plan) {
  std::vector<Outcome> out;
  if (const auto ticket = strayTicket(plan)) out.push_back(ofTicket(*ticket, {}));
  if (const auto role = plannedRole(plan)) {
    // Nothing shows what it was before the plan was made.
    const Instant at = plan.capture(1) - std::chrono::hours(5);
    Place place;
    place.source = liveSource(*role);
    place.state = "unknown";
    out.push_back(outcome(*role, "planned", "plan", "edit", {at, at}, {place}));
    out.back().id = "plan:aws_iam_role." + stateName(role->name);
  }
  return out;
}

} // namespace countersign::estate
