// SPDX-License-Identifier: Apache-2.0
#include "connectors/aws/resource_owner.h"

#include "connectors/aws/values.h"
#include "models/identity/aws_policy.h"
#include "models/identity/keys.h"

#include <algorithm>
#include <array>

namespace countersign::aws {
namespace {

/// Members that stand beside a policy in answers of Amazon S3, AWS KMS, AWS Lambda and AWS Backup.
constexpr std::array<std::string_view, 5> besidePolicy{"Policy", "PolicyName", "RevisionId",
                                                       "BackupVaultName", "BackupVaultArn"};

bool endsWith(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

bool hasInner(const Sniff& form, std::string_view key) {
  return std::any_of(form.inner.begin(), form.inner.end(),
                     [&](const auto& entry) { return entry.first == key; });
}

/// The policy of Amazon SQS and SNS is one of many attributes. An answer without it says that there is none
/// only where all attributes were asked for.
void attributes(const Json& body, ResourceAnswer& out) {
  const Json& all = body["Attributes"];
  out.arn = all["QueueArn"].asString();
  if (out.arn.empty()) out.arn = all["TopicArn"].asString();
  out.policy = body.find("/Attributes/Policy");
  out.pointer = "/Attributes/Policy";
  const bool whole =
      all.has("TopicArn") ? all.has("Owner") : all.has("CreatedTimestamp") && all.has("VisibilityTimeout");
  if (out.policy == nullptr && !whole)
    out.fault =
        "the answer has no policy and does not show that it was asked for: name the attributes Policy "
        "and QueueArn, or All";
}

void repository(const Json& body, ResourceAnswer& out) {
  out.policy = body.find("/policyText");
  out.pointer = "/policyText";
  out.account = body["registryId"].asString();
}

/// What the answer says by itself.
ResourceAnswer bare(const Json& body) {
  ResourceAnswer out;
  out.known = true;
  if (body["Attributes"].isObject()) {
    attributes(body, out);
  } else if (body.has("policyText")) {
    repository(body, out);
  } else if (body.has("Statement")) {
    out.policy = &body;
  } else if (body.has("Policy")) {
    out.arn = body["BackupVaultArn"].asString();
    out.policy = body.find("/Policy");
    out.pointer = "/Policy";
  } else if (body.has("ARN") && (body.has("ResourcePolicy") || body.size() == 2)) {
    out.arn = body["ARN"].asString();
    out.policy = body.find("/ResourcePolicy");
    out.pointer = "/ResourcePolicy";
  } else {
    out.known = false;
  }
  if (out.policy != nullptr && out.policy->isNull()) out.policy = nullptr;
  return out;
}

/// The ARN that stands around an answer may not contradict what the answer itself says.
std::string contradiction(const ResourceAnswer& answer, const Json& body, const std::string& arn) {
  if (!answer.arn.empty() && answer.arn != arn) return "the answer is of " + answer.arn + ", not of " + arn;
  keys::Arn parts;
  if (!body.has("policyText") || !keys::splitArn(arn, parts)) return {};
  const std::string& name = body["repositoryName"].asString();
  if (parts.service != "ecr" || (!name.empty() && parts.resource != "repository/" + name))
    return "the answer is of the repository " + name + ", not of " + arn;
  return {};
}

std::string unusable(const std::string& arn) {
  keys::Arn parts;
  if (!keys::splitArn(arn, parts) || parts.service.empty() || parts.resource.empty())
    return "'" + arn.substr(0, 200) + "' is no ARN";
  if (parts.service == "iam")
    return "trust policies come with the export of the account (aws iam get-account-authorization-details)";
  if (arn.find_first_of("*?") != std::string::npos) return arn + " names more than one resource";
  return {};
}

} // namespace

ResourceAnswer resourceAnswer(const Json& answer, const std::string& nameArn) {
  const bool wrapped = answer.has("arn") && answer.has("answer");
  const Json& body = wrapped ? answer["answer"] : answer;
  ResourceAnswer out;
  if (wrapped && body.isNull())
    out.known = true; // AWS answered that there is no policy
  else
    out = bare(body);
  if (!out.known) return out;
  std::string arn = wrapped ? answer["arn"].asString() : out.arn;
  if (arn.empty()) arn = nameArn;
  if (wrapped) out.pointer.insert(0, "/answer");
  if (wrapped && isAccountId(answer["account"].asString())) out.account = answer["account"].asString();
  if (arn.empty()) return out;
  if (out.fault.empty()) out.fault = contradiction(out, body, arn);
  if (out.fault.empty()) out.fault = unusable(arn);
  out.arn = std::move(arn);
  const std::string own(accountOfArn(out.arn));
  if (!own.empty() && !out.account.empty() && out.account != own && out.fault.empty())
    out.fault = "the answer is of account " + out.account + ", not of " + own;
  if (!own.empty()) out.account = own;
  return out;
}

bool looksLikeResourcePolicy(const Sniff& form) {
  if (form.hasAll({"arn", "answer"}) || form.has("Statement", "Effect")) return true;
  if (form.has("Attributes", "QueueArn") || form.has("Attributes", "TopicArn")) return true;
  if (form.hasAll({"repositoryName", "policyText"}) || form.hasAll({"ARN", "ResourcePolicy"})) return true;
  if (!form.has("Policy") || (hasInner(form, "Policy") && !form.has("Policy", "Statement"))) return false;
  return std::all_of(form.keys.begin(), form.keys.end(), [](const std::string& key) {
    return std::find(besidePolicy.begin(), besidePolicy.end(), key) != besidePolicy.end();
  });
}

bool namesItsResource(const Sniff& form) {
  return form.has("arn") || form.has("ARN") || form.has("BackupVaultArn") ||
         form.has("Attributes", "QueueArn") || form.has("Attributes", "TopicArn");
}

std::string arnOfFileName(std::string_view name) {
  if (const auto inner = name.rfind("!/"); inner != std::string_view::npos) name.remove_prefix(inner + 2);
  if (const auto slash = name.find_last_of("/\\"); slash != std::string_view::npos)
    name.remove_prefix(slash + 1);
  for (const std::string_view end : {".gz", ".zst", ".bz2", ".xz", ".json", ".txt"})
    if (endsWith(name, end)) name.remove_suffix(end.size());
  const auto decoded = decodePercent(name);
  keys::Arn parts;
  return decoded && keys::splitArn(*decoded, parts) ? *decoded : std::string();
}

} // namespace countersign::aws
