// SPDX-License-Identifier: Apache-2.0
#include "tests/estate/tickets.h"

#include "tests/estate/company.h"
#include "tests/estate/held.h"
#include "tests/estate/policies.h"

namespace countersign::estate {

namespace {

using std::chrono::minutes;

std::string idOf(std::size_t number, std::size_t line) {
  return "CHG-" + std::to_string(1000 + 10 * number + line);
}

std::string_view wordOf(Case kind) {
  switch (kind) {
  case Case::RevokeHeld:
  case Case::RevokePartly:
  case Case::RevokeReturned:
    return "revoke";
  case Case::BreakGlass:
  case Case::BreakGlassShort:
    return "break-glass";
  case Case::Rotated:
  case Case::RotatedHalf:
  case Case::RotatedIdle:
    return "rotate";
  case Case::DeletedPartly:
    return "delete";
  case Case::Reassigned:
    return "reassign";
  default:
    return "grant";
  }
}

/// What a grant or a revocation names; one without names all that there is.
std::vector<Permission> asked(const Plan& plan, const Identity& id, const Change& c) {
  std::vector<Permission> out;
  if (c.givesInline()) out = permissionsOf(requestedPolicy(id));
  if (c.attaches()) out = permissionsOf(requestedManaged(id));
  if (c.kind == Case::GrantBeyond) out.resize(1);
  if (c.kind == Case::GrantBinding) out = {bindingPermission(id)};
  if (c.takesOne()) out = {{takenPermissions(plan, id).front().action, {}}};
  if (out.empty()) out.emplace_back();
  return out;
}

Ticket ticket(std::string id, const Identity& about, std::string_view change, Instant requested) {
  Ticket out;
  out.id = std::move(id);
  out.uid = about.uid;
  out.change = change;
  out.requested = requested;
  return out;
}

void line(std::string& out, const Ticket& t, Instant capture) {
  const auto time = [](const std::optional<Instant>& at) {
    return at ? formatRfc3339Seconds(*at) : std::string();
  };
  const auto upTo = [&](std::optional<Instant> at) { return at && *at <= capture ? at : std::nullopt; };
  const std::optional<Instant> approved = upTo(t.requested + minutes(7));
  out += t.id + "," + time(t.requested) + ",service desk," + t.uid + "," + t.change + "," +
         t.permission.action + "," + t.permission.resource + "," + t.system + "," + t.credential + "," +
         t.owner + "," + time(t.until) + "," + time(approved) + "," + (approved ? "change board" : "") + "," +
         time(upTo(t.closed)) + ",https://tickets.example.org/" + t.id + "," + t.summary + ",\r\n";
}

} // namespace

std::vector<Ticket> ticketsOf(const Plan& plan, const Change& c) {
  if (c.signedHere() || c.kind == Case::Undone || c.kind == Case::Destroyed) return {};
  const Identity id = plan.identity(c.index);
  const auto all = asked(plan, id, c);
  std::vector<Ticket> out;
  for (std::size_t i = 0; i < all.size(); ++i) {
    Ticket t = ticket(idOf(c.number, i), id, wordOf(c.kind), c.requested);
    t.permission = all[i];
    if (c.givesInline() || c.attaches()) t.system = "aws";
    if (c.kind == Case::GrantBinding) t.system = "kubernetes";
    if (c.rotates()) t.credential = replacedKey(plan, id).id;
    if (c.kind == Case::Reassigned) t.owner = newOwner(id);
    t.until = c.until;
    t.summary = std::string(name(c.kind));
    if (c.kind == Case::ClosedNever) t.closed = c.requested + minutes(45);
    if (c.shown != 0 && c.number % 2 == 0) t.closed = c.happened + minutes(5);
    out.push_back(std::move(t));
  }
  return out;
}

std::optional<Ticket> ticketOf(const Plan& plan, const Identity& id) {
  if (id.fault.kind != FaultKind::Moved || id.fault.variant % 3 != 0) return {};
  const Instant requested = plan.capture(plan.lastDay()) - minutes(300);
  Ticket out = ticket(idOf(id.index, 7) + "-M", id, id.kind == Kind::Role ? "edit" : "grant", requested);
  if (id.kind == Kind::User) out.permission = permissionsOf(userInline(plan, id, true).back()).front();
  if (id.kind == Kind::ServiceAccount) out.permission = {"patch deployments.apps", "namespace " + id.ns};
  out.summary = "moved";
  return out;
}

std::optional<Ticket> policyTicket(const Plan& plan) {
  const auto edited = plan.editedPolicy();
  if (!edited || plan.hash(0x71c) % 2 != 0) return {};
  Identity about;
  about.uid = "aws:" + policyArn(edited->account, sharedPolicy(edited->account, edited->block, true).name);
  Ticket out = ticket("CHG-990", about, "edit", plan.capture(plan.lastDay()) - minutes(400));
  out.summary = "shared-policy-edited";
  return out;
}

std::optional<Ticket> strayTicket(const Plan& plan) {
  if (plan.changes().empty()) return {};
  Identity about;
  about.uid = "aws:arn:aws:iam::" + std::string(accounts[0].id) + ":role/was-never-here";
  Ticket out = ticket("CHG-980", about, "revoke", plan.capture(1) + minutes(90));
  out.summary = "unknown-identity";
  return out;
}

void writeTickets(TextFile& file, const Plan& plan, int day) {
  const Instant capture = plan.capture(day);
  std::string& out = file.buffer();
  out += "id,requested_at,requested_by,identity,change,permission,resource,system,credential,owner,until,"
         "approved_at,approved_by,closed_at,ref,summary,probe\r\n";
  const auto add = [&](const Ticket& t) {
    if (t.requested <= capture) line(out, t, capture);
    file.step();
  };
  for (const auto& [index, change] : plan.changes())
    for (const Ticket& t : ticketsOf(plan, change))
      add(t);
  for (const auto& [index, fault] : plan.faults())
    if (const auto t = ticketOf(plan, plan.identity(index))) add(*t);
  for (const auto& t : {policyTicket(plan), strayTicket(plan)})
    if (t) add(*t);
}

} // namespace countersign::estate
