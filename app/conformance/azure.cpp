// SPDX-License-Identifier: Apache-2.0
// Kind "azure-entra", format "decisions": exports of a tenant, and decisions about its principals. The
// built-in roles are those of ../iam-dataset.
#include "app/conformance/azure.h"

#include "models/access/azure/decide.h"

#include <algorithm>

namespace countersign::conformance {
namespace {

namespace fs = std::filesystem;

/// Adds what a file holds: a list, or an answer with its list in `value`.
Result<void> addFile(azure::Objects& objects, const fs::path& file, const char* kind) {
  if (!fs::exists(file)) return {};
  COUNTERSIGN_ASSIGN(const Json json, readJson(file));
  for (const Json& object : (json.isArray() ? json : json["value"]).items())
    objects.add(kind, object);
  objects.shown.insert(kind);
  return {};
}

Result<azure::Objects> readTenant(const Suite& suite) {
  azure::Objects out;
  for (const fs::path& folder : suite.inputs) {
    COUNTERSIGN_TRY(addFile(out, folder / "customRoleDefinitions.json", "azure.role-definition"));
    COUNTERSIGN_TRY(addFile(out, folder / "roleAssignments.json", "azure.role-assignment"));
    COUNTERSIGN_TRY(addFile(out, folder / "denyAssignments.json", "azure.deny-assignment"));
    COUNTERSIGN_TRY(addFile(out, folder / "groups.json", "azure.group"));
    COUNTERSIGN_TRY(addFile(out, folder / "servicePrincipals.json", "azure.service-principal"));
    COUNTERSIGN_TRY(addFile(out, folder / "applications.json", "azure.application"));
    COUNTERSIGN_ASSIGN(const Json above, readJson(folder / "managementGroups.json"));
    for (const auto& [subscription, groups] : above.members())
      out.addAncestors(subscription, groups.strings());
    COUNTERSIGN_TRY(addFile(out, folder / ".." / ".." / "iam-dataset" / "azure" / "built-in-roles-raw.json",
                            "azure.role-definition"));
  }
  return out;
}

std::string listed(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  std::string out;
  for (const std::string& name : names)
    out += ' ' + name;
  return out;
}

std::string shown(const azure::Decision& decision) {
  switch (decision.verdict) {
  case Verdict::Allowed:
    return "Allowed";
  case Verdict::Denied:
    return decision.deniedBy.empty() ? "NotAllowed" : "Denied";
  case Verdict::Conditional:
    return "Conditional";
  case Verdict::NotEvaluated:
    break;
  }
  return "NotEvaluated";
}

Result<void> decisions(const Suite& suite, Tally& tally) {
  COUNTERSIGN_ASSIGN(azure::Objects objects, readTenant(suite));
  const azure::Tenant tenant(std::move(objects));
  COUNTERSIGN_ASSIGN(const Json expected, readJson(suite.decisions));
  for (const Json& one : expected.items()) {
    azure::Request request;
    request.principal = one["principalId"].asString();
    request.action = one["operation"].asString();
    request.data = one["isDataAction"].asBool();
    request.scope = one["scope"].asString();
    const azure::Decision decision = azure::decide(tenant, request);
    std::vector<std::string> allowed, denied;
    for (const azure::Held& held : decision.by)
      allowed.push_back(held.assignment->id);
    for (const azure::Forbidden& forbidden : decision.deniedBy)
      denied.push_back(forbidden.assignment->id);
    tally.check(request.principal + ": " + (request.data ? "data " : "") + request.action + " on " +
                    request.scope,
                one["decision"].asString() + "; allowed by" + listed(one["allowedBy"].strings()) +
                    "; denied by" + listed(one["deniedBy"].strings()),
                shown(decision) + "; allowed by" + listed(allowed) + "; denied by" + listed(denied));
  }
  return {};
}

} // namespace

void addAzure(Runners& runners) {
  runners[{"azure-entra", "decisions"}] = decisions;
}

} // namespace countersign::conformance
