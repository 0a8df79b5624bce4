// SPDX-License-Identifier: Apache-2.0
#include "connectors/terraform/changes.h"

#include <algorithm>
#include <array>
#include <unordered_set>

namespace countersign::terraform {
namespace {

constexpr std::array objectMembers = std::to_array<std::string_view>({"change"});
constexpr std::array changeMembers =
    std::to_array<std::string_view>({"before", "after", "before_identity", "after_identity", "importing"});

/// "replace" for what is deleted and created, in either order, or created beside what is forgotten.
std::vector<std::string> actionsOf(const Json& change) {
  std::vector<std::string> actions = change["actions"].strings();
  const auto has = [&](std::string_view name) {
    return std::find(actions.begin(), actions.end(), name) != actions.end();
  };
  if (has("create") && (has("delete") || has("forget"))) actions = {"replace"};
  std::erase_if(actions, [](const std::string& a) { return a == "no-op" || a == "read"; });
  if (change["importing"].isObject()) actions.push_back("import");
  return actions;
}

void markChange(ElementScope& scope, const Mapping* mapping) {
  const Json& change = scope.root()["change"];
  scope.marks.markUnknown(scope.root(), objectMembers);
  scope.marks.markUnknown(change, changeMembers);
  for (const auto& [values, mirror] :
       {std::pair{"before", "before_sensitive"}, std::pair{"after", "after_sensitive"}}) {
    markValues(change[values], mapping, scope.marks);
    scope.marks.markMirror(change[values], change[mirror]);
  }
  if (mapping != nullptr) return;
  for (const char* member : {"before_identity", "after_identity", "importing"})
    scope.marks.markAll(change[member]);
}

/// The resource before and after, without documents yet; empty where there is none.
std::vector<FoundResource> versionsOf(const ElementScope& scope) {
  const Json& root = scope.root();
  std::vector<FoundResource> result;
  for (const char* member : {"before", "after"}) {
    const Json& values = root["change"][member];
    if (!values.isObject()) continue;
    FoundResource one;
    one.resource.address = root["address"].asString();
    one.resource.type = root["type"].asString();
    one.resource.provider = root["provider_name"].asString();
    one.resource.maybeUnknown = true;
    one.owner = &values;
    one.pointer = std::string("/change/") + member;
    one.values = &values;
    result.push_back(std::move(one));
  }
  return result;
}

/// True where some of what comes after is not known yet.
bool hasUnknown(const Json& root) {
  const auto any = [](const auto& self, const Json& value) -> bool {
    return value.asBool() ||
           std::any_of(value.items().begin(), value.items().end(),
                       [&](const Json& v) { return self(self, v); }) ||
           std::any_of(value.members().begin(), value.members().end(),
                       [&](const auto& v) { return self(self, v.second); });
  };
  return any(any, root["change"]["after_unknown"]);
}

/// Also the kind of the document that the resource is, where it is one.
void addKeys(Change& change, const Resource& resource, Context& context) {
  std::unordered_set<std::string> known(change.aboutKeys.begin(), change.aboutKeys.end());
  Batch documents; // only their names are of interest: what is wrong with them is said where they are read
  mapResource(resource, context, documents);
  if (documents.documents.size() == 1)
    change.details.set("kind", documents.documents.front().first.object.kind);
  for (const auto& [document, where] : documents.documents)
    for (std::string& key : keysOf(document))
      if (known.insert(key).second) change.aboutKeys.push_back(std::move(key));
}

/// What the actions come to for the object: it is there, it is gone, or it is otherwise than before.
WishKind kindOf(const std::vector<std::string>& actions) {
  const std::string& first = actions.front();
  return first == "create" ? WishKind::Create : first == "delete" ? WishKind::Remove : WishKind::Edit;
}

std::string summaryOf(const std::vector<std::string>& actions, const Json& root, bool drift) {
  std::string result = drift ? "changed outside of Terraform:" : "";
  for (const std::string& action : actions)
    result.append(result.empty() ? "" : " ").append(action);
  return result + " " + root["address"].asString();
}

} // namespace

void readChange(Reading& reading, ElementScope& scope, bool drift, const PlanWord& plan, Batch& batch) {
  const Json& root = scope.root();
  const Mapping* mapping = mappingOf(root);
  markChange(scope, mapping);
  std::vector<FoundResource> versions = versionsOf(scope);
  scope.remember(root);
  reading.complete(scope, versions, batch);
  const std::vector<std::string> actions = actionsOf(root["change"]);
  if (root["mode"].asString() == "data" || actions.empty()) return;

  Change change;
  const std::string deposed = root["deposed"].asString();
  change.id =
      (drift ? "drift:" : "plan:") + root["address"].asString() + (deposed.empty() ? "" : "#" + deposed);
  change.at = plan.at;
  change.origin = drift ? ChangeOrigin::Outside : ChangeOrigin::Plan;
  change.wish.kind = kindOf(actions);
  change.about = root["address"].asString();
  change.summary = summaryOf(actions, root, drift) + (deposed.empty() ? "" : " (deposed)");
  change.actions = actions;
  change.where = scope.where(root, {});
  change.details = Json::object();
  change.details.set("address", root["address"]).set("type", root["type"]);
  change.details.setUnlessEmpty("reason", root["action_reason"].asString());
  change.details.setUnlessEmpty("previousAddress", root["previous_address"].asString());
  if (plan.errored) change.details.set("errored", true);
  if (!plan.applyable) change.details.set("applyable", false);
  if (mapping != nullptr) {
    Context& context = reading.quietContext();
    for (const FoundResource& version : versions)
      addKeys(change, version.resource, context);
    if (versions.size() == 2)
      change.details.setUnlessEmpty(
          "changed", accessDifference(versions[0].resource, versions[1].resource, context, hasUnknown(root)));
  }
  batch.changes.push_back(std::move(change));
}

} // namespace countersign::terraform
