// SPDX-License-Identifier: Apache-2.0
#include "tests/estate/company.h"
#include "tests/estate/policies.h"
#include "tests/estate/writers.h"

namespace countersign::estate {

namespace {

/// Calls `each` for what the inventory knows of the kinds, in the order of that day.
template <class Each>
std::size_t eachListed(const Plan& plan, std::initializer_list<Kind> kinds, int day, const Each& each) {
  std::size_t listed = 0;
  for (const Kind kind : kinds) {
    const Order order(plan.count(kind), plan.hash(700, static_cast<std::uint64_t>(day)));
    for (std::size_t i = 0; i < order.size(); ++i) {
      const Identity id = plan.identityOn(kind, order[i], day);
      if (!id.inInventory) continue;
      each(id);
      ++listed;
    }
  }
  return listed;
}

} // namespace

void writeInventoryLines(TextFile& file, const Plan& plan, int day) {
  file.hash();
  std::string& out = file.buffer();
  {
    JsonOut line(out);
    line.beginObject();
    line.field("t", "snapshot");
    line.field("schema", "nhi-snapshot/1");
    line.field("snapshot_id", "cmdb-day-" + std::to_string(day));
    line.field("plane", "intended");
    line.field("source_kind", "cmdb");
    line.field("source_scope", "estate");
    line.field("captured_at", formatRfc3339Seconds(plan.capture(day)));
    line.field("captured_at_basis", "tool");
    line.field("completeness", "full");
    line.endObject();
    out += '\n';
  }
  std::size_t secrets = 0;
  const std::size_t listed = eachListed(plan, {Kind::Role, Kind::User}, day, [&](const Identity& id) {
    JsonOut line(out);
    line.beginObject();
    line.field("t", "identity");
    line.field("uid", id.uid);
    line.field("platform", "aws");
    line.field("kind", id.kind == Kind::Role ? "role" : "user");
    line.field("name", id.name);
    line.object("location");
    line.field("account", accounts[id.scope].id);
    line.endObject();
    line.field("status", "active");
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
    if (secrets < 2) {
      line.field(secrets == 0 ? "x_client_secret" : "x_password", canary(plan, Canary::Inventory, secrets));
      ++secrets;
    }
    line.endObject();
    out += '\n';
    file.step();
  });
  const std::string digest = file.digest().hex();
  JsonOut line(out);
  line.beginObject();
  line.field("t", "end");
  line.object("counts");
  line.field("identity", static_cast<std::int64_t>(listed));
  line.endObject();
  line.field("sha256", digest);
  line.endObject();
  out += '\n';
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
