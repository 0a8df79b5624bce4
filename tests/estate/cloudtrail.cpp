// SPDX-License-Identifier: Apache-2.0
#include "tests/estate/company.h"
#include "tests/estate/policies.h"
#include "tests/estate/writers.h"

#include <algorithm>

namespace countersign::estate {

namespace {

using std::chrono::minutes;
using std::chrono::seconds;
enum Purpose : std::uint64_t { PurposeUse = 500, PurposeEvent };

/// One day's CloudTrail file of one account.
class Trail {
public:
  Trail(TextFile& file, const Plan& plan, std::size_t account, int day)
      : file_(file), plan_(plan), account_(account), day_(day), capture_(plan.capture(day)),
        out_(file.buffer()) {}

  void write() {
    out_.beginObject();
    out_.array("Records");
    uses();
    quiet();
    if (day_ == plan_.lastDay()) changes();
    out_.endArray();
    out_.endObject();
  }

private:
  void begin(Instant at, std::string_view name, bool readOnly,
             std::string_view source = "iam.amazonaws.com") {
    out_.beginObject();
    out_.field("eventVersion", "1.09");
    out_.field("eventTime", formatRfc3339Seconds(at));
    out_.field("eventSource", source);
    out_.field("eventName", name);
    out_.field("awsRegion", source == "iam.amazonaws.com" ? "us-east-1" : accounts[account_].region);
    out_.field("sourceIPAddress", "198.51.100.24");
    out_.field("userAgent", "aws-cli/2.31.0");
    out_.field("eventID", drawUuid(plan_.hash(PurposeEvent, events_++,
                                              account_ * 100 + static_cast<std::size_t>(day_))));
    out_.field("readOnly", readOnly);
    out_.field("eventType", "AwsApiCall");
    out_.field("managementEvent", true);
    out_.field("recipientAccountId", accounts[account_].id);
    out_.field("eventCategory", "Management");
  }
  void end() {
    out_.endObject();
    file_.step();
  }

  void administrator() {
    const std::string account = accounts[account_].id;
    out_.object("userIdentity");
    out_.field("type", "AssumedRole");
    out_.field("principalId", "AROAEXAMPLEADMIN00001:platform-oncall");
    out_.field("arn", "arn:aws:sts::" + account +
                          ":assumed-role/AWSReservedSSO_PlatformAdmin_0a1b2c3d/platform-oncall");
    out_.field("accountId", account);
    out_.field("accessKeyId", "ASIAEXAMPLEADMIN0001");
    out_.endObject();
  }

  template <class Parameters>
  void change(Instant at, std::string_view name, const Parameters& parameters, bool readOnly = false,
              bool denied = false) {
    begin(at, name, readOnly);
    administrator();
    out_.object("requestParameters");
    parameters();
    out_.endObject();
    if (denied) {
      out_.field("errorCode", "AccessDenied");
      out_.field("errorMessage", "User is not authorized to perform: iam:" + std::string(name));
    }
    out_.key("responseElements");
    out_.null();
    end();
  }

