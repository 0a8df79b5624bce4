// SPDX-License-Identifier: Apache-2.0
#include "models/access/gcp/gather.h"
#include "models/access/grant.h"
#include "models/identity/keys_gcp.h"

namespace countersign {
namespace {

/// By which name of its own a list of members means the principal; nullptr: by none.
const std::string* meant(const gcp::Gathered& all, const Json& members) {
  const std::string* by = nullptr;
  for (const Json& one : members.items()) {
    const auto found = all.members.find(keys::gcpMember(one.asString()));
    if (found != all.members.end() && (by == nullptr || found->second.empty())) by = &found->second;
  }
  return by;
}

/// A grant is a role: what it permits is a document of its own.
void addBindings(const gcp::Gathered& all, const HeldDocumentPtr& policy, GrantList& out) {
  const std::string& node = policy->document.content["resource"].asString();
  const auto& bindings = policy->document.content["bindings"].items();
  for (std::size_t i = 0; i < bindings.size(); ++i) {
    const std::string* by = meant(all, bindings[i]["members"]);
    if (by == nullptr) continue;
    Grant grant;
    grant.action = grant.shown = bindings[i]["role"].asString();
    grant.resource = grant.scope = node;
    grant.condition = bindings[i]["condition"]["expression"].asString();
    grant.path = grant.shown + " ← binding on " + node + (by->empty() ? "" : " ← " + *by);
    grant.document = policy;
    grant.inner = "/bindings/" + std::to_string(i);
    out.grants.push_back(std::move(grant));
  }
}

void addRules(const gcp::Gathered& all, const HeldDocumentPtr& policy, GrantList& out) {
  const std::string& node = policy->document.content["attachedTo"].asString();
  const auto& rules = policy->document.content["rules"].items();
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const Json& rule = rules[i]["denyRule"];
    if (meant(all, rule["deniedPrincipals"]) == nullptr || meant(all, rule["exceptionPrincipals"]) != nullptr)
      continue;
    for (const Json& permission : rule["deniedPermissions"].items()) {
      Grant grant;
      grant.deny = true;
      grant.action = grant.shown = permission.asString();
      grant.resource = grant.scope = node;
      grant.condition = rule["denialCondition"]["expression"].asString();
      grant.path = "deny policy " + policy->document.object.name + " on " + node;
      grant.exact = rule["exceptionPermissions"].empty();
      grant.document = policy;
      grant.inner = "/rules/" + std::to_string(i) + "/denyRule";
      out.grants.push_back(std::move(grant));
    }
  }
}

} // namespace

GrantList gcpGrants(DocumentReader& reader, const HeldDocumentPtr& principal, SourceRole plane) {
  const gcp::Gathered all = gcp::gather(reader, principal, plane);
  GrantList out;
  out.known = all.known || !all.policies.empty();
  out.missing = all.missing;
  for (const HeldDocumentPtr& policy : all.policies)
    addBindings(all, policy, out);
  for (const HeldDocumentPtr& policy : all.deny)
    addRules(all, policy, out);
  return out;
}

} // namespace countersign
