// SPDX-License-Identifier: Apache-2.0
#include "tests/estate/company.h"
#include "tests/estate/neutral_list.h"
#include "tests/estate/policies.h"
#include "tests/estate/writers.h"

namespace countersign::estate {

namespace {

/// Calls `each` for what the inventory knows of the kinds, in the order of that day.
template <class Each>
void eachListed(const Plan& plan, std::initializer_list<Kind> kinds, int day, const Each& each) {
  for (const Kind kind : kinds) {
    const Order order(plan.count(kind), plan.hash(700, static_cast<std::uint64_t>(day)));
    for (std::size_t i = 0; i < order.size(); ++i) {
      const Identity id = plan.identityOn(kind, order[i], day);
      if (!id.inInventory) continue;
      each(id);
    }
  }
}

} // namespace

void writeInventoryLines(TextFile& file, const Plan& plan, int day) {
  NeutralList list(file, plan, day, {"cmdb", "estate", "intended"});
  std::size_t secrets = 0;
  eachListed(plan, {Kind::Role, Kind::User}, day, [&](const Identity& id) {
    list.add(id.uid, "aws", id.kind == Kind::Role ? "role" : "user", id.name, "active", [&](JsonOut& line) {
      line.object("location");
      line.field("account", accounts[id.scope].id);
      line.endObject();
      if (!id.inventoryOwner.empty()) {
        line.array("owners");
        line.beginObject();
        line.field("ref", id.inventoryOwner);
        line.field("kind", "team");
        line.field("basis", "cmdb");
        line.endObject();
        line.endArray();
      }
      line.object("labels");
      line.field("tier", id.tier);
      line.endObject();
      if (secrets == 2) return;
      line.field(secrets == 0 ? "x_client_secret" : "x_password", canary(plan, Canary::Inventory, secrets));
      ++secrets;
    });
  });
  list.end();
}

// The repository of each role that workflows may become, and others.
void writeRepositories(TextFile& file, const Plan& plan, int day) {
  NeutralList list(file, plan, day, {"github", repositoryOwner, "live"});
  const auto repository = [&](const std::string& name) {
    list.add("github:" + name, "github", "repository", std::string_view(name).substr(name.find('/') + 1),
             "active");
  };
  const Order order(plan.count(Kind::Role), plan.hash(701, static_cast<std::uint64_t>(day)));
  for (std::size_t i = 0; i < order.size(); ++i) {
    const Identity role = plan.identity(Kind::Role, order[i]);
    const bool gone = role.fault.kind == FaultKind::Tombstone && day == plan.lastDay();
    if (trustOf(role) == TrustForm::Repository && !gone) repository(repositoryOf(role));
  }
  repository(std::string(repositoryOwner) + "/handbook");
  list.end();
}

void writeTeams(TextFile& file, const Plan& plan, int day) {
  NeutralList list(file, plan, day, {"directory", "example.org", "live"});
  const auto team = [&](std::string_view name, std::string_view status) {
    list.add(teamAddress(name), "directory", "team", "team-" + std::string(name), status);
  };
  for (const char* name : teams)
    team(name, "active");
  team(dissolvedTeam, plan.dissolved(day) ? plan.hash(702) % 2 == 0 ? "disabled" : "deleted" : "active");
  list.end();
}

void writeInventoryTable(TextFile& file, const Plan& plan, int day) {
  std::string& out = file.buffer();
  out +=
      "uid,platform,kind,name,account,namespace,status,owner,owner_basis,created_at,expires_at,last_used_at,"
      "last_used_basis\r\n";
  eachListed(plan, {Kind::ServiceAccount}, day, [&](const Identity& id) {
    out += id.uid + ",kubernetes,serviceaccount," + id.name + "," + clusters[id.scope].name + "," + id.ns +
           ",active," + id.inventoryOwner + "," + (id.inventoryOwner.empty() ? "" : "cmdb") + ",,,,\r\n";
    file.step();
  });
}

} // namespace countersign::estate