  void assumed(const Identity& role, Instant at) {
    begin(at, "AssumeRole", true, "sts.amazonaws.com");
    out_.object("userIdentity");
    out_.field("type", "AWSService");
    out_.field("invokedBy", "lambda.amazonaws.com");
    out_.endObject();
    out_.object("requestParameters");
    out_.field("roleArn", role.arn);
    out_.field("roleSessionName", role.name);
    out_.endObject();
    out_.object("responseElements");
    out_.object("credentials");
    out_.field("accessKeyId",
               "ASIA" + draw(plan_.hash(PurposeEvent, role.index), 16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"));
    out_.field("expiration", formatRfc3339Seconds(at + minutes(60)));
    out_.field("sessionToken",
               canary(plan_, Canary::SessionToken, account_ * 100 + static_cast<std::size_t>(day_)));
    out_.endObject();
    out_.endObject();
    end();
  }

  // Use of roles during the day before the capture; at most a few thousand events.
  void uses() {
    const std::size_t step = 1 + plan_.count(Kind::Role) / 6000;
    for (std::size_t i = 0; i < plan_.count(Kind::Role); i += step) {
      const std::uint64_t h = plan_.hash(PurposeUse, i, static_cast<std::uint64_t>(day_));
      if (plan_.scopeOf(Kind::Role, i) != account_ || (i > 2 && h % 4 != 0)) continue;
      const Identity role = plan_.identity(Kind::Role, i);
      if (role.fault.kind == FaultKind::None) assumed(role, capture_ - minutes(10 + h % 1400));
    }
  }

  // Newer than the capture, and yet no change: one that only reads, and one that was denied.
  void quiet() {
    for (std::size_t i = 0; i < plan_.count(Kind::Role); ++i) {
      if (plan_.scopeOf(Kind::Role, i) != account_ || plan_.faultOf(i).kind != FaultKind::None) continue;
      const Identity role = plan_.identity(Kind::Role, i);
      const auto named = [&] { out_.field("roleName", role.name); };
      change(capture_ + seconds(50), "GetRole", named, true);
      change(capture_ + seconds(70), "DeleteRole", named, false, true);
      return;
    }
  }

  void changes() {
    for (const auto& [index, fault] : plan_.faults()) {
      if (index >= plan_.count(Kind::Role) + plan_.count(Kind::User)) break;
      if (const Identity id = plan_.identity(index); id.scope == account_)
        id.kind == Kind::Role ? ofRole(id) : ofUser(id);
    }
    if (const auto edited = plan_.editedPolicy(); edited && edited->account == account_)
      change(capture_ - minutes(180), "CreatePolicyVersion", [&] {
        const PolicyText policy = sharedPolicy(account_, edited->block, true);
        out_.field("policyArn", policyArn(account_, policy.name));
        out_.field("policyDocument", policyText(policy));
        out_.field("setAsDefault", true);
      });
    if (const auto edited = plan_.editedGroup(); edited && edited->account == account_)
      change(capture_ - minutes(150), "PutGroupPolicy", [&] {
        const PolicyText policy = groupInline(account_, edited->block, true);
        out_.field("groupName", groupName(account_, edited->block));
        out_.field("policyName", policy.name);
        out_.field("policyDocument", policyText(policy));
      });
  }

  void putRolePolicy(const Identity& role, Instant at) {
    change(at, "PutRolePolicy", [&] {
      const PolicyText policy = roleInline(plan_, role, true);
      out_.field("roleName", role.name);
      out_.field("policyName", policy.name);
      out_.field("policyDocument", policyText(policy));
    });
  }

  void ofRole(const Identity& role) {
    const auto named = [&] { out_.field("roleName", role.name); };
    switch (role.fault.kind) {
    case FaultKind::Moved:
      putRolePolicy(role, capture_ - minutes(120));
      break;
    case FaultKind::Gone:
      change(capture_ - minutes(110), "DeleteRole", named);
      break;
    case FaultKind::Recreated:
      change(capture_ - minutes(121), "DeleteRole", named);
      change(capture_ - minutes(120), "CreateRole", named);
      break;
    case FaultKind::Contradicted:
      if (role.fault.variant % 3 == 0)
        putRolePolicy(role, capture_ + seconds(90));
      else
        change(capture_ + seconds(60 + role.fault.variant % 60),
               role.fault.variant % 3 == 1 ? "AttachRolePolicy" : "DetachRolePolicy", [&] {
                 named();
                 out_.field("policyArn", "arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess");
               });
      break;
    default:
      break;
    }
  }

  void ofUser(const Identity& user) {
    const auto named = [&] { out_.field("userName", user.name); };
    switch (user.fault.kind) {
    case FaultKind::Moved:
      change(capture_ - minutes(100), "PutUserPolicy", [&] {
        named();
        out_.field("policyName", "temporary-access");
        out_.field("policyDocument", policyText(userInline(plan_, user, true).back()));
      });
      break;
    case FaultKind::Gone:
      change(capture_ - minutes(95), "DeleteUser", named);
      break;
    case FaultKind::Recreated:
      change(capture_ - minutes(121), "DeleteUser", named);
      change(capture_ - minutes(120), "CreateUser", named);
      break;
    case FaultKind::Contradicted:
      change(capture_ + seconds(75), "AttachUserPolicy", [&] {
        named();
        out_.field("policyArn", "arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess");
      });
      break;
    default:
      break;
    }
  }

  TextFile& file_;
  const Plan& plan_;
  std::size_t account_;
  int day_;
  Instant capture_;
  JsonOut out_;
  std::uint64_t events_ = 0;
};

} // namespace

void writeCloudTrail(TextFile& file, const Plan& plan, std::size_t account, int day) {
  Trail(file, plan, account, day).write();
}

} // namespace countersign::estate
