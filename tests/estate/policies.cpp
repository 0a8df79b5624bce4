// SPDX-License-Identifier: Apache-2.0
#include "tests/estate/policies.h"

#include "tests/estate/company.h"

#include <array>

namespace countersign::estate {

namespace {

enum Purpose : std::uint64_t { PurposeService = 100, PurposeAge, PurposePolicyId = 104 };

constexpr std::string_view base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// A service whose actions a role gets: five actions and how its resources are written.
struct Service {
  std::array<const char*, 5> actions;
  const char *first, *second, *end;
};
constexpr std::array<Service, 5> services{{
    {{"s3:GetObject", "s3:PutObject", "s3:ListBucket", "s3:GetObjectTagging", "s3:DeleteObject"},
     "arn:aws:s3:::example-",
     "arn:aws:s3:::example-archive-",
     "/*"},
    {{"dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"},
     "arn:aws:dynamodb:eu-central-1:111122223333:table/",
     "arn:aws:dynamodb:eu-west-1:444455556666:table/",
     ""},
    {{"sqs:ReceiveMessage", "sqs:SendMessage", "sqs:GetQueueUrl", "sqs:DeleteMessage", "sqs:PurgeQueue"},
     "arn:aws:sqs:eu-central-1:111122223333:",
     "arn:aws:sqs:eu-west-1:444455556666:",
     "-events"},
    {{"logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams", "logs:GetLogEvents",
      "logs:DeleteLogStream"},
     "arn:aws:logs:eu-central-1:111122223333:log-group:/app/",
     "arn:aws:logs:eu-west-1:444455556666:log-group:/app/",
     ":*"},
    {{"ecr:PutImage", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:InitiateLayerUpload",
      "ecr:BatchDeleteImage"},
     "arn:aws:ecr:eu-central-1:111122223333:repository/",
     "arn:aws:ecr:eu-west-1:444455556666:repository/",
     ""},
}};

std::string numbered(std::string_view stem, std::size_t number) {
  return std::string(stem) + "-" + std::to_string(number + 1);
}

PolicyText readAccess(std::string name, std::vector<std::string> actions, bool edited, std::string more) {
  if (edited) actions.push_back(std::move(more));
  return {std::move(name), {{"Shared", std::move(actions), {"*"}, true}}};
}

} // namespace

void writePolicy(JsonOut& out, const PolicyText& policy) {
  const auto oneOrMany = [&out](std::string_view key, const std::vector<std::string>& values) {
    if (values.size() == 1)
      out.field(key, values.front());
    else
      out.strings(key, values);
  };
  out.beginObject();
  out.field("Version", "2012-10-17");
  out.array("Statement");
  for (const Statement& statement : policy.statements) {
    out.beginObject();
    if (!statement.sid.empty()) out.field("Sid", statement.sid);
    out.field("Effect", statement.allow ? "Allow" : "Deny");
    oneOrMany("Action", statement.actions);
    oneOrMany("Resource", statement.resources);
    out.endObject();
  }
  out.endArray();
  out.endObject();
}

std::string policyText(const PolicyText& policy) {
  std::string text;
  JsonOut out(text);
  writePolicy(out, policy);
  return text;
}

PolicyText roleInline(const Plan& plan, const Identity& role, bool edited) {
  const std::uint64_t h = plan.hash(PurposeService, role.index);
  const Service &one = services[h % services.size()], &two = services[(h + 1 + h / 8 % 4) % services.size()];
  const auto resources = [&role](const Service& s) {
    return std::vector<std::string>{s.first + role.name + s.end, s.second + role.name + s.end};
  };
  PolicyText policy{role.name + "-access",
                    {{"Work", {one.actions[0], one.actions[1], one.actions[2]}, resources(one), true},
                     {"Read", {two.actions[0], two.actions[1]}, resources(two), true}}};
  if (edited) policy.statements[0].actions.push_back(one.actions[4]);
  return policy;
}

std::vector<PolicyText> userInline(const Plan& plan, const Identity& user, bool edited) {
  std::vector<PolicyText> out;
  const Service& service = services[plan.hash(PurposeService, user.index) % services.size()];
  if (user.ordinal % 2 == 0)
    out.push_back(
        {"transfer", {{"", {service.actions[0], service.actions[1]}, {service.first + user.name}, true}}});
  if (const Change* change = plan.changeOf(user.index); change && change->kind == Case::RotatedIdle)
    out.push_back({"administration", {{"", {"*"}, {"*"}, true}}});
  if (edited) out.push_back({"temporary-access", {{"Temporary", {service.actions[4]}, {"*"}, true}}});
  return out;
}

PolicyText sharedPolicy(std::size_t account, std::size_t block, bool edited) {
  return readAccess(numbered(account == 0 ? "SharedBuildAccess" : "SharedDataAccess", block),
                    {"sns:Publish", "events:PutEvents"}, edited, "sns:DeleteTopic");
}

PolicyText groupInline(std::size_t account, std::size_t block, bool edited) {
  (void)account, (void)block;
  return readAccess("bots-read", {"cloudwatch:GetMetricData", "tag:GetResources"}, edited,
                    "cloudwatch:DeleteAlarms");
}

PolicyText guardrail(bool edited) {
  PolicyText policy{"deny-leaving", {{"DenyLeaving", {"organizations:LeaveOrganization"}, {"*"}, false}}};
  if (edited) policy.statements.push_back({"DenyStaticKeys", {"iam:CreateAccessKey"}, {"*"}, false});
  return policy;
}

PolicyText boundary() {
  return {"nhi-boundary",
          {{"Services",
            {"s3:*", "dynamodb:*", "sqs:*", "logs:*", "ecr:*", "sns:*", "events:*", "cloudwatch:*"},
            {"*"},
            true},
           {"NoIdentityChanges", {"iam:*", "organizations:*"}, {"*"}, false}}};
}

std::vector<PolicyText> awsManaged() {
  return {{"AmazonEC2ContainerRegistryReadOnly",
           {{"", {"ecr:GetAuthorizationToken", "ecr:BatchGetImage", "ecr:DescribeImages"}, {"*"}, true}}},
          {"CloudWatchReadOnlyAccess", {{"", {"cloudwatch:Get*", "cloudwatch:List*"}, {"*"}, true}}}};
}

std::string policyArn(std::size_t account, std::string_view name) {
  return "arn:aws:iam::" + std::string(accounts[account].id) + ":policy/" + std::string(name);
}

std::string policyId(const Plan& plan, std::string_view arn) {
  std::uint64_t h = plan.hash(PurposePolicyId);
  for (const char c : arn)
    h = mix(h ^ static_cast<unsigned char>(c));
  return "ANPA" + draw(h, 17, base32);
}

std::string groupName(std::size_t account, std::size_t block) {
  return numbered(account == 0 ? "bots" : "data-bots", block);
}

std::string groupId(const Plan& plan, std::size_t account, std::size_t block) {
  return "AGPA" + draw(plan.hash(PurposePolicyId, account, block + 1), 17, base32);
}

std::vector<std::string> attachedArns(const Identity& role, bool edited) {
  std::vector<std::string> out;
  if (Plan::hasSharedPolicy(role.ordinal))
    out.push_back(
        policyArn(role.scope, sharedPolicy(role.scope, Plan::policyBlock(role.ordinal), false).name));
  if (role.ordinal % 7 == 3) out.push_back(awsManagedArn("AmazonEC2ContainerRegistryReadOnly"));
  if (role.ordinal % 7 == 5 || edited) out.push_back(awsManagedArn("CloudWatchReadOnlyAccess"));
  return out;
}

std::string boundaryArn(const Identity& identity) {
  return identity.kind == Kind::Role && identity.scope == 1 ? policyArn(1, boundary().name) : std::string();
}

bool hasInstanceProfile(const Identity& role) {
  return trustOf(role) == TrustForm::Instance;
}

TrustForm trustOf(const Identity& role) {
  if (role.peer || role.fault.kind == FaultKind::FederationOpen) return TrustForm::Cluster;
  if (role.fault.kind == FaultKind::Tombstone || role.ordinal % 6 == 3) return TrustForm::Repository;
  if (role.ordinal % 6 == 0) return TrustForm::Instance;
  if (role.ordinal % 12 == 8) return TrustForm::Vendor;
  return TrustForm::Service;
}

std::string repositoryOf(const Identity& role) {
  return std::string(repositoryOwner) + "/" + role.name;
}

Instant created(const Plan& plan, const Identity& identity, int day) {
  if (plan.uniqueId(identity, day) != identity.uniqueId) return plan.capture(day) - std::chrono::hours(2);
  const auto minutes = static_cast<std::int64_t>(plan.hash(PurposeAge, identity.index) % (900ULL * 24 * 60));
  const Change* change = plan.changeOf(identity.index); // what was last used long ago is older than that
  const int least = change != nullptr && change->kind == Case::RotatedIdle ? 300 : 30;
  return plan.capture(1) - std::chrono::minutes(least * 24 * 60 + minutes);
}

std::string awsTime(Instant t) {
  std::string text = formatRfc3339Seconds(t);
  text.pop_back();
  return text + "+00:00";
}

} // namespace countersign::estate
