// SPDX-License-Identifier: Apache-2.0
// Decisions from account authorization details: inline, attached and group policies of a principal, an empty
// request context, and no other layer.
#include "app/conformance/aws.h"
#include "app/conformance/aws_cases.h"

namespace countersign::conformance {
namespace {

class AccountDetails {
public:
  void read(const Json& details) {
    for (const Json& policy : details["Policies"].items())
      for (const Json& version : policy["PolicyVersionList"].items())
        if (version["VersionId"] == policy["DefaultVersionId"] || version["IsDefaultVersion"].asBool())
          managed_[policy["Arn"].asString()] = version["Document"];
    for (const Json& group : details["GroupDetailList"].items())
      groups_[group["GroupName"].asString()] = group;
    for (const char* list : {"UserDetailList", "RoleDetailList"})
      for (const Json& principal : details[list].items())
        add(principal);
  }

  /// An export is of one account, and these decisions are about its resources: that of the first user, or
  /// role.
  const std::string& account() const { return account_; }

  bool policiesOf(const std::string& arn, AwsPolicies& out) const {
    const auto principal = principals_.find(arn);
    if (principal == principals_.end()) return false;
    holder(principal->second, out);
    for (const std::string& name : principal->second["GroupList"].strings())
      if (const auto group = groups_.find(name); group != groups_.end()) holder(group->second, out);
    return true;
  }

private:
  void add(const Json& principal) {
    const std::string& arn = principal["Arn"].asString();
    if (account_.empty()) account_ = std::string(iam::principalOf(arn).account());
    principals_[arn] = principal;
  }

  void holder(const Json& holder, AwsPolicies& out) const {
    for (const char* list : {"UserPolicyList", "RolePolicyList", "GroupPolicyList"})
      for (const Json& policy : holder[list].items())
        out.set.identity.push_back(out.add(policy["PolicyDocument"], policy["PolicyName"].asString()));
    for (const Json& attached : holder["AttachedManagedPolicies"].items()) {
      const std::string& arn = attached["PolicyArn"].asString();
      const auto policy = managed_.find(arn); // without its text it is a policy that cannot be read
      out.set.identity.push_back(out.add(policy == managed_.end() ? Json() : policy->second, arn));
    }
  }

  std::map<std::string, Json> managed_, groups_, principals_;
  std::string account_;
};

} // namespace

Result<void> runAwsGaad(const Suite& suite, Tally& tally) {
  AccountDetails details;
  for (const auto& input : suite.inputs) {
    COUNTERSIGN_ASSIGN(const Json json, readJson(input));
    details.read(json);
  }
  return forEachCase(suite.decisions, [&](const std::string&, const Json& decision) {
    const std::string& arn = decision["principal"].asString();
    const std::string& resource = decision["resource"].asString();
    const std::string what = arn + " " + decision["action"].asString() + " " + resource;
    AwsPolicies policies;
    if (!details.policiesOf(arn, policies)) return tally.miss(what, "a principal of the export", "none");
    iam::Context context;
    context.complete = true;
    const iam::Request request = iam::requestOf(iam::principalOf(arn), decision["action"].asString(),
                                                resource, details.account(), false, std::move(context));
    tally.check(what, decision["result"].asString(), responseOf(evaluated(request, policies.set)));
  });
}

} // namespace countersign::conformance
