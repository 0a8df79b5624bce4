// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {
namespace {

void check(const RecordFacts& f, std::vector<Found>& out) {
  for (const HeldCredential& c : f.credentials)
    if (c.system == "aws" && c.credential.kind == CredentialKind::Password && standing(c)) {
      const bool mfa = c.spot.document && c.spot.document->document.content["mfa"].asBool();
      out.push_back({std::string("Has a console password, ") + (mfa ? "with MFA" : "without MFA"), c.spot,
                     mfa ? std::optional<Severity>() : std::optional(Severity::High)});
    }
}

} // namespace

Rule consolePassword() {
  return {"console-password-on-service-user",
          "A service user with a console password",
          {Severity::High, Severity::High, Severity::Medium, Severity::Medium},
          {"aws.credential-report-row"},
          "Whether the user is a person after all: then it is no non-human identity and should not be in the "
          "population.",
          {{owasp, "NHI10:2025"}, {owasp, "NHI4:2025"}, {pci, "8.6.1"}, {csf, "PR.AA-03"}, {sp80053, "AC-2"}},
          "Delete the login profile; people sign in as themselves and assume a role.",
          check};
}

} // namespace countersign::findings::rules
