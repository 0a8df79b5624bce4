// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/drift/findings/rule.h"

#include <string_view>
#include <vector>

namespace countersign::findings {

inline constexpr std::string_view owasp = "OWASP NHI Top 10 2025";
inline constexpr std::string_view csf = "NIST CSF 2.0";
inline constexpr std::string_view zeroTrust = "NIST SP 800-207";
inline constexpr std::string_view aiRmf = "NIST AI RMF 1.0";
inline constexpr std::string_view pci = "PCI DSS 4.0.1";
inline constexpr std::string_view iso = "ISO/IEC 27001:2022";
inline constexpr std::string_view soc = "SOC 2 TSC 2017";
inline constexpr std::string_view sp80053 = "NIST SP 800-53 r5";

/// A control with the name that its framework gives it.
struct OfficialControl {
  std::string_view framework, id, name;
};

/// The ids that rules may name, as their frameworks print them.
const std::vector<OfficialControl>& officialControls();
/// nullptr: there is no such id.
const OfficialControl* officialControl(std::string_view framework, std::string_view id);

} // namespace countersign::findings
