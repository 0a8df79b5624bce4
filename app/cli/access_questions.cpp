// SPDX-License-Identifier: Apache-2.0
#include "app/cli/access_questions.h"

#include "app/cli/json_views.h"
#include "app/cli/output.h"
#include "app/cli/session.h"

#include <algorithm>

namespace countersign::cli {
namespace {

std::string joined(const std::vector<std::string>& texts, const char* between) {
  std::string out;
  for (const std::string& t : texts)
    out += (out.empty() ? "" : between) + t;
  return out;
}

Json chainStepJson(const WhyStep& step, const ChainStep* located) {
  Json out = Json::object();
  out.set("layer", step.layer).set("text", step.text);
  out.setUnlessEmpty("document", step.document).setUnlessEmpty("pointer", step.pointer);
  if (located != nullptr) out.set("trace", traceJson(located->trace));
  return out;
}

} // namespace

Result<void> addContext(const std::vector<std::string>& pairs, Question& to) {
  for (const std::string& pair : pairs) {
    const auto equals = pair.find('=');
    if (equals == std::string::npos || equals == 0)
      return failure(ErrorCode::InvalidArgument, "--context: '" + pair + "' is not key=value",
                     "Write for instance --context aws:SourceIp=203.0.113.7");
    to.context[pair.substr(0, equals)].push_back(pair.substr(equals + 1));
  }
  return {};
}

Result<Question> questionFromJson(const std::string& line) {
  COUNTERSIGN_ASSIGN(const Json j, parseJson(line));
  constexpr const char* form =
      R"(Write one question a line: {"principal": …, "action": …, "resource": …, "context": {key: value}})";
  if (!j.isObject()) return failure(ErrorCode::Malformed, "the line is not an object", form);
  Question q;
  for (const auto& [name, to] : {std::pair{"principal", &q.principal}, std::pair{"action", &q.action},
                                 std::pair{"resource", &q.resource}}) {
    if (j.has(name) && !j[name].isString())
      return failure(ErrorCode::Malformed, std::string(name) + " is not a text", form);
    *to = j[name].asString();
  }
  for (const char* member : {"principal", "action"})
    if (j[member].asString().empty())
      return failure(ErrorCode::Malformed, std::string("the question has no ") + member, form);
  if (j.has("contextComplete") && !j["contextComplete"].isBool())
    return failure(ErrorCode::Malformed, "contextComplete is neither true nor false", form);
  q.contextComplete = j["contextComplete"].asBool();
  if (j.has("context") && !j["context"].isObject())
    return failure(ErrorCode::Malformed, "context is not an object of keys and values", form);
  for (const auto& [key, value] : j["context"].members()) {
    const Json::Array& all = value.items();
    const bool texts =
        value.isString() ||
        (value.isArray() && std::all_of(all.begin(), all.end(), [](const Json& v) { return v.isString(); }));
    if (!texts)
      return failure(ErrorCode::Malformed,
                     "context: the value of '" + key + "' is neither text nor a list of texts", form);
    q.context[key] = value.strings();
  }
  return q;
}

Json answerJson(const PrincipalAnswer& a) {
  Json why = Json::array();
  for (std::size_t i = 0; i < a.answer.why.size(); ++i)
    why.push(chainStepJson(a.answer.why[i], i < a.chain.size() ? &a.chain[i] : nullptr));
  Json out = Json::object();
  out.set("record", a.recordUid).set("name", a.recordName).set("principal", a.principal);
  out.set("system", a.system).set("verdict", std::string(name(a.answer.verdict)));
  out.setUnlessEmpty("deniedBy", a.answer.deniedBy);
  out.setUnlessEmpty("conditions", stringsJson(a.answer.conditions));
  out.setUnlessEmpty("missing", stringsJson(a.answer.missing));
  if (a.answer.until) out.set("until", timeJson(a.answer.until));
  out.set("why", std::move(why));
  return out;
}

std::string answerText(const Answer& a) {
  std::string out(name(a.verdict));
  if (a.verdict == Verdict::Denied && !a.deniedBy.empty()) out += " by " + a.deniedBy;
  if (a.verdict == Verdict::Conditional) out += ": " + joined(a.conditions, "; ");
  if (a.verdict == Verdict::NotEvaluated) out += ": " + joined(a.missing, "; ");
  if (a.until) out += " (until " + formatRfc3339Seconds(*a.until) + ")";
  return out;
}

int exitOf(const std::vector<PrincipalAnswer>& answers) {
  const auto has = [&](Verdict v) {
    return std::any_of(answers.begin(), answers.end(),
                       [&](const PrincipalAnswer& a) { return a.answer.verdict == v; });
  };
  if (has(Verdict::Denied)) return Failed;
  return has(Verdict::Conditional) || has(Verdict::NotEvaluated) ? Refused : Done;
}

} // namespace countersign::cli
