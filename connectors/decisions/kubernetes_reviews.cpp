// SPDX-License-Identifier: Apache-2.0
#include "connectors/decisions/decision.h"

#include <algorithm>

namespace countersign::decisions {
namespace {

/// "deployments.apps/scale"; empty: it names no resource.
std::string resourceText(const std::string& resource, const std::string& group, const std::string& sub) {
  if (resource.empty()) return {};
  return resource + (group.empty() ? "" : "." + group) + (sub.empty() ? "" : "/" + sub);
}

std::string scopeText(const std::string& ns, const std::string& name) {
  return (ns.empty() ? std::string("cluster-wide") : "namespace " + ns) + (name.empty() ? "" : " / " + name);
}

/// When the server answered, as far as the object says it.
std::optional<Instant> timeOf(const Json& metadata) {
  if (const auto at = parseRfc3339(metadata["creationTimestamp"].asString())) return *at;
  std::optional<Instant> out;
  for (const Json& entry : metadata["managedFields"].items())
    if (const auto at = parseRfc3339(entry["time"].asString())) out = std::max(out.value_or(*at), *at);
  return out;
}

Result<RuntimeDecision> oneDecision(const Json& review, RuntimeDecision base) {
  const Json &status = review["status"], &spec = review["spec"];
  if (!status["allowed"].isBool())
    return failure(ErrorCode::Malformed, "a review without an answer: it was not sent to a server",
                   "Send it with: kubectl create -f review.json -o json");
  const bool denied = status["denied"].asBool();
  base.allowed = status["allowed"].asBool();
  if (base.allowed && denied)
    return failure(ErrorCode::Malformed, "a review that is allowed and denied at once");
  base.reason = status["reason"].asString();
  if (const std::string& error = status["evaluationError"].asString(); !error.empty())
    base.reason += (base.reason.empty() ? "" : "; ") + error;
  if (const Json& path = spec["nonResourceAttributes"]; path.isObject()) {
    if (path["path"].asString().empty() || path["verb"].asString().empty())
      return failure(ErrorCode::Malformed, "a review of a path without a path or a verb");
    base.action = path["verb"].asString() + ' ' + path["path"].asString();
    return base;
  }
  const Json& asked = spec["resourceAttributes"];
  const std::string what =
      resourceText(asked["resource"].asString(), asked["group"].asString(), asked["subresource"].asString());
  if (what.empty() || asked["verb"].asString().empty())
    return failure(ErrorCode::Malformed, "a review that names no verb and resource");
  base.action = asked["verb"].asString() + ' ' + what;
  base.resource = scopeText(asked["namespace"].asString(), asked["name"].asString());
  return base;
}

/// Lists of a rule; a missing one has one empty element.
std::vector<std::string> listed(const Json& rule, const char* member) {
  auto out = rule[member].strings();
  if (out.empty()) out.emplace_back();
  return out;
}

Result<void> addRule(const Json& rule, const std::string& ns, const RuntimeDecision& base, Decisions& to) {
  const auto verbs = listed(rule, "verbs"), groups = listed(rule, "apiGroups");
  const auto resources = listed(rule, "resources"), names = listed(rule, "resourceNames");
  const std::size_t limit = mostOfOneAnswer;
  for (const std::string& verb : verbs)
    for (const std::string& group : groups)
      for (const std::string& resource : resources)
        for (const std::string& name : names) {
          if (verb.empty() || resource.empty()) continue;
          if (to.size() >= limit)
            return failure(ErrorCode::Limit, "the review holds more than 100,000 single permissions");
          RuntimeDecision d = base;
          const auto slash = resource.find('/');
          d.action = verb + ' ' +
                     resourceText(resource.substr(0, slash), group,
                                  slash == std::string::npos ? "" : resource.substr(slash + 1));
          d.resource = scopeText(ns, name);
          to.push_back(std::move(d));
        }
  return {};
}

/// What a review of rules lists is allowed; what it does not list, may be so all the same
/// (authorization.k8s.io/v1 SubjectRulesReviewStatus).
Result<Decisions> ruleDecisions(const Json& review, RuntimeDecision base) {
  const Json& status = review["status"];
  if (!status.isObject())
    return failure(ErrorCode::Malformed, "a review without an answer: it was not sent to a server",
                   "Send it with: kubectl create -f review.json -o json");
  base.allowed = true;
  Decisions out;
  std::size_t index = 0;
  for (const Json& rule : status["resourceRules"].items()) {
    base.pointer = "/status/resourceRules/" + std::to_string(index++);
    COUNTERSIGN_TRY(addRule(rule, review["spec"]["namespace"].asString(), base, out));
  }
  index = 0;
  for (const Json& rule : status["nonResourceRules"].items()) {
    base.pointer = "/status/nonResourceRules/" + std::to_string(index++);
    for (const std::string& verb : rule["verbs"].strings())
      for (const std::string& path : rule["nonResourceURLs"].strings()) {
        if (verb.empty() || path.empty() || path.front() != '/') continue;
        if (out.size() >= mostOfOneAnswer)
          return failure(ErrorCode::Limit, "the review holds more than 100,000 single permissions");
        RuntimeDecision d = base;
        d.action = verb + ' ' + path;
        out.push_back(std::move(d));
      }
  }
  return out;
}

} // namespace

Result<Decisions> kubernetesDecisions(const Json& review, const About& about) {
  const std::string& kind = review["kind"].asString();
  RuntimeDecision base;
  base.system = "kubernetes";
  base.at = about.at ? about.at : timeOf(review["metadata"]);
  const bool self = kind == "SelfSubjectAccessReview" || kind == "SelfSubjectRulesReview";
  base.principal = self ? about.principal : review["spec"]["user"].asString();
  if (!self && !about.principal.empty() && about.principal != base.principal)
    return failure(ErrorCode::Malformed, "the line names another principal than the review in it");
  if (base.principal.empty())
    return failure(ErrorCode::Unsupported, "the review does not say of whom it is",
                   self ? R"(Write it on a line: {"principal": "system:serviceaccount:<namespace>:<name>", )"
                          R"("answer": <the review>})"
                        : "Ask again with spec.user");
  if (kind == "SelfSubjectRulesReview") return ruleDecisions(review, std::move(base));
  if (!self) base.groups = review["spec"]["groups"].strings(); // the server adds none of its own
  COUNTERSIGN_ASSIGN(RuntimeDecision one, oneDecision(review, std::move(base)));
  return Decisions{std::move(one)};
}

} // namespace countersign::decisions
