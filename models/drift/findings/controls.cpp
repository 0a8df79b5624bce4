// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"

#include <algorithm>

namespace countersign::findings {

const std::vector<OfficialControl>& officialControls() {
  static const std::vector<OfficialControl> controls{
      {owasp, "NHI1:2025", "Improper Offboarding"},
      {owasp, "NHI2:2025", "Secret Leakage"},
      {owasp, "NHI3:2025", "Vulnerable Third-Party NHI"},
      {owasp, "NHI4:2025", "Insecure Authentication"},
      {owasp, "NHI5:2025", "Overprivileged NHI"},
      {owasp, "NHI6:2025", "Insecure Cloud Deployment Configurations"},
      {owasp, "NHI7:2025", "Long-Lived Secrets"},
      {owasp, "NHI8:2025", "Environment Isolation"},
      {owasp, "NHI9:2025", "NHI Reuse"},
      {owasp, "NHI10:2025", "Human Use of NHI"},
      {csf, "ID.AM-08",
       "Systems, hardware, software, services and data are managed throughout their life cycles"},
      {csf, "PR.AA-01", "Identities and credentials are managed by the organization"},
      {csf, "PR.AA-03", "Users, services, and hardware are authenticated"},
      {csf, "PR.AA-05", "Access permissions are defined in a policy, managed, enforced, and reviewed"},
      {csf, "DE.CM-03", "Personnel activity and technology usage are monitored"},
      {zeroTrust, "tenet 3", "Access to individual enterprise resources is granted on a per-session basis"},
      {zeroTrust, "tenet 4", "Access to resources is determined by dynamic policy"},
      {zeroTrust, "tenet 6", "Authentication and authorization are dynamic and strictly enforced"},
      {aiRmf, "GOVERN 1.6", "Mechanisms are in place to inventory AI systems"},
      {aiRmf, "GOVERN 2.1", "Roles and responsibilities are documented and clear"},
      {pci, "7.2.5", "Application and system accounts are assigned on least privileges"},
      {pci, "7.2.5.1", "Access by application and system accounts is reviewed periodically"},
      {pci, "8.6.1", "Interactive use of system and application accounts is prevented or managed"},
      {pci, "8.6.2", "Passwords of such accounts are not hard coded"},
      {pci, "8.6.3", "Passwords of such accounts are protected against misuse and changed periodically"},
      {iso, "A.5.15", "Access control"},
      {iso, "A.5.16", "Identity management"},
      {iso, "A.5.17", "Authentication information"},
      {iso, "A.5.18", "Access rights"},
      {soc, "CC6.1", "Logical access security"},
      {soc, "CC6.2", "Registration, authorisation and removal of users"},
      {soc, "CC6.3", "Access is authorised, modified and removed on roles and least privilege"},
      {sp80053, "AC-2", "Account Management"},
      {sp80053, "AC-2(3)", "Account Management | Disable Accounts"},
      {sp80053, "AC-3", "Access Enforcement"},
      {sp80053, "AC-6", "Least Privilege"},
      {sp80053, "AC-6(7)", "Least Privilege | Review of User Privileges"},
      {sp80053, "IA-5", "Authenticator Management"},
      {sp80053, "SC-12", "Cryptographic Key Establishment and Management"},
      {sp80053, "SC-13", "Cryptographic Protection"}};
  return controls;
}

const OfficialControl* officialControl(std::string_view framework, std::string_view id) {
  const auto& all = officialControls();
  const auto found = std::find_if(all.begin(), all.end(), [&](const OfficialControl& c) {
    return c.framework == framework && c.id == id;
  });
  return found == all.end() ? nullptr : &*found;
}

} // namespace countersign::findings
