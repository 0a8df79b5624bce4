// SPDX-License-Identifier: Apache-2.0
#include "tests/estate/company.h"
#include "tests/estate/policies.h"
#include "tests/estate/writers.h"

namespace countersign::estate {

namespace {

template <class Each>
void eachUser(const Plan& plan, std::size_t account, int day, const Each& each) {
  for (std::size_t i = 0; i < plan.count(Kind::User); ++i)
    if (plan.scopeOf(Kind::User, i) == account)
      if (const Identity id = plan.identity(Kind::User, i); plan.live(id, day)) each(id);
}

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
         ",not_supported,no_information,not_supported,not_supported,true,false,N/A,N/A,N/A,N/A,false,N/A,N/"
         "A,N/A,"
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
      if (const auto used = lastUse(plan, id, keys[i], day))
        out += "," + awsTime(*used) + "," + accounts[account].region + ",s3";
      else
        out += ",N/A,N/A,N/A";
    }
    out += ",false,N/A,false,N/A\n";
    file.step();
  });
}

// The answers of `aws iam list-access-keys --user-name …`, one for each user, one after the other; of an
// account without users one answer without keys.
void writeAccessKeys(TextFile& file, const Plan& plan, std::size_t account, int day) {
  bool any = false;
  eachUser(plan, account, day, [&](const Identity& id) {
    any = true;
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
  if (!any) file.buffer() += "{\n    \"AccessKeyMetadata\": []\n}\n";
}

// The answers of `list-open-id-connect-providers` and of `get-open-id-connect-provider` for each.
void writeOidcProviders(TextFile& file, const Plan& plan, std::size_t account) {
  const std::string_view issuers[] = {githubIssuer, clusters[0].issuer, clusters[1].issuer};
  const std::string prefix = "arn:aws:iam::" + std::string(accounts[account].id) + ":oidc-provider/";
  JsonOut list(file.buffer(), 4);
  list.beginObject();
  list.array("OpenIDConnectProviderList");
  for (const std::string_view issuer : issuers) {
    list.beginObject();
    list.field("Arn", prefix + std::string(issuer));
    list.endObject();
  }
  list.endArray();
  list.endObject();
  file.buffer() += '\n';
  for (const std::string_view issuer : issuers) {
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
}

} // namespace countersign::estate
