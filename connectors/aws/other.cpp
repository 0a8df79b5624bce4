// SPDX-License-Identifier: Apache-2.0
#include "connectors/aws/other.h"

#include "connectors/aws/sniff.h"

#include <algorithm>
#include <array>

namespace countersign::aws {
namespace {

constexpr std::string_view account =
    "Export all identities with their policies: aws iam get-account-authorization-details > account.json";
constexpr std::string_view report = "Export the credential report: aws iam generate-credential-report && aws "
                                    "iam get-credential-report > credential-report.json";
constexpr std::string_view organization =
    "Export what the organization consists of: aws organizations describe-organization, list-roots, "
    "list-accounts, "
    "list-organizational-units-for-parent and describe-policy, one after the other into one file";
constexpr std::string_view none = "It says nothing about identities and their access; leave it out";
constexpr std::string_view queue = "Export policies with the queue's ARN: aws sqs get-queue-attributes "
                                   "--attribute-names All --queue-url URL";
constexpr std::string_view bucket =
    "Export the policy: aws s3api get-bucket-policy --bucket B --query \"{arn:'arn:aws:s3:::B',answer:@}\"";
constexpr std::string_view secret = "It holds secrets: delete the file";

/// A known answer, by a member of its top level and, where that is a common word, one inside it or ("+name")
/// beside it.
struct Known {
  std::string_view key, inner, what, remedy;
};
constexpr auto known = std::to_array<Known>({
    {"PolicyDocument", "+AttachmentCount", "a resource snapshot of Panther, one of many", account},
    {"InlinePolicies", "+ManagedPolicyNames", "a resource snapshot of Panther, one of many", account},
    {"CredentialReport", "+VirtualMFA", "a resource snapshot of Panther, one of many", account},
    {"ResourceType", "+ResourceId", "a resource snapshot of a cloud inventory, one of many", account},
    {"Roles", "RoleName", "aws iam list-roles: it lacks policies, tags and boundaries", account},
    {"Users", "UserName", "aws iam list-users: it lacks policies, groups and tags", account},
    {"Groups", "GroupName", "aws iam list-groups: it lacks policies and members", account},
    {"Policies", "PolicyName", "aws iam list-policies: it lacks the policies' texts", account},
    {"Role", "RoleName", "aws iam get-role: it lacks the role's policies", account},
    {"User", "UserName", "aws iam get-user: it lacks the user's policies and groups", account},
    {"Group", "GroupName", "aws iam get-group: it lacks the group's policies", account},
    {"Policy", "PolicyName", "aws iam get-policy: it lacks the policy's text", account},
    {"PolicyVersion", "VersionId", "aws iam get-policy-version: it does not say which policy it is of",
     account},
    {"Versions", "VersionId", "aws iam list-policy-versions: it lacks the policy's text", account},
    {"PolicyNames", "", "a list of inline policies: it does not say of whom", account},
    {"AttachedPolicies", "", "a list of attached policies: it does not say to whom", account},
    {"PolicyDocument", "+PolicyName", "one inline policy", account},
    {"InstanceProfiles", "", "aws iam list-instance-profiles", account},
    {"InstanceProfile", "InstanceProfileName", "aws iam get-instance-profile", account},
    {"SummaryMap", "", "aws iam get-account-summary: it only counts", account},
    {"EvaluationResults", "", "aws iam simulate-principal-policy: it does not say of whom",
     "Write each answer on a line with its principal: "
     "jq -c '{principal: \"arn:…\", answer: .}' simulated.json > decisions.jsonl"},
    {"ContextKeyNames", "", "aws iam get-context-keys-for-custom-policy", account},
    {"PoliciesGrantingServiceAccess", "", "aws iam list-policies-granting-service-access", account},
    {"ServicesLastAccessed", "", "aws iam get-service-last-accessed-details: it does not say of whom",
     account},
    {"PasswordPolicy", "", "aws iam get-account-password-policy", report},
    {"MFADevices", "", "aws iam list-mfa-devices", report},
    {"SerialNumber", "+EnableDate", "aws iam get-mfa-device", report},
    {"VirtualMFADevices", "", "aws iam list-virtual-mfa-devices", report},
    {"SSHPublicKeys", "", "aws iam list-ssh-public-keys", report},
    {"Certificates", "CertificateBody", "aws iam list-signing-certificates", report},
    {"ServiceSpecificCredentials", "", "aws iam list-service-specific-credentials", report},
    {"ServiceSpecificCredential", "", "the answer to a new or changed service-specific credential", report},
    {"SAMLProviderList", "", "aws iam list-saml-providers", account},
    {"ServerCertificateMetadataList", "", "aws iam list-server-certificates", none},
    {"AccessKey", "SecretAccessKey", "aws iam create-access-key", secret},
    {"Credentials", "SecretAccessKey", "temporary credentials of AWS STS", secret},
    {"AccountAliases", "", "aws iam list-account-aliases", account},
    {"CreateAccountStatus", "", "the state of making an account", organization},
    {"CreateAccountStatuses", "", "aws organizations list-create-account-status", organization},
    {"Children", "Id", "aws organizations list-children: it does not say of what", organization},
    {"Parents", "Id", "aws organizations list-parents: it does not say of what", organization},
    {"trailList", "", "aws cloudtrail describe-trails: it says where trails go, not what happened",
     "Import the log files of the trail, or aws cloudtrail lookup-events > cloudtrail.json"},
    {"SecretString", "", "aws secretsmanager get-secret-value", secret},
    {"resourceIdentifiers", "", "aws configservice list-discovered-resources: it only names resources",
     account},
    {"configurationItems", "", "AWS Config items", account},
    {"QueryInfo", "", "aws configservice select-resource-config", account},
    {"ResourceTagMappingList", "", "aws resourcegroupstaggingapi get-resources", account},
    {"analyzers", "", "aws accessanalyzer list-analyzers", account},
    {"findings", "", "findings of an analyser", account},
    {"Buckets", "", "aws s3api list-buckets", none},
    {"Functions", "FunctionArn",
     "aws lambda list-functions: it names roles that functions run as, not what these may do", account},
    {"QueueUrls", "", "aws sqs list-queues", none},
    {"Attributes", "VisibilityTimeout", "aws sqs get-queue-attributes without QueueArn", queue},
    {"PolicyStatus", "IsPublic", "aws s3api get-bucket-policy-status: it lacks the policy's text", bucket},
    {"KeyMetadata", "KeyId", "aws kms describe-key", none},
    {"Keys", "KeyId", "aws kms list-keys", none},
    {"Aliases", "AliasArn", "aws kms list-aliases", none},
    {"accessEntries", "", "aws eks list-access-entries", none},
    {"accessEntry", "", "aws eks describe-access-entry", none},
    {"CertificateSummaryList", "", "aws acm list-certificates", none},
    {"Certificate", "CertificateArn", "aws acm describe-certificate", none},
    {"Parameters", "LastModifiedUser", "aws ssm describe-parameters", none},
    {"JobId", "", "the answer to a report that was asked for, not the report", report},
});

/// Answers that only several common members together tell.
const Known* byMembers(const Sniff& form) {
  static constexpr Known caller{"", "", "aws sts get-caller-identity: it names who asked", account};
  static constexpr Known generated{
      "", "", "aws iam generate-credential-report: the answer to the order, not the report", report};
  static constexpr Known tags{"", "", "a list of tags: it does not say of what", account};
  static constexpr Known owner{"", "", "aws sts get-access-key-info: it names an account", account};
  if (form.hasAll({"UserId", "Account", "Arn"})) return &caller;
  if (form.hasAll({"State", "Description"}) && form.keys.size() == 2) return &generated;
  if (form.has("State") && form.keys.size() == 1) return &generated;
  if (form.has("Tags") && std::all_of(form.keys.begin(), form.keys.end(), [](const std::string& key) {
        return key == "Tags" || key == "IsTruncated" || key == "Marker";
      }))
    return &tags;
  if (form.has("Account") && form.keys.size() == 1 && form.inner.empty()) return &owner;
  return nullptr;
}

const Known* find(const Sniff& form) {
  for (const Known& entry : known)
    if (form.has(entry.key) && (entry.inner.empty()          ? true
                                : entry.inner.front() == '+' ? form.has(entry.inner.substr(1))
                                                             : form.has(entry.key, entry.inner)))
      return &entry;
  return byMembers(form);
}

std::string_view between(std::string_view text, std::string_view open, std::string_view close) {
  const auto from = text.find(open);
  if (from == std::string_view::npos) return {};
  const auto start = from + open.size();
  const auto end = text.find(close, start);
  return end == std::string_view::npos ? std::string_view{}
                                       : text.substr(start, std::min<std::size_t>(end - start, 200));
}

/// The code of an error that AWS answered with, in each of its ways: XML of the query APIs, JSON, and the
/// sentence that its command line writes. Empty where it is none.
std::string_view errorCode(std::string_view head, const Sniff& form) {
  if (form.first == '<')
    return head.find("<ErrorResponse") != std::string_view::npos ||
                   head.find("<Error>") != std::string_view::npos
               ? between(head, "<Code>", "</Code>")
               : std::string_view{};
  if (form.first == '{') {
    std::size_t from = 0;
    if (form.has("__type")) return nextText(head, "__type", from);
    if (form.has("Error", "Code") || form.has("Errors", "Code")) return nextText(head, "Code", from);
    return {};
  }
  if (head.substr(0, 4096).find("An error occurred (") != std::string_view::npos)
    return between(head, "An error occurred (", ")");
  return {};
}

/// "GetAccountAuthorizationDetails" of an answer in the XML of the query API.
std::string_view queryAnswer(std::string_view head, const Sniff& form) {
  if (form.first != '<' || head.find(".amazonaws.com/doc/") == std::string_view::npos) return {};
  std::string_view rest = head;
  if (const auto declaration = rest.find("?>"); declaration != std::string_view::npos && declaration < 200)
    rest.remove_prefix(declaration + 2);
  return between(rest, "<", "Response");
}

class OtherExports final : public Connector {
public:
  std::string_view id() const override { return "aws.other"; }
  std::string_view title() const override { return "AWS export that cannot be used"; }
  std::string_view exportCommand() const override { return {}; }

