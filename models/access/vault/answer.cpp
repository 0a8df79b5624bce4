// SPDX-License-Identifier: Apache-2.0
#include "models/access/vault/constraints.h"
#include "models/access/vault/holder.h"
#include "models/access/vault/special_paths.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace countersign::vault {
namespace {

std::string denialText(const Decision& decision) {
  switch (decision.denial) {
  case Denial::None:
  case Denial::NoRule:
    return "no policy has a path that matches";
  case Denial::Deny:
    return "capability deny";
  case Denial::NoCapability:
    return "the path that matches best does not have the capability";
  case Denial::Wrapping:
    return "response wrapping TTL";
  case Denial::Required:
    return "required parameter " + decision.parameter;
  case Denial::DeniedParameter:
    return "denied parameter " + decision.parameter;
  case Denial::NotAllowedParameter:
    return "parameter " + decision.parameter + " is not allowed";
  case Denial::Pagination:
    return "pagination limit";
  }
  return {};
}

Request requestOf(const Question& question) {
  Request out{question.action, question.resource, {}, {}, true};
  static constexpr std::string_view prefix = "parameter:";
  for (const auto& [key, values] : question.context) {
    const std::string& first = values.empty() ? std::string() : values.front();
    if (key.starts_with(prefix)) out.parameters.emplace_back(key.substr(prefix.size()), Json(first));
    std::int64_t seconds = 0;
    if (key == "wrap-ttl" &&
        std::from_chars(first.data(), first.data() + first.size(), seconds).ec == std::errc())
      out.wrapTtl = std::chrono::seconds(seconds);
  }
  return out;
}

void explain(const Holder& holder, const Decision& decision, Answer& out) {
  if (decision.root) out.why.push_back({"policy", "the policy root allows everything", "root", {}});
  if (decision.rule == nullptr) return;
  for (const Source& source : decision.rule->sources) {
    std::string by;
    for (const std::string& reason : holder.reasonsFor(source.policy))
      by += (by.empty() ? "" : "; ") + reason;
    std::string text = "path \"" + source.key + "\": ";
    for (const std::string& capability : capabilityNames(source.capabilities))
      text += capability + ' ';
    text += "(" + by + ')';
    out.why.push_back(
        {"policy", text, source.policy, source.line == 0 ? "" : "line " + std::to_string(source.line)});
  }
}

bool takesParameters(std::string_view operation) {
  return operation == "read" || operation == "create" || operation == "update" || operation == "patch";
}

/// A deny at the exact path stays, whatever else there may be.
bool deniedForSure(const Decision& decision, std::string_view path) {
  while (path.starts_with('/'))
    path.remove_prefix(1);
  return decision.denial == Denial::Deny && !decision.rule->placement.prefix &&
         !decision.rule->placement.segmentWildcards && decision.rule->placement.path == path;
}

/// Denied only for the lack of something that the question does not say.
bool couldBeAllowed(const Decision& decision, const Request& request) {
  if (decision.denial == Denial::Required) return true;
  if (decision.denial != Denial::Wrapping || request.wrapTtl) return false;
  const Permissions& p = decision.rule->permissions;
  return p.minWrappingTtl == Duration(0) || p.maxWrappingTtl == Duration(0) ||
         p.minWrappingTtl <= p.maxWrappingTtl;
}

Answer denied(std::string by, bool explicitDeny) {
  Answer out;
  out.verdict = Verdict::Denied;
  out.explicitDeny = explicitDeny;
  out.deniedBy = std::move(by);
  return out;
}

/// What is missing that could change the answer.
std::vector<std::string> missingFor(const Holder& holder, std::string_view path) {
  std::vector<std::string> out = holder.missing;
  for (const Unplaced& rule : holder.acl.unplacedFor(path))
    out.push_back("policy " + rule.source.policy + ", path \"" + rule.source.key + "\": " + rule.reason);
  return out;
}

/// Nobody asks for a policy here.
Answer open(std::string condition) {
  Answer out;
  out.verdict = condition.empty() ? Verdict::Allowed : Verdict::Conditional;
  out.why.push_back({"path", "this path asks for no token", {}, {}});
  if (!condition.empty()) out.conditions.push_back(std::move(condition));
  return out;
}

bool knownOperation(std::string_view operation) {
  static constexpr std::array known{
      std::string_view("read"),     std::string_view("list"),   std::string_view("scan"),
      std::string_view("create"),   std::string_view("update"), std::string_view("patch"),
      std::string_view("delete"),   std::string_view("revoke"), std::string_view("renew"),
      std::string_view("rollback"), std::string_view("help"),   std::string_view("recover")};
  return std::find(known.begin(), known.end(), operation) != known.end();
}

/// A rule allows the operation, or could: what it asks for beside that.
Answer allowed(const Decision& decision, const Question& question, PathProtection protection) {
  Answer out;
  out.verdict = Verdict::Allowed;
  if (protection == PathProtection::SudoIfPki && !decision.sudo)
    out.conditions.emplace_back("the mount is no PKI engine, which asks for sudo here");
  if (decision.rule != nullptr) {
    const Permissions& p = decision.rule->permissions;
    for (std::string& one : approvalTexts(p))
      out.conditions.push_back(std::move(one));
    const bool lists = question.action == "list" || question.action == "scan";
    if (!question.contextComplete)
      for (std::string& one : constraintTexts(p, takesParameters(question.action), lists))
        out.conditions.push_back(std::move(one));
  }
  if (!out.conditions.empty()) out.verdict = Verdict::Conditional;
  return out;
}

/// Where everything about the holder is known.
Answer decided(const Decision& decision, const Request& request, const Question& question,
               PathProtection protection) {
  if (!decision.allowed && (question.contextComplete || !couldBeAllowed(decision, request))) {
    if (protection == PathProtection::OpenLogin)
      return open("the auth method has its login here; no policy gives more");
    return denied(denialText(decision), decision.denial == Denial::Deny);
  }
  if (protection == PathProtection::Sudo && !decision.sudo && question.action != "help")
    return denied("the path is root-protected and the rule does not have sudo", false);
  return allowed(decision, question, protection);
}

} // namespace

std::optional<std::vector<std::string>> capabilities(const Holder& holder, std::string_view path) {
  if (!holder.refused.empty()) return std::vector<std::string>{"deny"};
  if (holder.acl.isRoot() || missingFor(holder, path).empty()) return holder.acl.capabilities(path);
  return std::nullopt;
}

Answer answer(const Holder& holder, const Question& question) {
  const PathProtection protection = pathProtection(question.resource, holder.acl.engine());
  if (protection == PathProtection::Open) return open({});
  if (!knownOperation(question.action)) {
    Answer out;
    out.missing.push_back("what the operation '" + question.action + "' is");
    return out;
  }
  if (!holder.refused.empty()) return denied(holder.refused, true);
  const Request request = requestOf(question);
  const Decision decision = holder.acl.decide(request);
  std::vector<std::string> missing = missingFor(holder, question.resource);
  const bool sure = missing.empty() || decision.root || question.action == "help" ||
                    deniedForSure(decision, question.resource);
  Answer out;
  if (sure) {
    out = decided(decision, request, question, protection);
    explain(holder, decision, out);
    out.until = holder.acl.nextExpiration();
  } else {
    out.missing = std::move(missing);
  }
  return out;
}

} // namespace countersign::vault
