// SPDX-License-Identifier: Apache-2.0
#include "tests/estate/calls.h"
#include "tests/estate/company.h"
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
    elsewhere();
    changes();
    out_.endArray();
    out_.endObject();
  }

private:
  std::string nextId() {
    return drawUuid(plan_.hash(PurposeEvent, events_++, account_ * 100 + static_cast<std::size_t>(day_)));
  }

  void begin(Instant at, std::string_view name, bool readOnly, const std::string& id, Actor actor,
             std::string_view source = "iam.amazonaws.com", std::string_view account = {}) {
    out_.beginObject();
    out_.field("eventVersion", "1.09");
    out_.field("eventTime", formatRfc3339Seconds(at));
    out_.field("eventSource", source);
    out_.field("eventName", name);
    out_.field("awsRegion", source == "iam.amazonaws.com" ? "us-east-1" : accounts[account_].region);
    const bool byHand = actor == Actor::ByHand;
    out_.field("sourceIPAddress", byHand ? "203.0.113.77" : "198.51.100.24");
    out_.field("userAgent", byHand ? "console.amazonaws.com" : "aws-cli/2.31.0");
    out_.field("eventID", id);
    out_.field("readOnly", readOnly);
    out_.field("eventType", "AwsApiCall");
    out_.field("managementEvent", true);
    out_.field("recipientAccountId", account.empty() ? std::string_view(accounts[account_].id) : account);
    out_.field("eventCategory", "Management");
  }
  void end() {
    out_.endObject();
    file_.step();
  }

  void actor(Actor actor) {
    const std::string arn = awsActor(actor, account_);
    const bool byHand = actor == Actor::ByHand;
    out_.object("userIdentity");
    out_.field("type", "AssumedRole");
    out_.field("principalId", std::string(byHand ? "AROAEXAMPLEOPERA00002:" : "AROAEXAMPLEADMIN00001:") +
                                  arn.substr(arn.rfind('/') + 1));
    out_.field("arn", arn);
    out_.field("accountId", accounts[account_].id);
    out_.field("accessKeyId", byHand ? "ASIAEXAMPLEOPERA0002" : "ASIAEXAMPLEADMIN0001");
    out_.endObject();
  }

  /// A call that changed nothing here.
  void noChange(Instant at, std::string_view name, const Identity& role, bool readOnly, bool denied,
                std::string_view account = {}) {
    begin(at, name, readOnly, nextId(), Actor::Oncall, "iam.amazonaws.com", account);
    actor(Actor::Oncall);
    out_.object("requestParameters");
    out_.field("roleName", role.name);
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
    begin(at, "AssumeRole", true, nextId(), Actor::Oncall, "sts.amazonaws.com");
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
      noChange(capture_ + seconds(50), "GetRole", role, true, false);
      noChange(capture_ + seconds(70), "DeleteRole", role, false, true);
      return;
    }
  }

  // The trail of an organization: a role of the same name in an account of which nothing else is exported.
  void elsewhere() {
    for (std::size_t i = 0; i < plan_.count(Kind::Role); ++i) {
      if (plan_.scopeOf(Kind::Role, i) != account_) continue;
      noChange(capture_ - minutes(200), "DeleteRole", plan_.identity(Kind::Role, i), false, false,
               managementAccount);
      return;
    }
  }

  // Not in the order in which they happened, some of them in the next file once more.
  void changes() {
    for (const auto& [index, fault] : plan_.faults())
      callsOf(index);
    for (const auto& [index, change] : plan_.changes())
      callsOf(index);
    for (const AwsCall& call : awsPolicyCalls(plan_, account_))
      onItsDay(call);
    for (const AwsCall& call : awsGroupCalls(plan_, account_))
      onItsDay(call);
  }

  void callsOf(std::size_t index) {
    if (index >= plan_.indexOf(Kind::ServiceAccount, 0)) return;
    const Identity id = plan_.identity(index);
    if (id.scope != account_) return;
    const auto calls = awsCallsOf(plan_, id);
    for (auto call = calls.rbegin(); call != calls.rend(); ++call)
      onItsDay(*call);
  }

  void onItsDay(const AwsCall& call) {
    const int day = dayOf(plan_, call.at);
    if (day_ == day || (day_ == day + 1 && deliveredTwice(call.number))) write(call);
  }

  void write(const AwsCall& call) {
    begin(call.at, call.name, false, drawUuid(call.number), call.actor);
    actor(call.actor);
    out_.object("requestParameters");
    for (const auto& [name, value] : call.parameters)
      out_.field(name, value);
    if (call.asDefault) out_.field("setAsDefault", true);
    out_.endObject();
    out_.key("responseElements");
    if (call.createdKey.empty()) {
      out_.null();
    } else {
      out_.beginObject();
      out_.object("accessKey");
      out_.field("accessKeyId", call.createdKey);
      out_.field("status", "Active");
      out_.endObject();
      out_.endObject();
    }
    end();
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
