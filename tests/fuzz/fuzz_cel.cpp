// SPDX-License-Identifier: Apache-2.0
// links: countersign_access_cel
// An expression: nothing crashes, an error has its place, an answer is whole, and what is told although
// attributes are unknown is told as well where they are there.
#include "models/access/cel/iam.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace countersign;
using namespace countersign::cel;

namespace {

constexpr std::uint64_t steps = 20'000;

void evaluate(const Program& program) {
  Environment open, whole(true);
  open.set("x", Value::unknownAttribute("x"));
  whole.set("x", Value::text("projects/p"));
  const Value early = program.evaluate(open, steps), late = program.evaluate(whole, steps);
  if (describe(early).empty() || describe(late).empty()) std::abort();
  if (early.is(Kind::Bool) && late.is(Kind::Bool) && early.asBool() != late.asBool()) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto program = Program::parse(text);
  if (!program) {
    if (program.error().message.empty() || program.error().place.byte.value_or(0) > size) std::abort();
    return 0;
  }
  evaluate(*program);
  if (size > 2000) return 0;
  Question question;
  question.resource = "//storage.googleapis.com/projects/_/buckets/b";
  question.contextComplete = size % 2 == 0;
  const Answer out = answer(*program, question);
  const bool unsettled = out.verdict == Verdict::Conditional || out.verdict == Verdict::NotEvaluated;
  if (unsettled == out.missing.empty() || unsettled != out.why.empty()) std::abort();
  if (out.until && *out.until <= question.now) std::abort();
  return 0;
}
