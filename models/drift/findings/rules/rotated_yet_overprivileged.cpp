// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {
namespace {

void check(const RecordFacts& f, std::vector<Found>& out) {
  if (!f.live || !f.access.known || f.access.reach < Reach::Administer) return;
  std::size_t fresh = 0;
  for (const HeldCredential& c : f.credentials) {
    if (!standing(c)) continue;
    const auto since = c.credential.since();
    if (!since || f.time.reached(*since + f.limits.rotation)) return;
    ++fresh;
  }
  if (fresh == 0) return;
  out.push_back({"Each credential is younger than " + std::to_string(f.limits.rotation.count()) +
                     " days, and it can still " + std::string(name(f.access.reach)),
                 f.shown,
                 {}});
}

} // namespace

Rule rotatedYetOverprivileged() {
  return {"rotated-yet-overprivileged",
          "A fresh key to far too much",
          always(Severity::Medium),
          {"live sources", "aws.access-keys or aws.credential-report-row or azure.application or "
                           "azure.service-principal or gcp.service-account-keys or neutral.credential"},
          "As for the two rules that it joins: old credentials and too many permissions.",
          {{owasp, "NHI5:2025"}, {owasp, "NHI7:2025"}, {csf, "PR.AA-05"}, {sp80053, "AC-6(7)"}},
          "Rotation renews the risk, it does not lessen it: take the permissions away.",
          check};
}

} // namespace countersign::findings::rules
