// SPDX-License-Identifier: Apache-2.0
#include "app/conformance/aws_estate.h"

#include <algorithm>
#include <set>

namespace countersign::conformance {
namespace {

std::string bucketOf(const std::string& arn) {
  return arn.compare(0, 13, "arn:aws:s3:::") == 0 ? arn.substr(0, arn.find('/')) : arn;
}

} // namespace

Json AwsEstate::load(const Path& file) {
  if (file.is_relative() || !std::filesystem::exists(file))
    return {}; // relative: below no folder of the estate
  auto json = readJson(file);
  return json ? std::move(*json) : Json("unreadable"); // a policy of that text is not evaluated
}

Result<void> AwsEstate::read(const Path& folder) {
  root_ = std::filesystem::absolute(folder) / "aws" / "aws";
  if (!std::filesystem::is_directory(root_))
    return failure(ErrorCode::NotFound, "no estate is in this folder", {}, {folder.string(), {}, {}, {}, {}});
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root_ / "accounts")) {
    if (entry.path().filename() != "metadata.json") continue;
    const std::string arn = load(entry.path())["arn"].asString();
    if (arn.empty()) continue;
    folders_.emplace(arn, entry.path().parent_path());
    const auto kind = iam::principalOf(arn).kind;
    if (kind == iam::Principal::Kind::User || kind == iam::Principal::Kind::Role) principals_.push_back(arn);
  }
  organizations_ = load(root_ / "indexes" / "accounts-to-orgs.json");
  vpcs_ = load(root_ / "indexes" / "vpcs.json");
  return {};
}

AwsEstate::Path AwsEstate::folderOf(const std::string& arn) const {
  const auto found = folders_.find(bucketOf(arn));
  return found == folders_.end() ? Path() : found->second;
}

std::string AwsEstate::accountOf(const std::string& resource) const {
  const auto fields = iam::arnFields(resource);
  if (fields.size() == 6 && iam::isAccountId(fields[4])) return std::string(fields[4]);
  const Path folder = folderOf(resource);
  return folder.empty() ? std::string() : folder.lexically_relative(root_ / "accounts").begin()->string();
}

std::string AwsEstate::organizationOf(const std::string& account) const {
  return organizations_[account].asString();
}

bool AwsEstate::bucketAbac(const std::string& resource) const {
  return load(folderOf(resource) / "metadata.json")["abacEnabled"].asBool();
}

Json AwsEstate::tagsOf(const std::string& arn) const {
  return load(folderOf(arn) / "tags.json");
}

std::string AwsEstate::endpointOfVpc(const std::string& vpc) const {
  return vpcs_["vpcs"][vpc]["endpoints"].at(0)["id"].asString();
}

Json AwsEstate::policyOf(const std::string& resource) const {
  const bool role = iam::principalOf(resource).kind == iam::Principal::Kind::Role;
  return load(folderOf(resource) / (role ? "trust-policy.json" : "policy.json"));
}

bool AwsEstate::restrictsPublicBuckets(const std::string& resource, const std::string& account) const {
  const auto on = [](const Path& file) { return load(file)["RestrictPublicBuckets"].asBool(); };
  return on(folderOf(resource) / "bpa.json") || on(root_ / "accounts" / account / "s3-bpa.json");
}

std::vector<std::string> AwsEstate::servicesNamedBy(const std::string& resource) const {
  std::set<std::string> out;
  const auto take = [&](const std::string& name) {
    if (iam::principalOf(name).kind == iam::Principal::Kind::Service) out.insert(name);
  };
  for (const iam::Statement& statement : iam::parsePolicy(policyOf(resource), resource).statements) {
    for (const iam::PrincipalName& named : statement.principal.names)
      if (named.type == iam::PrincipalName::Type::Service) take(named.who.text);
    for (const iam::ConditionTest& test : statement.conditions)
      if (test.lowerKey.compare(0, 24, "aws:principalservicename") == 0)
        std::for_each(test.values.begin(), test.values.end(), take);
  }
  return {out.begin(), out.end()};
}

void AwsEstate::attached(const std::string& arn, std::vector<const iam::Policy*>& to,
                         AwsPolicies& out) const {
  to.push_back(out.add(load(folderOf(arn) / "current-policy.json"), arn));
}

void AwsEstate::organizationLevels(const std::string& account, const char* kind,
                                   std::vector<iam::OrganizationLevel>& to, AwsPolicies& out) const {
  const Path organization = root_ / "organizations" / organizationOf(account);
  const Json accounts = load(organization / "accounts.json"), units = load(organization / "ous.json");
  const auto level = [&](const std::string& target, const Json& policies) {
    to.push_back({target, {}});
    for (const std::string& arn : policies.strings()) {
      const std::string id = iam::lowered(arn.substr(arn.rfind('/') + 1));
      to.back().policies.push_back(out.add(load(organization / kind / id / "policy.json"), id));
    }
  };
  if (organizationOf(account).empty() || !accounts.has(account)) return;
  level(account, accounts[account][kind]);
  std::string unit = accounts[account]["ou"].asString();
  for (int depth = 0; depth < 8 && units.has(unit); ++depth) { // AWS allows five levels of units
    level(unit, units[unit][kind]);
    unit = units[unit]["parent"].asString();
  }
}

void AwsEstate::layers(const std::string& principal, const iam::Request& request, AwsPolicies& out) const {
  const Path folder = folderOf(principal);
  const Json inlines = load(folder / "inline-policies.json");
  for (const Json& inlined : inlines.items())
    out.set.identity.push_back(out.add(inlined["PolicyDocument"], inlined["PolicyName"].asString()));
  for (const std::string& arn : load(folder / "managed-policies.json").strings())
    attached(arn, out.set.identity, out);
  const std::string boundary = load(folder / "metadata.json")["permissionBoundary"].asString();
  if (!boundary.empty()) attached(boundary, out.set.boundary, out);
  const Json resource = policyOf(request.resource);
  out.set.restrictPublicBuckets = restrictsPublicBuckets(request.resource, request.resourceAccount);
  if (!resource.isNull()) out.set.resource = out.add(resource, "ResourcePolicy");
  const std::string caller(request.principal.account());
  organizationLevels(caller, "scps", out.set.serviceControl, out);
  organizationLevels(request.resourceAccount, "rcps", out.set.resourceControl, out);
  const auto manages = [&](const std::string& account) {
    const Json about = load(root_ / "organizations" / organizationOf(account) / "metadata.json");
    return !account.empty() && about["rootAccountId"].asString() == account;
  };
  out.set.principalInManagementAccount = manages(caller);
  out.set.resourceInManagementAccount = manages(request.resourceAccount);
}

void AwsEstate::endpoint(const std::string& id, AwsPolicies& out) const {
  const std::string arn = vpcs_["endpoints"][id]["arn"].asString();
  const Json policy = load(folderOf(arn) / "endpoint-policy.json");
  if (!arn.empty() && !policy.isNull()) out.set.endpoint.push_back(out.add(policy, id));
}

} // namespace countersign::conformance
