// SPDX-License-Identifier: Apache-2.0
// links: countersign_access_azure
#include "models/access/azure/becomes.h"
#include "models/access/azure/condition.h"
#include "models/access/azure/coverage.h"
#include "models/access/azure/rows.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace {

using namespace countersign;
using namespace countersign::azure;

void require(bool holds) {
  if (!holds) std::abort();
}

void agree(const Tenant& tenant, const Json& asked) {
  Question question{
      asked["principal"].asString(), asked["action"].asString(), asked["scope"].asString(), {}, false, {}};
  const Answer said = answer(tenant, question);
  require(said.verdict != Verdict::NotEvaluated || !said.missing.empty());
  require(said.verdict != Verdict::Conditional || !said.conditions.empty() || !said.missing.empty());
  Request request{question.principal, question.action, false, question.resource, {}, false, {}};
  const Decision decision = decide(tenant, request);
  const auto who = whoCan(tenant, request, 1000);
  const std::string id = tenant.objectId(question.principal);
  require(decision.verdict != Verdict::Allowed || who.size() >= 1000 ||
          std::any_of(who.begin(), who.end(), [&](const Whoever& one) { return one.principal == id; }));
}

void overlap(const Tenant& tenant, const std::string& principal) {
  Texts missing;
  const std::vector<Given> given = givenTo(tenant, principal, {}, missing);
  if (given.size() > 8) return;
  require(coverage(tenant, given, given).covered != Truth::No);
}

} // namespace

/// {"<kind>": [objects …], "parents": {"below": ["above"]}, "shown": [kinds], "questions": [{"principal",
/// "action", "scope"}]}, or the text of a condition: what is read is answered consistently.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto condition = Condition::parse(text)) (void)condition->evaluate({"m/read", nullptr, true});
  JsonLimits limits;
  limits.maxNodes = 3000;
  const auto json = parseJson(text, limits);
  if (!json) return 0;
  Objects objects;
  for (const auto& [kind, list] : json->members())
    for (const Json& object : list.items())
      objects.add(kind, object);
  for (const auto& [below, above] : (*json)["parents"].members())
    objects.addAncestors(below, above.strings());
  for (const std::string& kind : (*json)["shown"].strings())
    objects.shown.insert(kind);
  const Tenant tenant(std::move(objects));
  int most = 5;
  for (const Json& question : (*json)["questions"].items()) {
    if (most-- == 0) break;
    agree(tenant, question);
    const std::string& principal = question["principal"].asString();
    for (const Row& row : powersOf(tenant, principal, {}, 200).rows)
      require(!row.text().empty());
    const Reachable all = reachable(tenant, principal, {}, 2'000);
    for (const Reach& reach : all.reached)
      require(all.chain(reach).front()->from == Reach::origin);
    overlap(tenant, principal);
  }
  return 0;
}
