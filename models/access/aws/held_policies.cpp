// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/held_policies.h"

#include "models/access/aws/published_policies.h"
#include "models/identity/json_text.h"
#include "models/identity/keys.h"

#include <algorithm>

namespace countersign {
namespace {

std::string policyName(const std::string& arn) {
  const auto slash = arn.rfind('/');
  return slash == std::string::npos ? arn : arn.substr(slash + 1);
}

/// Documents of the plane, or those of any where the plane has none: an AWS managed policy that Terraform
/// attaches is known from the live export.
DocumentReader::Documents preferring(const DocumentReader::Documents& all, SourceRole plane) {
  DocumentReader::Documents out;
  std::copy_if(all.begin(), all.end(), std::back_inserter(out),
               [&](const auto& d) { return d->role == plane; });
  return out.empty() ? all : out;
}

class AwsPlane {
public:
  AwsPlane(DocumentReader& reader, SourceRole plane) : reader_(reader), plane_(plane) {}

  HeldPolicies of(const HeldDocumentPtr& principal) {
    const Json& c = principal->document.content;
    const std::string& kind = principal->document.object.kind;
    out_.arn = c["arn"].asString();
    out_.account = c["account"].asString();
    const std::string& name = principal->document.object.name;
    out_.known = kind == "aws.role" || kind == "aws.user";
    if (kind == "aws.role")
      holder(principal, "role", out_.account.empty() ? std::string() : keys::awsRole(out_.account, name));
    else if (kind == "aws.user")
      user(principal, out_.account.empty() ? std::string() : keys::awsUser(out_.account, name));
    if (plane_ == SourceRole::Live && !out_.account.empty()) guardrails();
    return std::move(out_);
  }

private:
  /// Inline and attached policies, wherever they are written down.
  void holder(const HeldDocumentPtr& d, const std::string& what, const std::string& key) {
    const Json& c = d->document.content;
    for (const auto& [name, policy] : c["inline"].members())
      inlinePolicy(name, what, d, "/inline/" + escapePointer(name));
    for (const std::string& arn : c["attached"].strings())
      managed(arn, "← " + what);
    for (const std::string& arn : c["boundary"].strings())
      boundary(arn);
    if (key.empty()) return;
    for (const HeldDocumentPtr& a : reader_.naming(key, {"aws.attachment", "aws.inline-policy"})) {
      if (a->role != plane_) continue;
      const Json& content = a->document.content;
      if (a->document.object.kind == "aws.attachment")
        managed(content["policy"].asString(), "← " + what);
      else
        inlinePolicy(content["name"].asString(), what, a, "/document");
    }
  }

  void inlinePolicy(const std::string& name, const std::string& what, const HeldDocumentPtr& d,
                    std::string inner) {
    const std::string shown = "inline policy " + name;
    out_.identity.push_back({shown, shown + " ← " + what, d, std::move(inner), {}});
  }

  static HeldPolicy managedPolicy(const std::string& arn, const std::string& via, const HeldDocumentPtr& d,
                                  std::string assumed = {}) {
    const std::string version = d->document.content["defaultVersion"].asString();
    std::string name = "policy " + policyName(arn) + (version.empty() ? "" : " " + version);
    std::string path = name + (via.empty() ? "" : " " + via);
    return {std::move(name), std::move(path), d, "/document", std::move(assumed)};
  }

  void managed(const std::string& arn, const std::string& via) {
    const auto found = preferring(reader_.withKey(keys::awsArn(arn), {"aws.policy"}), plane_);
    if (found.empty()) {
      reader_.absent("aws.policy " + arn);
      if (PublishedPolicy published = publishedPolicy(arn); published.document) {
        out_.identity.push_back(managedPolicy(arn, via, published.document, std::move(published.condition)));
        return;
      }
      out_.missing.push_back("policy " + arn + " is attached, but its text is in no snapshot");
      out_.notImported.push_back("the policy " + arn);
      return;
    }
    out_.identity.push_back(managedPolicy(arn, via, found.front()));
  }

  void boundary(const std::string& arn) {
    const auto found = preferring(reader_.withKey(keys::awsArn(arn), {"aws.policy"}), plane_);
    if (found.empty()) {
      reader_.absent("aws.policy " + arn);
      if (PublishedPolicy published = publishedPolicy(arn); published.document) {
        out_.boundary.push_back(managedPolicy(arn, {}, published.document, std::move(published.condition)));
        return;
      }
      out_.missing.push_back("permissions boundary " + arn + " is set, but its text is in no snapshot");
      out_.notImported.push_back("the permissions boundary " + policyName(arn));
      return;
    }
    out_.boundary.push_back(managedPolicy(arn, {}, found.front()));
  }

