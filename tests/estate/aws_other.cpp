// SPDX-License-Identifier: Apache-2.0
#include "tests/estate/company.h"
#include "tests/estate/policies.h"
#include "tests/estate/writers.h"

namespace countersign::estate {

namespace {

enum Purpose : std::uint64_t { PurposeUse = 300 };

template <class Each>
void eachUser(const Plan& plan, std::size_t account, int day, const Each& each) {
  for (std::size_t i = 0; i < plan.count(Kind::User); ++i)
    if (plan.scopeOf(Kind::User, i) == account)
      if (const Identity id = plan.identity(Kind::User, i); plan.live(id, day))
        each(id);
}

std::string organizationArn(std::string_view what) {
  return "arn:aws:organizations::" + std::string(managementAccount) + ":" + std::string(what) + "/" +
         std::string(organization) + "/";
}

std::string_view policyId(bool guardrail) { return guardrail ? guardrailPolicy : "p-FullAWSAccess"; }

} // namespace

void writeCredentialReport(TextFile& file, const Plan& plan, std::size_t account, int day) {
  std::string& out = file.buffer();
  out += "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,"
         "password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,"
         "access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,"
         "access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,"
         "access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,"
         "cert_2_active,cert_2_last_rotated\n";
  const std::string root = "arn:aws:iam::" + std::string(accounts[account].id) + ":root";
  out += "<root_account>," + root + "," + awsTime(plan.capture(1) - std::chrono::hours(24 * 1500)) +
         ",not_supported,no_information,not_supported,not_supported,true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,"
         "N/A,false,N/A,false,N/A\n";
  eachUser(plan, account, day, [&](const Identity& id) {
    out += id.name + "," + id.arn + "," + awsTime(created(plan, id, day)) + ",false,N/A,N/A,N/A,false";
    const auto keys = accessKeys(plan, id, day);
    for (std::size_t i = 0; i < 2; ++i) {
      if (i >= keys.size()) {
        out += ",false,N/A,N/A,N/A,N/A";
        continue;
      }
      out += keys[i].active ? ",true," : ",false,";
      out += awsTime(keys[i].created);
      const std::uint64_t h = plan.hash(PurposeUse, id.index, static_cast<std::uint64_t>(day));
      if (keys[i].active)
        out += "," + awsTime(plan.capture(day) - std::chrono::minutes(15 * (1 + h % 80))) + "," +
               accounts[account].region + ",s3";
      else
        out += ",N/A,N/A,N/A";
    }
    out += ",false,N/A,false,N/A\n";
    file.step();
  });
}

// The answers of `aws iam list-access-keys --user-name …`, one for each user, one after the other.
void writeAccessKeys(TextFile& file, const Plan& plan, std::size_t account, int day) {
  eachUser(plan, account, day, [&](const Identity& id) {
    JsonOut out(file.buffer(), 4);
    out.beginObject();
    out.array("AccessKeyMetadata");
    for (const AccessKey& key : accessKeys(plan, id, day)) {
      out.beginObject();
      out.field("UserName", id.name);
      out.field("AccessKeyId", key.id);
      out.field("Status", key.active ? "Active" : "Inactive");
      out.field("CreateDate", awsTime(key.created));
      out.endObject();
    }
    out.endArray();
    out.endObject();
    file.buffer() += '\n';
    file.step();
  });
}

std::vector<std::string_view> oidcIssuers() { return {githubIssuer, clusters[0].issuer, clusters[1].issuer}; }

void writeOidcProvider(TextFile& file, const Plan& plan, std::size_t account, std::string_view issuer) {
  (void)account; // get-open-id-connect-provider does not print it
  JsonOut out(file.buffer(), 4);
  out.beginObject();
  out.field("Url", issuer);
  out.strings("ClientIDList", std::vector<std::string_view>{"sts.amazonaws.com"});
  out.strings("ThumbprintList", std::vector<std::string_view>{"9e99a48a9960b14926bb7f3b02e22da2b0ab7280"});
  out.field("CreateDate", awsTime(plan.capture(1) - std::chrono::hours(24 * 600)));
  out.array("Tags");
  out.endArray();
  out.endObject();
  file.buffer() += '\n';
}

void writeOrganizationPolicy(TextFile& file, const Plan& plan, bool isGuardrail, int day) {
  JsonOut out(file.buffer(), 4);
  const std::string_view id = policyId(isGuardrail);
  const PolicyText policy = isGuardrail ? guardrail(plan.guardrailEdited(day))
                                        : PolicyText{"FullAWSAccess", {{"", {"*"}, {"*"}, true}}};
  out.beginObject();
  out.object("Policy");
  out.object("PolicySummary");
  out.field("Id", id);
  out.field("Arn", isGuardrail ? organizationArn("policy") + "service_control_policy/" + std::string(id)
                               : "arn:aws:organizations::aws:policy/service_control_policy/" + std::string(id));
  out.field("Name", policy.name);
  out.field("Description", isGuardrail ? "What nobody in the data account may do" : "Allows access to every operation");
  out.field("Type", "SERVICE_CONTROL_POLICY");
  out.field("AwsManaged", !isGuardrail);
  out.endObject();
  out.field("Content", policyText(policy));
  out.endObject();
  out.endObject();
  file.buffer() += '\n';
}

// `list-targets-for-policy` does not say which policy it is about: its answer is kept with the id beside it.
void writeOrganizationTargets(TextFile& file, const Plan&, bool isGuardrail, int) {
  JsonOut out(file.buffer(), 4);
  const auto target = [&out](std::string_view id, const std::string& arn, std::string_view name, const char* type) {
    out.beginObject();
    out.field("TargetId", id);
    out.field("Arn", arn);
    out.field("Name", name);
    out.field("Type", type);
    out.endObject();
  };
  const auto account = [&target](const Account& a) {
    target(a.id, organizationArn("account") + a.id, a.name, "ACCOUNT");
  };
  out.beginObject();
  out.field("PolicyId", policyId(isGuardrail));
  out.array("Targets");
  if (!isGuardrail) {
    target(organizationRoot, organizationArn("root") + std::string(organizationRoot), "Root", "ROOT");
    account(accounts[0]);
  }
  account(accounts[1]);
  out.endArray();
  out.endObject();
  file.buffer() += '\n';
}

void writeOrganizationAccounts(TextFile& file, const Plan& plan, int) {
  JsonOut out(file.buffer(), 4);
  const std::string joined = awsTime(plan.capture(1) - std::chrono::hours(24 * 1400));
  const auto account = [&](std::string_view id, std::string_view name) {
    out.beginObject();
    out.field("Id", id);
    out.field("Arn", organizationArn("account") + std::string(id));
    out.field("Email", "aws-" + std::string(name) + "@example.org");
    out.field("Name", name);
    out.field("Status", "ACTIVE");
    out.field("State", "ACTIVE");
    out.field("JoinedMethod", "CREATED");
    out.field("JoinedTimestamp", joined);
    out.endObject();
  };
  out.beginObject();
  out.array("Accounts");
  account(managementAccount, "management");
  for (const Account& a : accounts)
    account(a.id, a.name);
  out.endArray();
  out.endObject();
  file.buffer() += '\n';
}

} // namespace countersign::estate
