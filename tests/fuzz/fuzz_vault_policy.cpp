// SPDX-License-Identifier: Apache-2.0
// links: countersign_access_vault
// A policy, HCL or JSON, and behind a line "--" the paths to ask for: nothing crashes, an error has its
// place, and what is allowed is among the capabilities.
#include "models/access/vault/coverage.h"
#include "models/access/vault/holder.h"
#include "models/access/vault/rows.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace countersign;
using namespace countersign::vault;

namespace {

void ask(const Holder& holder, std::string_view path) {
  const std::vector<std::string> held = holder.acl.capabilities(path);
  for (const char* operation : {"read", "list", "update", "scan"}) {
    Request request{operation, std::string(path), {{"limit", "5"}, {"x", "y"}}, {}, true};
    const Decision decision = holder.acl.decide(request);
    if (decision.allowed != (decision.denial == Denial::None)) std::abort();
    if (!decision.allowed) continue;
    if (std::find(held.begin(), held.end(), "deny") != held.end() && request.operation == "list")
      std::abort();
    if (decision.rule == nullptr || decision.rule->sources.empty()) std::abort();
  }
  Question question;
  question.action = "update";
  question.resource = path;
  const Answer out = answer(holder, question);
  if ((out.verdict == Verdict::NotEvaluated) != !out.missing.empty()) std::abort();
  if ((out.verdict == Verdict::Conditional) != !out.conditions.empty()) std::abort();
}

void evaluate(const std::string& policy, std::string_view paths, const Engine& engine) {
  Estate estate;
  estate.takePolicy("p", policy);
  estate.entities["e"] = Entity{"e", "name", "root", false, {{"team", "a/b*"}}, {}, {"p"}, {}, {}};
  const Holder holder = holderOfEntity(estate, "e", engine, Instant{});
  const Coverage itself = excessOver(holder, holder, {20'000});
  if (itself.verdict != Verdict::Allowed && itself.verdict != Verdict::NotEvaluated) std::abort();
  const AccessTable table = accessTable(holder);
  for (const AccessRow& row : table.rows)
    if (row.capabilities.empty() || row.sources.empty()) std::abort();
  for (std::size_t i = 0; i < table.rows.size() && i < 8; ++i)
    ask(holder, table.rows[i].pattern);
  for (int i = 0; i < 8 && !paths.empty(); ++i) {
    const std::size_t end = std::min(paths.find('\n'), paths.size());
    ask(holder, paths.substr(0, end));
    paths.remove_prefix(std::min(end + 1, paths.size()));
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t split = std::min(text.find("\n--\n"), size);
  const std::string policy(text.substr(0, split));
  const std::string_view paths = text.substr(std::min(split + 4, size));
  for (const Engine& engine : {Engine::openBao(2, 6), Engine::vault(1, 8), Engine::vault(1, 20)}) {
    const auto parsed = parsePolicy(policy, engine);
    const auto lines = static_cast<std::uint64_t>(std::count(policy.begin(), policy.end(), '\n')) + 1;
    if (!parsed && (parsed.error().message.empty() || parsed.error().place.line.value_or(1) > lines))
      std::abort();
    evaluate(policy, paths, engine);
  }
  return 0;
}
