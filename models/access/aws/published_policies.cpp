// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/published_policies.h"

#include "models/access/catalogue.h"
#include "models/identity/aws_policy.h"

#include <map>
#include <mutex>

namespace countersign {
namespace {

PublishedPolicy made(const std::string& arn) {
  const auto contents = roleContents("aws", arn);
  if (!contents) return {};
  auto policy = normalisePolicy(Json(contents->content));
  if (!policy) return {}; // as if the catalogue had none: its text is reported as missing
  auto held = std::make_shared<HeldDocument>();
  held->document.object = {"aws.policy", arn, contents->name, {}};
  Json& content = held->document.content = Json::object();
  content.set("arn", arn).set("document", std::move(*policy));
  content.setUnlessEmpty("defaultVersion", contents->version);
  held->digest = sha256(canonicalJson(content).value_or(std::string()));
  held->system = "aws";
  held->sourceName = "catalogue of " + contents->from.date;
  return {std::move(held), "if policy " + contents->name + " is still as AWS published it (catalogue of " +
                               contents->from.date + "; its text is in no snapshot)"};
}

} // namespace

PublishedPolicy publishedPolicy(const std::string& arn) {
  static std::mutex mutex;
  static std::map<std::string, PublishedPolicy> known; // no more than the catalogue has
  const std::lock_guard lock(mutex);
  const auto found = known.find(arn);
  if (found != known.end()) return found->second;
  PublishedPolicy out = made(arn);
  if (out.document) known.emplace(arn, out);
  return out;
}

} // namespace countersign
