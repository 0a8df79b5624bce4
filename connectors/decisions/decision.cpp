// SPDX-License-Identifier: Apache-2.0
#include "connectors/decisions/decision.h"

#include "models/identity/decision_keys.h"
#include "models/identity/digest.h"

#include <algorithm>

namespace countersign::decisions {
namespace {

constexpr std::size_t longestName = 2'048, longestReason = 500;

/// One line of plain text, cut between characters.
std::string plain(std::string text) {
  if (text.size() > longestReason) {
    std::size_t end = longestReason;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
      --end;
    text.resize(end);
  }
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  return text;
}

/// With what a question was asked besides its words; empty: nothing.
std::string circumstances(const RuntimeDecision& d) {
  Json out = Json::object();
  out.setUnlessEmpty("context", d.context);
  if (d.groups) out.set("groups", Json::stringSet(*d.groups));
  return out.empty() ? std::string() : " · " + sha256(canonicalJson(out).value_or("")).hex().substr(0, 16);
}

} // namespace

Result<Document> documentOf(const RuntimeDecision& d, const std::string& scope) {
  for (const std::string* text : {&d.principal, &d.action, &d.resource}) {
    if (text->size() > longestName)
      return failure(ErrorCode::Limit, "a name in the answer is longer than 2 KiB");
    if (std::any_of(text->begin(), text->end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }))
      return failure(ErrorCode::Malformed, "a name in the answer holds control characters");
  }
  Document out;
  out.schema = std::string(decisionKind) + "/1";
  out.part = decisionPart;
  out.object.kind = decisionKind;
  out.object.uid =
      d.principal + " · " + d.action + (d.resource.empty() ? "" : " · " + d.resource) + circumstances(d);
  out.object.name = d.action + (d.resource.empty() ? "" : " on " + d.resource);
  Json c = Json::object();
  c.set("system", d.system).set("principal", d.principal).set("action", d.action);
  if (d.system != "aws") c.setUnlessEmpty("cluster", scope);
  c.setUnlessEmpty("resource", d.resource).setUnlessEmpty("context", d.context);
  if (d.groups) c.set("groups", Json::stringSet(*d.groups));
  c.setUnlessEmpty("missingContext", Json::stringSet(d.missingContext));
  c.set("decision", d.allowed ? "allowed" : "denied").setUnlessEmpty("reason", plain(d.reason));
  if (d.at) c.set("at", formatRfc3339(*d.at));
  out.content = std::move(c);
  return out;
}

bool isReviewKind(std::string_view kind) {
  return kind == "SubjectAccessReview" || kind == "LocalSubjectAccessReview" ||
         kind == "SelfSubjectAccessReview" || kind == "SelfSubjectRulesReview";
}

std::string_view systemOf(const Json& answer) {
  if (isReviewKind(answer["kind"].asString())) return "kubernetes";
  if (answer["EvaluationResults"].isArray()) return "aws";
  const Json& data = answer["data"].isObject() ? answer["data"] : answer;
  const auto texts = [](const Json& list) {
    return list.isArray() && !list.empty() && list.strings().size() == list.size();
  };
  const bool vault = texts(answer) ||
                     (!data.members().empty() && std::any_of(data.members().begin(), data.members().end(),
                                                             [&](const auto& m) { return texts(m.second); }));
  return vault ? "vault" : "";
}

} // namespace countersign::decisions
