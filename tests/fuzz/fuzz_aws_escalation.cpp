// SPDX-License-Identifier: Apache-2.0
// links: countersign_access_aws
#include "models/access/aws/escalation.h"

#include <cstdint>
#include <cstdlib>

using namespace countersign;
using namespace countersign::iam;

namespace {

constexpr const char* who = "arn:aws:iam::111111111111:user/ci";

EscalationPaths pathsOf(const std::string& text, const char* boundary) {
  PrincipalPolicies policies;
  policies.principal = who;
  policies.identity = {{"fuzzed", text, {}}};
  if (boundary) policies.boundary = {{"boundary", boundary, {}}};
  return escalationPaths(grantRows(policies), policies.principal);
}

} // namespace

/// Each path has its permissions and says why it is conditional; a boundary never adds one.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 20'000) return 0;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const EscalationPaths open = pathsOf(text, nullptr);
  for (const EscalationPath& path : open.list) {
    if (path.steps.empty() || (path.conditional && path.needs.empty())) std::abort();
    for (const WhyStep& step : path.steps)
      if (step.document.empty()) std::abort();
  }
  const EscalationPaths limited =
      pathsOf(text, R"({"Statement":{"Effect":"Allow","Action":["iam:*","sts:*"],"Resource":"*"}})");
  if (open.missing.empty() && limited.missing.empty() && limited.list.size() > open.list.size()) std::abort();
  return 0;
}
