// SPDX-License-Identifier: Apache-2.0
#include "tests/estate/calls.h"
#include "tests/estate/company.h"
#include "tests/estate/policies.h"

namespace countersign::estate {

namespace {

using std::chrono::minutes;
using std::chrono::seconds;
enum Purpose : std::uint64_t { PurposeCall = 560 };

/// The calls about one role or user.
class Calls {
public:
  Calls(const Plan& plan, const Identity& id)
      : plan_(plan), id_(id), capture_(plan.capture(plan.lastDay())) {}

  std::vector<AwsCall> collect() {
    id_.kind == Kind::Role ? roleFault() : userFault();
    if (const Change* change = plan_.changeOf(id_.index))
      id_.kind == Kind::Role ? roleChange(*change) : userChange(*change);
    for (std::size_t i = 0; i < out_.size(); ++i)
      out_[i].number = plan_.hash(PurposeCall, id_.index, i);
    return std::move(out_);
  }

private:
  AwsCall& add(Instant at, std::string name) {
    out_.push_back({at, std::move(name), {}, {}, Actor::Oncall, false, 0});
    out_.back().parameters.emplace_back(id_.kind == Kind::Role ? "roleName" : "userName", id_.name);
    return out_.back();
  }
  AwsCall& put(Instant at, const PolicyText& policy, Actor actor = Actor::Oncall) {
    AwsCall& call = add(at, id_.kind == Kind::Role ? "PutRolePolicy" : "PutUserPolicy");
    call.parameters.emplace_back("policyName", policy.name);
    call.parameters.emplace_back("policyDocument", policyText(policy));
    call.actor = actor;
    return call;
  }
  void drop(Instant at, const std::string& policy, Actor actor = Actor::Oncall) {
    AwsCall& call = add(at, "DeleteRolePolicy");
    call.parameters.emplace_back("policyName", policy);
    call.actor = actor;
  }
  void attachment(Instant at, std::string name, const std::string& arn) {
    add(at, std::move(name)).parameters.emplace_back("policyArn", arn);
  }

  void roleFault() {
    const auto readOnly = [] { return awsManagedArn("CloudWatchReadOnlyAccess"); };
    switch (id_.fault.kind) {
    case FaultKind::Moved:
      put(capture_ - minutes(120), roleInline(plan_, id_, true));
      break;
    case FaultKind::Gone:
      add(capture_ - minutes(110), "DeleteRole");
      break;
    case FaultKind::Recreated:
      add(capture_ - minutes(121), "DeleteRole");
      add(capture_ - minutes(120), "CreateRole");
      break;
    case FaultKind::Contradicted:
      if (id_.fault.variant % 3 == 0)
        put(capture_ + seconds(90), roleInline(plan_, id_, true));
      else
        attachment(capture_ + seconds(60 + id_.fault.variant % 60),
                   id_.fault.variant % 3 == 1 ? "AttachRolePolicy" : "DetachRolePolicy", readOnly());
      break;
    default:
      break;
    }
  }

  void userFault() {
    switch (id_.fault.kind) {
    case FaultKind::Moved:
      put(capture_ - minutes(100), userInline(plan_, id_, true).back());
      break;
    case FaultKind::Gone:
      add(capture_ - minutes(95), "DeleteUser");
      break;
    case FaultKind::Recreated:
      add(capture_ - minutes(121), "DeleteUser");
      add(capture_ - minutes(120), "CreateUser");
      break;
    case FaultKind::Contradicted:
      attachment(capture_ + seconds(75), "AttachUserPolicy", awsManagedArn("CloudWatchReadOnlyAccess"));
      break;
    default:
      break;
    }
  }

