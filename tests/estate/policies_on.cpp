// SPDX-License-Identifier: Apache-2.0
#include "tests/estate/company.h"
#include "tests/estate/policies.h"

namespace countersign::estate {

namespace {

enum Purpose : std::uint64_t { PurposeKeys = 102, PurposeKeyId, PurposeUse = 300 };
constexpr std::string_view base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

std::vector<AccessKey> originalKeys(const Plan& plan, const Identity& user, int day) {
  const std::size_t count = 1 + plan.hash(PurposeKeys, user.index) % 2;
  const Instant from = created(plan, user, day);
  std::vector<AccessKey> out;
  const std::size_t first = plan.uniqueId(user, day) == user.uniqueId ? 0 : 2; // made again: new keys
  for (std::size_t i = 0; i < count; ++i)
    out.push_back({"AKIA" + draw(plan.hash(PurposeKeyId, user.index, first + i), 16, base32), i + 1 == count,
                   from + std::chrono::minutes(1 + 37 * static_cast<int>(i))});
  return out;
}

} // namespace

std::string awsManagedArn(std::string_view name) {
  return "arn:aws:iam::aws:policy/" + std::string(name);
}

PolicyText requestedPolicy(const Identity& role) {
  const Account& account = accounts[role.scope];
  return {"requested-access",
          {{"Requested",
            {"dynamodb:DescribeTable"},
            {"arn:aws:dynamodb:" + std::string(account.region) + ":" + account.id + ":table/" + role.name +
             "-requested"},
            true}}};
}

PolicyText reducedInline(const Plan& plan, const Identity& role) {
  PolicyText policy = roleInline(plan, role, false);
  std::vector<std::string>& actions = policy.statements[1].actions;
  actions.erase(actions.begin());
  return policy;
}

PolicyText requestedManaged(const Identity& role) {
  return awsManaged()[role.ordinal % 7 == 3 ? 1 : 0]; // every seventh has the first of them already
}

std::vector<PolicyText> roleInlineOn(const Plan& plan, const Identity& role, int day) {
  const Change* change = plan.inForce(role.index, day);
  if (change == nullptr) return {roleInline(plan, role, plan.edited(role, day))};
  if (change->takesAll()) return {};
  if (change->takesOne()) return {reducedInline(plan, role)};
  std::vector<PolicyText> out{roleInline(plan, role, false)};
  if (change->givesInline()) out.push_back(requestedPolicy(role));
  return out;
}

std::vector<std::string> attachedOn(const Plan& plan, const Identity& role, int day) {
  const Change* change = plan.inForce(role.index, day);
  if (change == nullptr) return attachedArns(role, plan.edited(role, day) && role.fault.variant % 2 == 1);
  if (change->takesAll()) return {};
  std::vector<std::string> out = attachedArns(role, false);
  if (change->attaches()) out.push_back(awsManagedArn(requestedManaged(role).name));
  return out;
}

AccessKey newKey(const Plan& plan, const Identity& user, const Change& rotation) {
  return {"AKIA" + draw(plan.hash(PurposeKeyId, user.index, 7), 16, base32), true,
          rotation.happened - std::chrono::minutes(rotation.rotatesWhole() ? 5 : 0)};
}

AccessKey replacedKey(const Plan& plan, const Identity& user) {
  return originalKeys(plan, user, 1).back();
}

// An account has at most two keys a user: a rotation first removes one that is inactive.
std::vector<AccessKey> accessKeys(const Plan& plan, const Identity& user, int day) {
  std::vector<AccessKey> out = originalKeys(plan, user, day);
  const Change* change = plan.changeOf(user.index);
  if (change == nullptr || !change->rotates()) return out;
  out.erase(out.begin(), out.end() - 1);
  if (!change->inForce(day)) return out;
  out.front().active = !change->rotatesWhole();
  out.push_back(newKey(plan, user, *change));
  return out;
}

std::optional<Instant> lastUse(const Plan& plan, const Identity& user, const AccessKey& key, int day) {
  using std::chrono::minutes;
  const std::uint64_t h = plan.hash(PurposeUse, user.index, static_cast<std::uint64_t>(day));
  const Change* change = plan.changeOf(user.index);
  if (change != nullptr && change->kind == Case::RotatedIdle)
    return key.id == replacedKey(plan, user).id
               ? std::optional(plan.capture(plan.lastDay()) - std::chrono::hours(24 * 200))
               : std::nullopt;
  if (!key.active) return std::nullopt;
  return plan.capture(day) - minutes(15 * (1 + h % 80));
}

} // namespace countersign::estate
