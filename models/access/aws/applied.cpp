// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/policy_grants.h"
#include "models/access/grant.h"
#include "models/identity/keys.h"

#include <algorithm>

namespace countersign {
namespace {

std::string escaped(const std::string& token) {
  std::string out;
  for (const char c : token)
    out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  return out;
}

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

  GrantList of(const HeldDocumentPtr& principal) {
    const Json& c = principal->document.content;
    const std::string& kind = principal->document.object.kind;
    account_ = c["account"].asString();
    const std::string& name = principal->document.object.name;
    out_.known = kind == "aws.role" || kind == "aws.user";
    if (kind == "aws.role")
      holder(principal, "role", account_.empty() ? std::string() : keys::awsRole(account_, name));
    else if (kind == "aws.user")
      user(principal, account_.empty() ? std::string() : keys::awsUser(account_, name));
    if (plane_ == SourceRole::Live && !account_.empty()) guardrails();
    return std::move(out_);
  }

private:
  /// Inline and attached policies, wherever they are written down.
  void holder(const HeldDocumentPtr& d, const std::string& what, const std::string& key) {
    const Json& c = d->document.content;
    for (const auto& [name, policy] : c["inline"].members())
      appendPolicyGrants(reader_, policy, "inline policy " + name + " ← " + what, d,
                         "/inline/" + escaped(name), out_);
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
        appendPolicyGrants(reader_, content["document"],
                           "inline policy " + content["name"].asString() + " ← " + what, a, "/document",
                           out_);
    }
  }

  void managed(const std::string& arn, const std::string& via) {
    const auto found = preferring(reader_.withKey(keys::awsArn(arn), {"aws.policy"}), plane_);
    if (found.empty()) {
      reader_.absent("aws.policy " + arn);
      out_.missing.push_back("policy " + arn + " is attached, but its text is in no snapshot");
      return;
    }
    const HeldDocumentPtr& p = found.front();
    const std::string version = p->document.content["defaultVersion"].asString();
    appendPolicyGrants(reader_, p->document.content["document"],
                       "policy " + policyName(arn) + (version.empty() ? "" : " " + version) + " " + via, p,
                       "/document", out_);
  }

  void boundary(const std::string& arn) {
    if (reader_.withKey(keys::awsArn(arn), {"aws.policy"}).empty()) {
      reader_.absent("aws.policy " + arn);
      out_.missing.push_back("permissions boundary " + arn + " is set, but its text is in no snapshot");
    }
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
    const std::string key = keys::awsGroup(account_, name);
    const auto found = preferring(reader_.withKey(key, {"aws.group"}), plane_);
    if (found.empty()) {
      reader_.absent("aws.group " + account_ + "/" + name);
      out_.missing.push_back("group " + name + " is in no snapshot");
      return;
    }
    holder(found.front(), "group " + name, key);
  }

  /// Organization policies on the account and on everything above it.
  void guardrails() {
    if (!reader_.partImported("aws", {}, "organization-policies", SourceRole::Live)) {
      reader_.absent("aws.organization-policies");
      return;
    }
    std::string target = account_;
    for (int level = 0; level < 8 && !target.empty(); ++level) { // AWS allows five levels of units
      for (const HeldDocumentPtr& t :
           reader_.naming(keys::awsTarget(target), {"aws.organization-policy-targets"}))
        reader_.withKey("aws-orgpolicy:" + t->document.content["id"].asString(), {"aws.organization-policy"});
      const auto units = reader_.withKey(keys::awsTarget(target), {"aws.organization-unit"});
      target = units.empty() ? std::string() : units.front()->document.content["parent"].asString();
    }
  }

  DocumentReader& reader_;
  SourceRole plane_;
  std::string account_;
  GrantList out_;
};

} // namespace

GrantList awsGrants(DocumentReader& reader, const HeldDocumentPtr& principal, SourceRole plane) {
  return AwsPlane(reader, plane).of(principal);
}

} // namespace countersign
