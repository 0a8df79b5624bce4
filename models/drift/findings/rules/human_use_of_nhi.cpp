// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {
namespace {

void check(const RecordFacts& f, std::vector<Found>& out) {
  if (!f.humans.empty())
    out.push_back({"Used by a person " + day(f.humans.front().at) + ": " + f.humans.front().text,
                   f.humans.front().spot,
                   {}});
}

} // namespace

Rule humanUse() {
  return {
      "human-use-of-nhi",
      "Used by a person",
      {Severity::High, Severity::High, Severity::Medium, Severity::Medium},
      {"audit events"},
      "People who use its keys from a program; consoles of systems other than AWS; whatever no audit source "
      "records.",
      {{owasp, "NHI10:2025"}, {pci, "8.6.1"}, {csf, "DE.CM-03"}, {sp80053, "AC-2"}},
      "Ask who it was and why; give people roles of their own, and take away what lets them become this one.",
      check};
}

} // namespace countersign::findings::rules
