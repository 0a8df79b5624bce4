// SPDX-License-Identifier: Apache-2.0
#include "models/access/cel/iam.h"

namespace countersign::cel {
namespace {

constexpr std::string_view layer = "condition";

std::string excerpt(const std::string& text) {
  constexpr std::size_t most = 400;
  if (text.size() <= most) return text;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
    --end;
  return text.substr(0, end) + "…";
}

void takeMissing(Answer& out, const Missing& why, const std::string& text) {
  out.verdict = why.reasons.empty() ? Verdict::Conditional : Verdict::NotEvaluated;
  for (const std::string& name : why.attributes)
    out.missing.push_back(name + " is not known");
  out.missing.insert(out.missing.end(), why.reasons.begin(), why.reasons.end());
  if (out.verdict == Verdict::Conditional) out.conditions.push_back(text);
}

} // namespace

Answer answer(const Program& condition, const Question& question) {
  Answer out;
  const std::string text = excerpt(condition.text());
  const Value value = condition.evaluate(iamEnvironment(question, question.now));
  if (value.isUnknown()) {
    takeMissing(out, value.asUnknown(), text);
  } else if (value.is(Kind::Bool)) {
    out.verdict = value.asBool() ? Verdict::Allowed : Verdict::Denied;
    out.why.push_back({std::string(layer), text, {}, {}});
  } else if (value.isFault()) {
    out.verdict = Verdict::Denied;
    out.why.push_back({std::string(layer), text + ": " + excerpt(value.asFault()), {}, {}});
  } else {
    out.missing.push_back("the condition is no yes or no but a " + std::string(typeName(value.kind())));
  }
  if (out.verdict == Verdict::Denied) out.deniedBy = layer;
  if (out.verdict != Verdict::NotEvaluated) out.until = nextChange(condition, question);
  return out;
}

Answer answer(std::string_view condition, const Question& question) {
  const auto program = Program::parse(condition);
  if (program) return answer(*program, question);
  Answer out;
  out.missing.push_back("the condition cannot be read: " + program.error().text());
  return out;
}

} // namespace countersign::cel
