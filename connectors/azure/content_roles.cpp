// SPDX-License-Identifier: Apache-2.0
// Objects of Azure Resource Manager, as its API or its command line shows them.
#include "connectors/azure/content.h"

namespace countersign::azure {
namespace {

const Json& inner(const Json& object) {
  return object["properties"].isObject() ? object["properties"] : object;
}

std::string lastSegment(const std::string& id) {
  return lowerText(id.substr(id.rfind('/') + 1)); // npos + 1 is 0
}

void permissions(Builder& b) {
  std::vector<Json> blocks;
  for (const Json& one : b.from()["permissions"].items()) {
    Builder block(one);
    for (const char* name : {"actions", "notActions", "dataActions", "notDataActions"})
      block.lowerSet(name);
    block.copy("condition");
    blocks.push_back(block.take());
    b.spellings.insert(b.spellings.end(), block.spellings.begin(), block.spellings.end());
  }
  b.put("permissions", sortedValues(std::move(blocks))); // what blocks give adds up
}

bool finish(Builder& builder, Made& out, const std::string& uid, const std::string& name) {
  out.content = builder.take();
  out.spellings = std::move(builder.spellings);
  out.object.uid = uid;
  out.object.name = name.empty() ? uid : name;
  return !uid.empty();
}

} // namespace

bool makeRoleDefinition(const Json& object, std::string_view, Made& out) {
  Builder b(inner(object));
  const std::string id =
      lastSegment(object["name"].asString().empty() ? object["id"].asString() : object["name"].asString());
  b.put("name", id);
  b.copy("roleName");
  b.put("roleType", inner(object)[inner(object).has("roleType") ? "roleType" : "type"].asString());
  b.lowerSet("assignableScopes");
  permissions(b);
  return finish(b, out, id, inner(object)["roleName"].asString());
}

bool makeRoleAssignment(const Json& object, std::string_view, Made& out) {
  const Json& p = inner(object);
  Builder b(p);
  const std::string name = object["name"].asString();
  b.put("name", name.empty() ? lastSegment(object["id"].asString()) : name);
  b.lower("principalId");
  b.copy("principalType");
  b.put("roleDefinitionId", lastSegment(p["roleDefinitionId"].asString()));
  b.spelled("scope");
  for (const char* text : {"condition", "conditionVersion", "description"})
    b.copy(text);
  b.lower("delegatedManagedIdentityResourceId");
  b.time("startDateTime", "startDateTime");
  b.time("endDateTime", "endDateTime");
  const bool eligible = lowerText(object["type"].asString()).find("roleeligibility") != std::string::npos;
  if (eligible) b.put("eligible", true);
  if (const Json created = normalTime(p["createdOn"]); !created.isNull())
    out.created =
        Json::object().set("at", created).setUnlessEmpty("by", lowerText(p["createdBy"].asString()));
  const std::string id = lowerText(object["id"].asString());
  return finish(b, out, id.empty() ? lowerText(name) : id, name);
}

bool makeDenyAssignment(const Json& object, std::string_view, Made& out) {
  Builder b(inner(object));
  const std::string name = object["name"].asString();
  b.put("name", name.empty() ? lastSegment(object["id"].asString()) : name);
  for (const char* text :
       {"denyAssignmentName", "description", "condition", "doNotApplyToChildScopes", "isSystemProtected"})
    b.copy(text);
  b.spelled("scope");
  b.ids("principals");
  b.ids("excludePrincipals");
  permissions(b);
  const std::string id = lowerText(object["id"].asString());
  return finish(b, out, id.empty() ? lowerText(name) : id, inner(object)["denyAssignmentName"].asString());
}

/// A management group or subscription, with what it is in. `parent` null: the top.
bool makeScope(const Json& object, std::string_view, Made& out) {
  const Json& p = inner(object);
  Builder b(p);
  std::string id = lowerText(object["id"].asString());
  // "/providers/…/managementGroups/m/subscriptions/s" is the subscription s in m.
  const auto nested = id.rfind("/subscriptions/");
  if (nested != std::string::npos) id = id.substr(nested);
  b.put("id", id);
  b.copy("displayName");
  const Json& details = p["details"];
  const Json& parent = details.has("parent") ? details["parent"] : p["parent"];
  b.put("parent", lowerText(parent.isString() ? parent.asString() : parent["id"].asString()));
  if (details.has("parent") && parent.isNull()) b.put("top", true);
  return finish(b, out, id, p["displayName"].asString());
}

} // namespace countersign::azure
