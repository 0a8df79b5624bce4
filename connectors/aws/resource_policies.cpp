// SPDX-License-Identifier: Apache-2.0
#include "connectors/aws/resource_policies.h"

#include "connectors/aws/answers.h"
#include "connectors/aws/facts.h"
#include "connectors/aws/resource_owner.h"
#include "connectors/aws/values.h"
#include "connectors/common/sinks.h"
#include "models/identity/aws_policy.h"
#include "models/identity/keys.h"

#include <map>

namespace countersign::aws {
namespace {

constexpr const char* part = "resource-policies";
constexpr const char* command =
    "for b in $(aws s3api list-buckets --query 'Buckets[].Name' --output text); do aws s3api "
    "get-bucket-policy --bucket $b --query \"{arn:'arn:aws:s3:::$b',answer:@}\"; done > "
    "resource-policies.json";
constexpr const char* remedy =
    "Put the ARN around the answer, {\"arn\": \"arn:aws:s3:::reports\", \"answer\": {…}}, as --query "
    "\"{arn:'arn:aws:s3:::reports',answer:@}\" does, or name the file by the ARN: "
    "arn%3Aaws%3As3%3A%3A%3Areports.json. A policy of a role or user is in aws iam "
    "get-account-authorization-details";

class Reader {
public:
  Reader(std::string scope, std::string nameArn) : scope_(std::move(scope)), nameArn_(std::move(nameArn)) {}
  Batch batch;
  bool whole = true;

  void take(const Answer& answer) {
    ResourceAnswer found = resourceAnswer(answer.json, nameArn_);
    if (!found.known)
      return fault(ErrorCode::Unsupported, "this is no answer with the policy of a resource", answer.where);
    if (!found.fault.empty()) return fault(ErrorCode::Malformed, std::move(found.fault), answer.where);
    if (found.arn.empty())
      return fault(ErrorCode::Unsupported, "the answer does not say whose policy it is", answer.where);
    if (!scope_.empty() && !found.account.empty() && found.account != scope_)
      return fault(ErrorCode::WrongScope,
                   found.arn + " is of account " + found.account + ", not of " + scope_, answer.where,
                   "Import the answers of one account at a time");
    add(found, answer);
  }

private:
  void fault(ErrorCode code, std::string message, const Locator& where, const char* what = remedy) {
    whole = false;
    batch.gaps.push_back(gapAt(code, std::move(message), what, where, part));
  }

  void add(const ResourceAnswer& found, const Answer& answer) {
    keys::Arn parts;
    keys::splitArn(found.arn, parts);
    Json content = Json::object().set("arn", found.arn).set("service", std::string(parts.service));
    content.setUnlessEmpty("account", found.account.empty() ? scope_ : found.account);
    if (found.policy != nullptr) content.set("document", policyOf(found, answer));
    const auto [before, fresh] = seen_.emplace(found.arn, content);
    if (fresh)
      batch.documents.emplace_back(document("aws.resource-policy", part, found.arn,
                                            std::string(parts.resource), {}, std::move(content)),
                                   answer.where);
    else if (before->second != content)
      fault(ErrorCode::DuplicateKey, found.arn + " is in the file with two different policies", answer.where,
            "Import the newer answer only");
  }

  Json policyOf(const ResourceAnswer& found, const Answer& answer) {
    auto normal = normalisePolicy(*found.policy, &batch.spellings);
    if (normal) return std::move(*normal);
    whole = false;
    Locator where = answer.inside(found.pointer);
    batch.gaps.push_back(gapAt(normal.error().code,
                               "the policy of " + found.arn + " cannot be read: " + normal.error().message,
                               "Compare it with what AWS shows, and export it again", where, part));
    return unparsedPolicy(*found.policy);
  }

  std::string scope_, nameArn_;
  std::map<std::string, Json> seen_;
};

/// The first account that the text names.
std::string_view accountIn(std::string_view text) {
  for (const char* key : {"arn", "ARN", "QueueArn", "TopicArn", "BackupVaultArn"})
    if (const auto account = accountBehind(text, key); !account.empty()) return account;
  for (const char* key : {"account", "registryId"}) {
    std::size_t from = 0;
    if (const auto account = nextText(text, key, from); isAccountId(account)) return account;
  }
  return {};
}

class ResourcePolicies final : public Connector {
public:
  std::string_view id() const override { return "aws.resource-policies"; }
  std::string_view title() const override { return "AWS policies of resources"; }
  std::string_view exportCommand() const override { return command; }

  Match recognises(std::string_view head) const override {
    return looksLikeResourcePolicy(sniff(head)) ? Match::Yes : Match::No;
  }

  Result<Facts> survey(const Input& input, const ReadOptions& options) const override {
    const Sniff form = sniff(input.bytes.substr(0, 64U << 10));
    const std::string byName = arnOfFileName(input.name);
    if (byName.empty() && !namesItsResource(form)) return failure(nobodys(form, input));
    std::string_view account = accountOfArn(byName);
    if (account.empty()) account = accountIn(input.bytes);
    return accountFacts(account, options, "aws");
  }

  Result<ReadResult> read(const Input& input, const Facts& facts, const ReadOptions& options,
                          BatchSink& sink) const override {
    COUNTERSIGN_ASSIGN(const Answers answers, readAnswers(input, options.limits, sink));
    // The name of a file can say whose one answer is, not whose many are.
    Reader reader(facts.scope.value_or(std::string()),
                  answers.list.size() == 1 ? arnOfFileName(input.name) : std::string());
    for (const Answer& answer : answers.list)
      reader.take(answer);
    COUNTERSIGN_TRY(deliver(std::move(reader.batch), sink, input.name));
    const bool whole = answers.whole && reader.whole && !input.truncatedInput;
    return ReadResult{
        {PartState{part, false,
                   whole ? "the file shows the resources that were asked for, not that there are no others"
                         : "the file ends early or has unusable answers"}}};
  }

private:
  static Error nobodys(const Sniff& form, const Input& input) {
    Error error;
    error.code = ErrorCode::Unsupported;
    error.message = form.has("Statement") ? "this is a policy document alone: it does not say whose it is"
                                          : "this is an answer with a policy that does not say whose it is";
    error.remedy = remedy;
    error.place.file = input.name;
    return error;
  }
};

} // namespace

const Connector& resourcePolicies() {
  static const ResourcePolicies connector;
  return connector;
}

} // namespace countersign::aws
