// SPDX-License-Identifier: Apache-2.0
#include "connectors/aws/organizations.h"

#include "connectors/aws/facts.h"
#include "connectors/aws/organizations_reader.h"
#include "connectors/aws/sniff.h"
#include "connectors/aws/values.h"
#include "connectors/common/sinks.h"

namespace countersign::aws {
namespace {

constexpr const char* command =
    "for t in SERVICE_CONTROL_POLICY RESOURCE_CONTROL_POLICY; do for p in $(aws organizations list-policies "
    "--filter $t --query "
    "'Policies[].Id' --output text); do aws organizations describe-policy --policy-id $p; aws organizations "
    "list-targets-for-policy --policy-id $p | jq --arg p $p '{PolicyId: $p} + .'; done; done > "
    "organization.json; aws "
    "organizations describe-organization >> organization.json; aws organizations list-roots >> "
    "organization.json; aws "
    "organizations list-accounts >> organization.json";

class Organizations final : public Connector {
public:
  std::string_view id() const override { return "aws.organizations"; }
  std::string_view title() const override { return "AWS Organizations"; }
  std::string_view exportCommand() const override { return command; }

  Match recognises(std::string_view head) const override {
    const Sniff form = sniff(head);
    const bool ours =
        form.has("Organization", "MasterAccountId") || form.has("Organization", "FeatureSet") ||
        form.has("Roots", "PolicyTypes") || form.has("Policy", "PolicySummary") ||
        form.has("Targets", "TargetId") || form.has("OrganizationalUnits", "Id") ||
        form.has("OrganizationalUnit", "Id") || form.has("Accounts", "JoinedMethod") ||
        form.has("Account", "JoinedMethod") ||
        (form.has("Policies", "Type") && form.has("Policies", "Arn") && form.has("Policies", "Id")) ||
        form.hasAll({"PolicyId", "Targets"});
    return ours ? Match::Yes : Match::No;
  }

  Result<Facts> survey(const Input& input, const ReadOptions& options) const override {
    const Sniff form = sniff(input.bytes.substr(0, 64U << 10));
    if (form.has("Targets") && !form.has("PolicyId") &&
        input.bytes.find("\"PolicyId\"") == std::string_view::npos &&
        input.bytes.find("\"PolicySummary\"") == std::string_view::npos)
      return failure(ErrorCode::Unsupported, "this list of targets does not say which policy it is about",
                     "Put the policy in front: aws organizations list-targets-for-policy --policy-id ID | jq "
                     "'{PolicyId: \"ID\"} + .'");
    std::string_view organization;
    for (std::size_t from = 0; organization.empty() && from != std::string_view::npos;)
      organization = organizationOfArn(nextText(input.bytes, "Arn", from));
    return organizationFacts(organization, options, "aws organizations");
  }

  Result<ReadResult> read(const Input& input, const Facts& facts, const ReadOptions& options,
                          BatchSink& sink) const override {
    COUNTERSIGN_TRY(oneOrganization(input, facts));
    OrganizationReader reader;
    COUNTERSIGN_TRY(takeAll(reader, input, options, sink));
    reader.finish();
    COUNTERSIGN_TRY(deliver(std::move(reader.batch), sink, input.name));
    ReadResult result;
    for (const std::string& part : reader.parts)
      result.parts.push_back(
          PartState{part, false,
                    reader.whole ? "the file shows what was asked for, not that there is nothing else"
                                 : "the file ends early or has unusable answers"});
    return result;
  }

private:
  static Result<void> oneOrganization(const Input& input, const Facts& facts) {
    for (std::size_t from = 0; from != std::string_view::npos;) {
      const auto other = organizationOfArn(nextText(input.bytes, "Arn", from));
      if (!other.empty() && facts.scope && other != *facts.scope && facts.scope->compare(0, 2, "o-") == 0)
        return failure(ErrorCode::WrongScope,
                       "the file shows more than one organization: " + *facts.scope + " and " +
                           std::string(other),
                       "Import each organization from a file of its own");
    }
    return {};
  }
};

} // namespace

const Connector& organizations() {
  static const Organizations connector;
  return connector;
}

} // namespace countersign::aws
