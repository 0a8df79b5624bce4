// SPDX-License-Identifier: Apache-2.0
#include "tests/estate/company.h"
#include "tests/estate/policies.h"
#include "tests/estate/writers.h"

namespace countersign::estate {

namespace {

enum Purpose : std::uint64_t { PurposeOrder = 200, PurposeUsed, PurposePolicyId };
constexpr std::string_view base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// One day's `aws iam get-account-authorization-details` of one account.
class AccountDetails {
public:
  AccountDetails(TextFile& file, const Plan& plan, std::size_t account, int day)
      : file_(file), plan_(plan), account_(account), day_(day), out_(file.buffer(), 4) {}

  void write() {
    out_.beginObject();
    list("UserDetailList", Kind::User, [this](const Identity& id) { user(id); });
    groups();
    list("RoleDetailList", Kind::Role, [this](const Identity& id) { role(id); });
    policies();
    if (plan_.partialAccount(account_, day_)) {
      out_.field("IsTruncated", true);
      out_.field("Marker", draw(plan_.hash(PurposeOrder, 99), 44, base32));
    }
    out_.endObject();
    file_.buffer() += '\n';
  }

private:
  template <class Each>
  void list(std::string_view key, Kind kind, const Each& each) {
    out_.array(key);
    const Order order(plan_.count(kind),
                      plan_.hash(PurposeOrder, static_cast<std::uint64_t>(day_), account_));
    for (std::size_t i = 0; i < order.size(); ++i) {
      if (plan_.scopeOf(kind, order[i]) != account_) continue;
      const Identity id = plan_.identityOn(kind, order[i], day_);
      if (!plan_.live(id, day_)) continue;
      each(id);
      file_.step();
    }
    out_.endArray();
  }

  void head(const Identity& id, std::string_view name, std::string_view unique) {
    out_.beginObject();
    out_.field("Path", id.path);
    out_.field(name, id.name);
    out_.field(unique, plan_.uniqueId(id, day_));
    out_.field("Arn", id.arn);
    out_.field("CreateDate", awsTime(created(plan_, id, day_)));
  }

  void inlinePolicies(std::string_view key, const std::vector<PolicyText>& list) {
    out_.array(key);
    for (const PolicyText& policy : list) {
      out_.beginObject();
      out_.field("PolicyName", policy.name);
      out_.key("PolicyDocument");
      writePolicy(out_, policy);
      out_.endObject();
    }
    out_.endArray();
  }

  void attached(const std::vector<std::string>& arns) {
    out_.array("AttachedManagedPolicies");
    for (const std::string& arn : arns) {
      out_.beginObject();
      out_.field("PolicyName", std::string_view(arn).substr(arn.rfind('/') + 1));
      out_.field("PolicyArn", arn);
      out_.endObject();
    }
    out_.endArray();
  }

  // Tags are a set: their order changes from one export to the next.
  void tags(const Identity& id) {
    std::vector<std::pair<std::string_view, std::string_view>> list;
    if (!id.liveOwner.empty()) list.emplace_back("owner", id.liveOwner);
    list.emplace_back("tier", id.tier);
    list.emplace_back("service", id.name);
    out_.array("Tags");
    for (std::size_t i = 0; i < list.size(); ++i) {
      const auto& [key, value] = list[day_ % 2 == 0 ? i : list.size() - 1 - i];
      out_.beginObject();
      out_.field("Key", key);
      out_.field("Value", value);
      out_.endObject();
    }
    out_.endArray();
  }

  void user(const Identity& id) {
    head(id, "UserName", "UserId");
    if (const auto list = userInline(plan_, id, plan_.edited(id, day_)); !list.empty())
      inlinePolicies("UserPolicyList", list);
    out_.strings("GroupList", std::vector<std::string>{groupName(id.scope, Plan::groupBlock(id.ordinal))});
    attached({});
    tags(id);
    out_.endObject();
  }

  void role(const Identity& id) {
    head(id, "RoleName", "RoleId");
    out_.key("AssumeRolePolicyDocument");
    writeTrust(out_, plan_, id);
    out_.array("InstanceProfileList");
    if (hasInstanceProfile(id)) instanceProfile(id);
    out_.endArray();
    inlinePolicies("RolePolicyList", roleInlineOn(plan_, id, day_));
    attached(attachedOn(plan_, id, day_));
    if (const std::string arn = boundaryArn(id); !arn.empty()) {
      out_.object("PermissionsBoundary");
      out_.field("PermissionsBoundaryType", "Policy");
      out_.field("PermissionsBoundaryArn", arn);
      out_.endObject();
    }
    tags(id);
    lastUsed(id);
    out_.endObject();
  }

