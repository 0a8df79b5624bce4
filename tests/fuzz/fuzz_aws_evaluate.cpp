// SPDX-License-Identifier: Apache-2.0
// links: countersign_access_aws
#include "models/access/aws/evaluate.h"

#include <cstdint>
#include <cstdlib>

namespace {

using namespace countersign;
using namespace countersign::iam;

/// The input as every kind of policy at once. An allow-all besides it may change an answer, but never take a
/// statement that denies away.
void ask(const Json& json, bool complete, bool pattern) {
  const Policy policy = parsePolicy(json, "fuzzed");
  const Policy open =
      parsePolicy(*parseJson(R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})"), "open");
  Context context;
  context.complete = complete;
  context.values["aws:username"] = {"ci"};
  context.values["aws:tagkeys"] = {"a", "b"};
  context.values["aws:sourceip"] = {"203.0.113.7"};
  const Request request = requestOf(
      principalOf("arn:aws:sts::111111111111:assumed-role/ci/build"), "s3:GetObject",
      pattern ? "arn:aws:s3:::reports/*" : "arn:aws:s3:::reports/a", "111111111111", pattern, context);
  PolicySet alone;
  alone.identity = {&policy};
  const Evaluation first = evaluate(request, alone);
  PolicySet more = alone;
  more.identity.push_back(&open);
  if (first.answer.explicitDeny != evaluate(request, more).answer.explicitDeny) std::abort();
  more.boundary = more.session = more.endpoint = {&policy};
  more.resource = &policy;
  more.serviceControl = more.resourceControl = {{"r-1", {&policy, &open}}};
  const Answer answer = evaluate(request, more).answer;
  if (answer.verdict == Verdict::Conditional && answer.conditions.empty()) std::abort();
  if (answer.verdict == Verdict::Denied && answer.deniedBy.empty()) std::abort();
  if (first.answer.explicitDeny && !answer.explicitDeny) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto parsed = parseJson(text);
  for (const bool complete : {false, true})
    for (const bool pattern : {false, true})
      ask(parsed ? *parsed : Json(text), complete, pattern);
  return 0;
}
