// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/words.h"

#include <algorithm>
#include <map>
#include <set>

namespace countersign::findings {

std::string joined(const std::vector<std::string>& texts, std::string_view between) {
  std::string out;
  for (const std::string& text : texts)
    out.append(out.empty() ? std::string_view() : between).append(text);
  return out;
}

void addDifferences(const RecordFacts& facts, std::string_view kind, std::vector<Found>& out) {
  const Difference* worst = nullptr;
  std::size_t n = 0;
  for (const Difference& d : facts.differences) {
    if (d.kind != kind) continue;
    ++n;
    if (worst == nullptr || d.severity > worst->severity) worst = &d;
  }
  if (worst == nullptr) return;
  const std::string more = n == 1 ? std::string() : "; and " + std::to_string(n - 1) + " more like this";
  out.push_back({worst->text + more, facts.shown, worst->severity});
}

namespace {

bool known(const LastUse& use) {
  return use.state != LastUse::State::Unknown;
}

/// Systems whose documents tell of use: by the identity itself, or of each of its usable credentials.
std::set<std::string> telling(const RecordFacts& facts) {
  std::set<std::string> out;
  for (const Principal& p : facts.principals)
    if (p.present && known(p.lastUse)) out.insert(p.system);
  std::map<const HeldDocument*, std::pair<std::string, bool>> documents;
  for (const HeldCredential& c : facts.credentials) {
    if (!c.ofObject || !usable(c)) continue;
    auto& [system, all] = documents.try_emplace(c.spot.document.get(), c.system, true).first->second;
    all = all && known(c.credential.lastUse);
  }
  for (const auto& [document, told] : documents)
    if (told.second) out.insert(told.first);
  return out;
}

} // namespace

Usage usageOf(const RecordFacts& facts) {
  Usage out;
  // The newest use; where there was none, the shorter period in which it was looked for counts.
  const auto take = [&](const LastUse& use) {
    const bool used = use.state == LastUse::State::Used, had = out.last.state == LastUse::State::Used;
    if ((used && (!had || use.at > out.last.at)) || (!had && known(use) && !known(out.last)) ||
        (!had && use.state == LastUse::State::NotTracked))
      out.last = use;
  };
  for (const Principal& p : facts.principals)
    if (p.present) take(p.lastUse);
  for (const HeldCredential& c : facts.credentials)
    if (c.ofObject) take(c.credential.lastUse);
  if (facts.lastEvent) take({LastUse::State::Used, *facts.lastEvent, {}, "audit events"});
  const std::set<std::string> told = telling(facts);
  out.whole =
      !told.empty() && std::all_of(facts.principals.begin(), facts.principals.end(), [&](const auto& p) {
        return !p.present || p.role != SourceRole::Live || told.count(p.system) != 0;
      });
  return out;
}

} // namespace countersign::findings