  void instanceProfile(const Identity& id) {
    const std::string name = id.name + "-host";
    out_.beginObject();
    out_.field("Path", "/");
    out_.field("InstanceProfileName", name);
    out_.field("InstanceProfileId", "AIPA" + draw(plan_.hash(PurposePolicyId, id.index, 9), 17, base32));
    out_.field("Arn", "arn:aws:iam::" + std::string(accounts[account_].id) + ":instance-profile/" + name);
    out_.field("CreateDate", awsTime(created(plan_, id, 1)));
    out_.array("Roles");
    head(id, "RoleName", "RoleId");
    out_.key("AssumeRolePolicyDocument");
    writeTrust(out_, plan_, id);
    out_.endObject();
    out_.endArray();
    out_.endObject();
  }

  // Changes every day by itself; empty where the role was not used in the tracking period.
  void lastUsed(const Identity& id) {
    const std::uint64_t h = plan_.hash(PurposeUsed, id.index, static_cast<std::uint64_t>(day_));
    out_.object("RoleLastUsed");
    if (Plan::usedRole(id.ordinal)) {
      out_.field("LastUsedDate", awsTime(plan_.capture(day_) - std::chrono::minutes(20 + h % 1300)));
      out_.field("Region", accounts[account_].region);
    }
    out_.endObject();
  }

  void groups() {
    out_.array("GroupDetailList");
    for (std::size_t block = 0; block < plan_.groupBlocks(); ++block) {
      const std::string name = groupName(account_, block);
      out_.beginObject();
      out_.field("Path", "/");
      out_.field("GroupName", name);
      out_.field("GroupId", groupId(plan_, account_, block));
      out_.field("Arn", "arn:aws:iam::" + std::string(accounts[account_].id) + ":group/" + name);
      out_.field("CreateDate", awsTime(plan_.capture(1) - std::chrono::hours(24 * 400)));
      inlinePolicies("GroupPolicyList",
                     {groupInline(account_, block, plan_.groupEdited(account_, block, day_))});
      attached({});
      out_.endObject();
      file_.step();
    }
    out_.endArray();
  }

  void policies() {
    out_.array("Policies");
    for (std::size_t block = 0; block < plan_.policyBlocks(); ++block) {
      const bool edited = plan_.sharedPolicyEdited(account_, block, day_);
      const PolicyText before = sharedPolicy(account_, block, false);
      policy(policyArn(account_, before.name), 4, 0, before,
             edited ? std::optional(sharedPolicy(account_, block, true)) : std::nullopt);
      file_.step();
    }
    if (account_ == 1) policy(policyArn(1, boundary().name), 0, 6, boundary(), {});
    for (const PolicyText& managed : awsManaged())
      policy(awsManagedArn(managed.name), 2, 0, managed, {});
    out_.endArray();
  }

  void policy(const std::string& arn, int attachments, int boundaries, const PolicyText& first,
              const std::optional<PolicyText>& second) {
    const Instant made = plan_.capture(1) - std::chrono::hours(24 * 500);
    out_.beginObject();
    out_.field("PolicyName", first.name);
    out_.field("PolicyId", policyId(plan_, arn));
    out_.field("Arn", arn);
    out_.field("Path", "/");
    out_.field("DefaultVersionId", second ? "v2" : "v1");
    out_.field("AttachmentCount", attachments);
    out_.field("PermissionsBoundaryUsageCount", boundaries);
    out_.field("IsAttachable", true);
    out_.field("CreateDate", awsTime(made));
    out_.field("UpdateDate", awsTime(second ? plan_.capture(day_) - std::chrono::hours(3) : made));
    out_.array("PolicyVersionList");
    if (second) version(*second, "v2", true, plan_.capture(day_) - std::chrono::hours(3));
    version(first, "v1", !second, made);
    out_.endArray();
    out_.endObject();
  }

  void version(const PolicyText& text, std::string_view id, bool isDefault, Instant made) {
    out_.beginObject();
    out_.key("Document");
    writePolicy(out_, text);
    out_.field("VersionId", id);
    out_.field("IsDefaultVersion", isDefault);
    out_.field("CreateDate", awsTime(made));
    out_.endObject();
  }

  TextFile& file_;
  const Plan& plan_;
  std::size_t account_;
  int day_;
  JsonOut out_;
};

} // namespace

void writeAccountDetails(TextFile& file, const Plan& plan, std::size_t account, int day) {
  AccountDetails(file, plan, account, day).write();
}

} // namespace countersign::estate
