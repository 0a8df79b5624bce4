// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {
namespace {

void check(const RecordFacts& f, std::vector<Found>& out) {
  for (const HeldCredential& c : f.credentials)
    if (c.credential.privateKeyBeside)
      out.push_back({"The private key of certificate " + c.credential.id + " lay beside it in " + c.source,
                     {c.spot.document, "/privateKeys", c.spot.elsewhere},
                     {}});
}

} // namespace

Rule privateKeyBesideCertificate() {
  return {"private-key-beside-certificate",
          "A private key lay in the export",
          always(Severity::High),
          {"x509.certificate"},
          "Private keys that lie where nothing was exported from; what a key consists of is never read.",
          {{owasp, "NHI2:2025"}, {csf, "PR.AA-01"}, {sp80053, "SC-12"}, {pci, "8.6.2"}, {iso, "A.5.17"}},
          "Find out who could read the folder, issue a new certificate on a new key, revoke this one.",
          check};
}

} // namespace countersign::findings::rules
