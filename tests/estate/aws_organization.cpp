// SPDX-License-Identifier: Apache-2.0
#include "tests/estate/company.h"
#include "tests/estate/policies.h"
#include "tests/estate/writers.h"

namespace countersign::estate {

namespace {

std::string organizationArn(std::string_view what) {
  return "arn:aws:organizations::" + std::string(managementAccount) + ":" + std::string(what) + "/" +
         std::string(organization) + "/";
}

std::string_view policyName(bool isGuardrail) {
  return isGuardrail ? guardrailPolicy : "p-FullAWSAccess";
}

/// The answers of `aws organizations …`, one after the other.
class Answers {
public:
  Answers(TextFile& file, const Plan& plan, int day) : file_(file), plan_(plan), day_(day) {}

  void write() {
    answer([this](JsonOut& out) { describe(out); });
    answer([this](JsonOut& out) { roots(out); });
    answer([this](JsonOut& out) { accountsBelowRoot(out); });
    for (const bool isGuardrail : {false, true}) {
      answer([&](JsonOut& out) { policy(out, isGuardrail); });
      answer([&](JsonOut& out) { targets(out, isGuardrail); });
    }
  }

private:
  template <class Fill>
  void answer(const Fill& fill) {
    JsonOut out(file_.buffer(), 4);
    out.beginObject();
    fill(out);
    out.endObject();
    file_.buffer() += '\n';
  }

  void describe(JsonOut& out) {
    out.object("Organization");
    out.field("Id", organization);
    std::string arn = organizationArn("organization");
    arn.pop_back();
    out.field("Arn", arn);
    out.field("FeatureSet", "ALL");
    out.field("MasterAccountArn", organizationArn("account") + std::string(managementAccount));
    out.field("MasterAccountId", managementAccount);
    out.field("MasterAccountEmail", "aws-management@example.org");
    out.endObject();
  }

  void policyTypes(JsonOut& out) {
    out.array("PolicyTypes");
    out.beginObject();
    out.field("Type", "SERVICE_CONTROL_POLICY");
    out.field("Status", "ENABLED");
    out.endObject();
    out.endArray();
  }

  void roots(JsonOut& out) {
    out.array("Roots");
    out.beginObject();
    out.field("Id", organizationRoot);
    out.field("Arn", organizationArn("root") + std::string(organizationRoot));
    out.field("Name", "Root");
    policyTypes(out);
    out.endObject();
    out.endArray();
  }

  // `list-accounts-for-parent` does not say which parent it is about: the id is kept beside its answer.
  void accountsBelowRoot(JsonOut& out) {
    const std::string joined = awsTime(plan_.capture(1) - std::chrono::hours(24 * 1400));
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
    out.field("ParentId", organizationRoot);
    out.array("Accounts");
    account(managementAccount, "management");
    for (const Account& a : accounts)
      account(a.id, a.name);
    out.endArray();
  }

  void policy(JsonOut& out, bool isGuardrail) {
    const std::string id(policyName(isGuardrail));
    const PolicyText text = isGuardrail ? guardrail(plan_.guardrailEdited(day_))
                                        : PolicyText{"FullAWSAccess", {{"", {"*"}, {"*"}, true}}};
    out.object("Policy");
    out.object("PolicySummary");
    out.field("Id", id);
    out.field("Arn", isGuardrail ? organizationArn("policy") + "service_control_policy/" + id
                                 : "arn:aws:organizations::aws:policy/service_control_policy/" + id);
    out.field("Name", text.name);
    out.field("Description",
              isGuardrail ? "What nobody in the data account may do" : "Allows access to every operation");
    out.field("Type", "SERVICE_CONTROL_POLICY");
    out.field("AwsManaged", !isGuardrail);
    out.endObject();
    out.field("Content", policyText(text));
    out.endObject();
  }

  // Nor does `list-targets-for-policy` say which policy it is about.
  void targets(JsonOut& out, bool isGuardrail) {
    const auto target = [&out](std::string_view id, const std::string& arn, std::string_view name,
                               const char* type) {
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
    out.field("PolicyId", policyName(isGuardrail));
    out.array("Targets");
    if (!isGuardrail) {
      target(organizationRoot, organizationArn("root") + std::string(organizationRoot), "Root", "ROOT");
      account(accounts[0]);
    }
    account(accounts[1]);
    out.endArray();
  }

  TextFile& file_;
  const Plan& plan_;
  int day_;
};

} // namespace

void writeOrganization(TextFile& file, const Plan& plan, int day) {
  Answers(file, plan, day).write();
}

} // namespace countersign::estate