  void roleChange(const Change& c) {
    if (c.givesInline()) return requestedInline(c);
    if (c.attaches())
      return attachment(c.happened, "AttachRolePolicy", awsManagedArn(requestedManaged(id_).name));
    if (c.takesAll()) return takeAll(c);
    if (c.takesOne()) {
      put(c.happened, reducedInline(plan_, id_));
      if (c.undone != 0) put(c.undoneAt, roleInline(plan_, id_, false), Actor::ByHand);
    }
    if (c.kind == Case::DeletedPartly) add(c.happened, "DeleteRole");
    if (c.kind == Case::Reassigned) add(c.happened, "TagRole");
  }

  void requestedInline(const Change& c) {
    const bool never = c.kind == Case::GrantNever || c.kind == Case::ClosedNever;
    if (never || c.kind == Case::GrantNoEvent) return;
    const bool byHand = c.kind == Case::Undone;
    const PolicyText policy = requestedPolicy(id_);
    put(c.happened, policy, byHand ? Actor::ByHand : Actor::Oncall);
    if (c.undoneAt != Instant{})
      drop(c.undoneAt, policy.name, byHand || c.kind == Case::RolledBack ? Actor::ByHand : Actor::Oncall);
  }

  // One after the other: it has happened with the last of them.
  void takeAll(const Change& c) {
    const auto attached = attachedArns(id_, false);
    Instant at = c.happened - seconds(20) * static_cast<int>(attached.size());
    drop(at, roleInline(plan_, id_, false).name);
    for (const std::string& arn : attached)
      attachment(at += seconds(20), "DetachRolePolicy", arn);
  }

  void userChange(const Change& c) {
    const AccessKey made = newKey(plan_, id_, c);
    add(made.created, "CreateAccessKey").createdKey = made.id;
    if (!c.rotatesWhole()) return;
    AwsCall& call = add(c.happened, "UpdateAccessKey");
    call.parameters.emplace_back("accessKeyId", replacedKey(plan_, id_).id);
    call.parameters.emplace_back("status", "Inactive");
  }

  const Plan& plan_;
  const Identity& id_;
  Instant capture_;
  std::vector<AwsCall> out_;
};

} // namespace

std::string awsActor(Actor actor, std::size_t account) {
  return "arn:aws:sts::" + std::string(accounts[account].id) +
         (actor == Actor::Oncall ? ":assumed-role/AWSReservedSSO_PlatformAdmin_0a1b2c3d/platform-oncall"
                                 : ":assumed-role/AWSReservedSSO_Operations_9f8e7d6c/night-shift");
}

std::string awsActorFrom(Actor actor) {
  return actor == Actor::Oncall ? "198.51.100.24" : "console";
}

std::vector<AwsCall> awsCallsOf(const Plan& plan, const Identity& identity) {
  return Calls(plan, identity).collect();
}

std::vector<AwsCall> awsPolicyCalls(const Plan& plan, std::size_t account) {
  const auto edited = plan.editedPolicy();
  if (!edited || edited->account != account) return {};
  const PolicyText policy = sharedPolicy(account, edited->block, true);
  return {{plan.capture(plan.lastDay()) - minutes(180),
           "CreatePolicyVersion",
           {{"policyArn", policyArn(account, policy.name)}, {"policyDocument", policyText(policy)}},
           {},
           Actor::Oncall,
           true,
           plan.hash(PurposeCall, 1U << 31U, account)}};
}

std::vector<AwsCall> awsGroupCalls(const Plan& plan, std::size_t account) {
  const auto edited = plan.editedGroup();
  if (!edited || edited->account != account) return {};
  const PolicyText policy = groupInline(account, edited->block, true);
  return {{plan.capture(plan.lastDay()) - minutes(150),
           "PutGroupPolicy",
           {{"groupName", groupName(account, edited->block)},
            {"policyName", policy.name},
            {"policyDocument", policyText(policy)}},
           {},
           Actor::ByHand,
           false,
           plan.hash(PurposeCall, 1U << 31U, account + 2)}};
}

int dayOf(const Plan& plan, Instant at) {
  int day = 1;
  while (day < plan.lastDay() && at > plan.capture(day) + minutes(4))
    ++day;
  return day;
}

} // namespace countersign::estate