  void user(const HeldDocumentPtr& d, const std::string& key) {
    holder(d, "user", key);
    std::vector<std::string> groups = d->document.content["groups"].strings();
    if (!key.empty()) {
      for (const HeldDocumentPtr& m : reader_.naming(key, {"aws.group-membership"}))
        if (m->role == plane_) groups.push_back(m->document.content["group"].asString());
      reader_.withKey(key, {"aws.credential-report-row"});
      reader_.naming(key, {"aws.access-keys"});
    }
    for (const std::string& name : groups)
      group(name);
  }

  void group(const std::string& name) {
    const std::string key = keys::awsGroup(out_.account, name);
    const auto found = preferring(reader_.withKey(key, {"aws.group"}), plane_);
    if (found.empty()) {
      reader_.absent("aws.group " + out_.account + "/" + name);
      out_.missing.push_back("group " + name + " is in no snapshot");
      out_.notImported.push_back("the policies of group " + name);
      return;
    }
    holder(found.front(), "group " + name, key);
  }

  /// Organization policies on the account and on everything above it.
  void guardrails() {
    if (!reader_.partImported("aws", {}, "organization-policies", SourceRole::Live)) {
      reader_.absent("aws.organization-policies");
      out_.notImported.emplace_back("service control policies");
      return;
    }
    std::string target = out_.account;
    bool atRoot = false;
    for (int level = 0; level < 8 && !target.empty(); ++level) { // AWS allows five levels of units
      attachedTo(target);
      const auto units = reader_.withKey(keys::awsTarget(target), {"aws.organization-unit"});
      const Json unit = units.empty() ? Json() : units.front()->document.content;
      if (target == out_.account) out_.inManagementAccount = unit["managementAccount"].asBool();
      atRoot = unit["type"].asString() == "ROOT";
      target = unit["parent"].asString();
    }
    std::reverse(out_.serviceControl.begin(), out_.serviceControl.end());
    std::reverse(out_.resourceControl.begin(), out_.resourceControl.end());
    settleServiceControl(atRoot);
  }

  void attachedTo(const std::string& target) {
    HeldPolicyLevel services{target, {}}, resources{target, {}};
    for (const HeldDocumentPtr& t :
         reader_.naming(keys::awsTarget(target), {"aws.organization-policy-targets"}))
      for (const HeldDocumentPtr& p : reader_.withKey("aws-orgpolicy:" + t->document.content["id"].asString(),
                                                      {"aws.organization-policy"})) {
        const Json& c = p->document.content;
        const std::string type = c["type"].asString();
        HeldPolicy held{"policy " + c["name"].asString(),
                        "policy " + c["name"].asString() + " at " + target,
                        p,
                        "/document",
                        {}};
        if (type == "SERVICE_CONTROL_POLICY")
          services.policies.push_back(std::move(held));
        else if (type == "RESOURCE_CONTROL_POLICY")
          resources.policies.push_back(std::move(held));
      }
    out_.serviceControl.push_back(std::move(services));
    if (!resources.policies.empty()) out_.resourceControl.push_back(std::move(resources));
  }

  /// At each level at least one SCP is attached (AWS Organizations User Guide, "SCP evaluation"): a level
  /// without one was not exported whole.
  void settleServiceControl(bool atRoot) {
    auto& levels = out_.serviceControl;
    const auto empty = [](const HeldPolicyLevel& l) { return l.policies.empty(); };
    if (std::all_of(levels.begin(), levels.end(), empty)) {
      out_.notImported.push_back("service control policies of account " + out_.account);
    } else {
      for (const HeldPolicyLevel& l : levels)
        if (empty(l)) out_.notImported.push_back("service control policies at " + l.target);
      if (!atRoot) out_.notImported.push_back("service control policies above " + levels.front().target);
    }
    levels.erase(std::remove_if(levels.begin(), levels.end(), empty), levels.end());
  }

  DocumentReader& reader_;
  SourceRole plane_;
  HeldPolicies out_;
};

} // namespace

const Json& HeldPolicy::text() const {
  static const Json none;
  const Json* found = document->document.content.find(inner);
  return found != nullptr ? *found : none;
}

std::vector<std::string> HeldPolicies::assumed() const {
  std::vector<std::string> out;
  for (const auto* policies : {&identity, &boundary})
    for (const HeldPolicy& p : *policies)
      if (!p.assumed.empty() && std::find(out.begin(), out.end(), p.assumed) == out.end())
        out.push_back(p.assumed);
  return out;
}

HeldPolicies awsHeldPolicies(DocumentReader& reader, const HeldDocumentPtr& principal, SourceRole plane) {
  return AwsPlane(reader, plane).of(principal);
}

} // namespace countersign
