// SPDX-License-Identifier: Apache-2.0
// links: countersign_access_aws
#include "models/access/aws/coverage.h"
#include "models/access/aws/grants.h"
#include "models/access/aws/naming_rows.h"

#include <cstdint>
#include <cstdlib>

namespace {

using namespace countersign;
using namespace countersign::iam;

/// Every policy gives what it gives.
void compare(const std::string& text) {
  const Policy policy = parsePolicy(Json(text), "fuzzed");
  const Policy open =
      parsePolicy(*parseJson(R"({"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}})"), "open");
  const Coverage own = coverage({&policy}, {&policy});
  if (own.covered == Truth::No) std::abort();
  if (own.covered == Truth::Undecided && own.rest.empty() && own.reason.empty()) std::abort();
  for (const Uncovered& part : coverage({&open}, {&policy}).rest)
    if (part.certain == Truth::Undecided && part.reason.empty()) std::abort();
  coverage({&policy}, {&open, &policy});
}

void list(const std::string& text, bool limited) {
  PrincipalPolicies policies;
  policies.principal = "arn:aws:iam::111111111111:user/ci";
  policies.identity = {
      {"open", R"({"Statement":{"Effect":"Allow","Action":["s3:*","*a*"],"Resource":"*"}})", {}},
      {"fuzzed", text, {}}};
  if (limited) {
    policies.boundary = {{"fuzzed", text, {}}};
    policies.serviceControl = {{"r-1", {{"fuzzed", text, {}}}}};
  }
  const GrantRows rows = grantRows(policies);
  if (!rows.complete && rows.reason.empty()) std::abort();
  for (const GrantRow& row : rows.rows) {
    if (row.effect == Statement::Effect::Deny) continue;
    if ((row.verdict == GrantVerdict::Conditional) == row.conditions.empty() &&
        row.verdict != GrantVerdict::NotEvaluated)
      std::abort();
    if ((row.verdict == GrantVerdict::NotEvaluated) == row.missing.empty()) std::abort();
    if (row.verdict == GrantVerdict::Denied && row.limits.empty()) std::abort();
  }
}

/// The policy of a resource, beside own policies and without.
void name(const std::string& text) {
  const char* const who = "arn:aws:iam::111111111111:user/ci";
  const Policy policy = parsePolicy(Json(text), "fuzzed");
  PolicySet own;
  for (int i = 0; i < 2; ++i) {
    const GrantRows rows = grantRows(who, own);
    const NamingRows named = namingRows({who, own, &rows, {}},
                                        {{&policy, "arn:aws:s3:::b", "111111111111", false},
                                         {&policy, "arn:aws:iam::111111111111:role/r", {}, true}},
                                        {});
    if (!named.complete && named.reason.empty()) std::abort();
    for (const NamingRow& row : named.rows)
      if (row.row.verdict == GrantVerdict::Denied || row.policy > 1) std::abort();
    own.identity = {&policy};
    own.boundary = {&policy};
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  compare(text);
  list(text, false);
  list(text, true);
  name(text);
  return 0;
}
