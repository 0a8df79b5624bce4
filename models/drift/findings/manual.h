// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace countersign::findings {

/// docs/findings.md: every rule with its severity, what it reads, what it cannot see, its controls and its
/// remedy, and which rules see a part of each risk of the OWASP NHI Top 10. Markdown, UTF-8.
std::string manual();

} // namespace countersign::findings
