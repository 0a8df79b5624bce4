// SPDX-License-Identifier: Apache-2.0
// links: countersign_access_gcp
#include "models/access/gcp/coverage.h"
#include "models/access/gcp/impersonate.h"
#include "models/access/gcp/rows.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace {

using namespace countersign;
using namespace countersign::gcp;

void require(bool holds) {
  if (!holds) std::abort();
}

Objects objectsOf(const Json& json) {
  Objects out;
  out.allowComplete = json["allowComplete"].asBool();
  out.denyComplete = json["denyComplete"].asBool();
  for (const Json& one : json["policies"].items())
    out.addPolicy(one["node"].asString(), one);
  for (const Json& one : json["assets"].items())
    out.addAsset(one);
  for (const Json& one : json["deny"].items())
    out.addDenyPolicy(one);
  for (const Json& one : json["containers"].items())
    out.addContainer(one);
  for (const Json& one : json["roles"].items())
    out.addRole(one);
  for (const Json& one : json["accounts"].items())
    out.addAccount(one);
  for (const Json& one : json["keys"].items())
    out.addKey(one);
  for (const auto& [name, members] : json["groups"].members())
    out.addGroup(name, members.strings());
  return out;
}

/// An answer that is open says why; one that is not is the same in who-can.
void agree(const Estate& estate, const Question& question) {
  const Answer said = answer(estate, question);
  require(said.verdict != Verdict::NotEvaluated || !said.missing.empty());
  require(said.verdict != Verdict::Conditional || !said.conditions.empty() || !said.missing.empty());
  require(said.verdict != Verdict::Allowed || !said.why.empty());
  const WhoCan can = whoCan(estate, question, 200);
  const Member who = readMember(question.principal);
  for (const Who& one : can.list) {
    require(one.answer.verdict != Verdict::Denied);
    if (one.member.same(who)) require(one.answer.verdict == said.verdict);
  }
}

} // namespace

/// {"policies": […], "assets", "deny", "containers", "roles", "accounts", "keys", "groups", "questions":
/// [{principal, action, resource}]}: what is read is answered consistently.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  JsonLimits limits;
  limits.maxNodes = 3000;
  const auto json = parseJson({reinterpret_cast<const char*>(data), size}, limits);
  if (!json) return 0;
  const Estate estate(objectsOf(*json));
  std::size_t n = 0;
  for (const Json& one : (*json)["questions"].items()) {
    if (++n > 8) break;
    const Question question{one["principal"].asString(), one["action"].asString(),
                            one["resource"].asString(),  {},
                            one["complete"].asBool(),    fromMicros(1'800'000'000'000'000)};
    agree(estate, question);
    for (const Row& row : rowsOf(estate, question, 100).rows)
      require(row.verdict != Verdict::Denied || !row.deniedBy.empty());
    const Impersonations reach = impersonations(estate, question, 500);
    for (const Impersonation& step : reach.list)
      require(reach.chain(step).front()->from == Impersonation::origin);
  }
  std::vector<Given> given;
  for (const AllowPolicy& policy : estate.objects().allow)
    for (const Binding& binding : policy.bindings)
      if (given.size() < 20) given.push_back({binding.role, {}, policy.node, binding.condition.expression});
  for (const Uncovered& one : uncovered(estate, given, given))
    require(one.permissions.empty());
  return 0;
}
