// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {
namespace {

void check(const RecordFacts& f, std::vector<Found>& out) {
  if (!f.live) return;
  const Usage usage = usageOf(f);
  if (!usage.whole) return;
  std::optional<Instant> made;
  Spot spot = f.shown;
  for (const Principal& p : f.principals) {
    if (p.present && p.role == SourceRole::Live && p.created && (!made || *p.created > *made))
      made = p.created;
    if (p.present && p.useSpot.elsewhere) spot = p.useSpot;
  }
  // What was made lately had no time to be used.
  if (made && !f.time.reached(*made + f.limits.unused)) return;
  switch (usage.last.state) {
  case LastUse::State::Used:
    if (f.time.reached(usage.last.at + f.limits.unused))
      out.push_back({"Not used since " + day(usage.last.at), spot, {}});
    return;
  case LastUse::State::Never:
    if (made) out.push_back({"Never used since it was made " + day(*made), spot, {}});
    return;
  case LastUse::State::NotTracked:
    if (usage.last.tracked >= f.limits.unused)
      out.push_back({"Not used within the " + std::to_string(usage.last.tracked.count() / 86400) +
                         " days that are recorded",
                     spot,
                     {}});
    return;
  case LastUse::State::Unknown:
    return;
  }
}

} // namespace

Rule unused() {
  return {"unused",
          "Not used",
          {Severity::High, Severity::Medium, Severity::Medium, Severity::Low},
          {"observation last-used or observation last_used or observation last_seen or observation "
           "key/last-used or observation password-last-used or audit events"},
          "Use that no source records: Kubernetes service accounts, and what was used before it was "
          "recorded. A role of AWS is looked back on for 400 days.",
          {{owasp, "NHI1:2025"}, {csf, "PR.AA-05"}, {sp80053, "AC-2(3)"}, {pci, "7.2.5.1"}, {soc, "CC6.2"}},
          "Ask the owner; disable it first, delete it when nothing broke.",
          check};
}

} // namespace countersign::findings::rules