  Match recognises(std::string_view head) const override {
    const Sniff form = sniff(head);
    if (!errorCode(head, form).empty() || !queryAnswer(head, form).empty()) return Match::Yes;
    if (form.first == '{' && find(form) != nullptr) return Match::Yes;
    return Match::No;
  }

  Result<Facts> survey(const Input& input, const ReadOptions&) const override {
    return failure(refusal(input));
  }

  Result<ReadResult> read(const Input& input, const Facts&, const ReadOptions&, BatchSink&) const override {
    return failure(refusal(input));
  }

private:
  static Error refusal(const Input& input) {
    const std::string_view head = input.bytes.substr(0, 64U << 10);
    const Sniff form = sniff(head);
    Error error;
    error.code = ErrorCode::Unsupported;
    error.place.file = input.name;
    if (const auto code = errorCode(head, form); !code.empty()) {
      error.message = "this is an error answer of AWS: " + std::string(code.substr(0, 120));
      error.remedy = "Repeat the export with credentials that may make it";
    } else if (const auto answer = queryAnswer(head, form); !answer.empty()) {
      error.message = "this is " + std::string(answer.substr(0, 120)) + " in the XML of the IAM query API";
      error.remedy = account;
    } else if (const Known* entry = form.first == '{' ? find(form) : nullptr) {
      error.message = "this is " + std::string(entry->what);
      error.remedy = entry->remedy;
    } else {
      error = Error{ErrorCode::Unrecognised, "this is no known export of AWS", {}, {}};
    }
    return error;
  }
};

} // namespace

const Connector& otherExports() {
  static const OtherExports connector;
  return connector;
}

} // namespace countersign::aws
