// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/effective.h"
#include "models/access/aws/evaluate.h"
#include "models/access/aws/service_rules.h"
#include "models/identity/keys.h"

#include <algorithm>
#include <array>
#include <deque>

namespace countersign {
namespace {

/// Services whose resources have policies of their own that may deny and allow (IAM User Guide, "AWS services
/// that work with IAM", column "Resource-based policies").
constexpr std::array<std::string_view, 14> withResourcePolicies{
    "s3",  "sqs",    "sns",    "kms",        "lambda", "secretsmanager", "ecr",
    "sts", "events", "backup", "apigateway", "es",     "glacier",        "dynamodb"};

/// The ARN that a resource policy is attached to: of an object, its bucket.
std::string policyHolder(const std::string& resource) {
  const auto fields = iam::arnFields(resource);
  if (fields.size() == 6 && fields[2] == "s3") return resource.substr(0, resource.find('/'));
  if (fields.size() == 6 && fields[2] == "dynamodb") // an index of a table
    return resource.substr(0, resource.find("/index/"));
  return resource;
}

class AwsAnswering {
public:
  AwsAnswering(DocumentReader& reader, AwsPolicies& policies) : reader_(reader), policies_(policies) {}

  Answer run(const HeldDocumentPtr& principal, Question question) {
    held_ = awsHeldPolicies(reader_, principal, SourceRole::Live);
    if (question.principal.empty()) question.principal = held_.arn;
    AwsPolicySet set = awsPolicySet(held_, policies_);
    iam::Request request = iam::requestOf(question);
    std::vector<std::string> assumed;
    findResourcePolicy(request, set, assumed);
    findResourceControl(request, set);
    Answer out = iam::evaluate(request, set.set).answer;
    for (WhyStep& step : out.why)
      set.places.locate(step);
    admitGaps(std::move(assumed), out);
    return out;
  }

private:
  /// The policy of the resource, and whose the resource is.
  void findResourcePolicy(iam::Request& request, AwsPolicySet& set, std::vector<std::string>& assumed) {
    const std::string arn = policyHolder(request.resource);
    const auto roles = reader_.withKey(keys::awsArn(arn), {"aws.role"});
    const auto found = reader_.withKey(keys::awsArn(arn), {"aws.resource-policy"});
    if (iam::resourcePolicyApplies(request) && !roles.empty() && request.service() == "sts")
      useResourcePolicy(
          {"trust policy of " + roles.front()->document.object.name, {}, roles.front(), "/trust"}, set);
    else if (!found.empty()) {
      const std::string owner = found.front()->document.content["account"].asString();
      if (request.resourceAccount.empty()) request.resourceAccount = owner;
      if (found.front()->document.content.has("document"))
        useResourcePolicy({"policy of " + arn, {}, found.front(), "/document"}, set);
    } else {
      reader_.absent("aws.resource-policy " + arn);
      const auto service = request.service();
      const bool may = std::find(withResourcePolicies.begin(), withResourcePolicies.end(), service) !=
                           withResourcePolicies.end() &&
                       request.resource != "*" && request.resource.find(':') != std::string::npos;
      if (may || iam::needsResourcePolicy(request)) set.set.notImported.push_back("policies of " + arn);
      unknownResourcePolicy_ = may || iam::needsResourcePolicy(request);
    }
    if (const auto said = request.context.values.find("aws:resourceaccount");
        request.resourceAccount.empty() && said != request.context.values.end() && said->second.size() == 1)
      request.resourceAccount = said->second.front();
    if (request.resourceAccount.empty() && !held_.account.empty()) {
      request.resourceAccount = held_.account;
      assumed.push_back("if the resource belongs to account " + held_.account);
    }
  }

  void useResourcePolicy(HeldPolicy policy, AwsPolicySet& set) {
    resource_.push_back(std::move(policy));
    set.owned.push_back(policies_.of(resource_.back()));
    set.set.resource = set.owned.back().get();
    set.places.add(resource_.back());
  }

  /// RCPs of the resource's account: known where the caller is in the same one.
  void findResourceControl(const iam::Request& request, AwsPolicySet& set) {
    if (request.resourceAccount != held_.account) {
      if (iam::supportsResourceControl(request) == iam::Truth::Yes)
        set.set.notImported.push_back("resource control policies of account " +
                                      (request.resourceAccount.empty() ? "?" : request.resourceAccount));
      return;
    }
    addResourceControl(held_, policies_, set);
  }

  /// What is in no snapshot may allow what the rest does not, and deny what the rest allows.
  void admitGaps(std::vector<std::string> assumed, Answer& out) const {
    std::vector<std::string> gaps = held_.missing;
    for (const std::string& what : held_.assumed())
      gaps.push_back("denied only " + what);
    if (unknownResourcePolicy_) gaps.emplace_back("the policy of the resource is in no snapshot");
    if (out.verdict == Verdict::Denied && !out.explicitDeny && !gaps.empty()) {
      out.verdict = Verdict::NotEvaluated;
      out.deniedBy.clear();
      out.nothingAllows = true;
      out.missing.insert(out.missing.end(), gaps.begin(), gaps.end());
    } else if (out.verdict == Verdict::Allowed || out.verdict == Verdict::Conditional) {
      for (std::string& what : held_.assumed())
        out.conditions.push_back(std::move(what));
      out.conditions.insert(out.conditions.end(), assumed.begin(), assumed.end());
      if (!out.conditions.empty()) out.verdict = Verdict::Conditional;
    }
  }

  DocumentReader& reader_;
  AwsPolicies& policies_;
  HeldPolicies held_;
  std::deque<HeldPolicy> resource_;
  bool unknownResourcePolicy_ = false;
};

} // namespace

Answer awsAnswer(DocumentReader& reader, const HeldDocumentPtr& principal, const Question& question,
                 AwsPolicies& policies) {
  return AwsAnswering(reader, policies).run(principal, question);
}

} // namespace countersign
