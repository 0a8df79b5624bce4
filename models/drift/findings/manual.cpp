// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/manual.h"

#include "models/drift/findings/controls.h"
#include "models/drift/findings/registry.h"

#include <array>

namespace countersign::findings {
namespace {

constexpr const char* head =
    "<!-- SPDX-License-Identifier: Apache-2.0 -->\n"
    "<!-- Written from the registry (models/drift/findings): a test compares. Do not edit. -->\n"
    "# Findings\n"
    "\n"
    "A finding is something that a rule says is wrong with an identity, with what it was seen in. Where "
    "facts "
    "are missing a\n"
    "rule stays silent: `countersign findings --rules` says which rules could not look at all, and what to "
    "import. Its code is\n"
    "stable; `countersign list --attention CODE` shows the identities that have it.\n"
    "\n"
    "The severity goes by the tier of the identity. A rule can call a single case less or more severe, where "
    "its facts say so.\n";

std::string severities(const Rule& r) {
  constexpr std::array<const char*, 4> tiers{"critical", "high", "medium", "low"};
  const bool same =
      r.severity[0] == r.severity[1] && r.severity[1] == r.severity[2] && r.severity[2] == r.severity[3];
  if (same) return std::string(name(r.severity[0]));
  std::string out;
  for (std::size_t i = 0; i < tiers.size(); ++i)
    out += (i == 0 ? "" : ", ") + std::string(name(r.severity[i])) + " (" + tiers[i] + " tier)";
  return out;
}

std::string reads(const Rule& r) {
  std::string out;
  for (const std::string_view read : r.reads)
    out += (out.empty() ? "" : "; and ") + std::string(read);
  return out;
}

std::string controls(const Rule& r) {
  std::string out;
  for (const Control& c : r.controls)
    out += (out.empty() ? "" : "; ") + std::string(c.framework) + " " + std::string(c.id) +
           (c.framework == owasp ? c.extent == Extent::Part ? " (a part of it)" : " (the whole of it)" : "");
  return out;
}

std::string risks() {
  std::string out =
      "\n## Risks of the OWASP NHI Top 10\n\nNo risk is seen as a whole: each rule has its blind "
      "spot.\n\n| risk | rules |\n|---|---|\n";
  for (const OfficialControl& risk : officialControls()) {
    if (risk.framework != owasp) continue;
    std::string rules;
    for (const Rule& r : allRules())
      for (const Control& c : r.controls)
        if (c.framework == owasp && c.id == risk.id)
          rules += (rules.empty() ? "`" : ", `") + std::string(r.id) + "`";
    out += "| " + std::string(risk.id) + " " + std::string(risk.name) + " | " + rules + " |\n";
  }
  return out;
}

} // namespace

std::string manual() {
  std::string out = head + risks() + "\n## Rules\n";
  for (const Rule& r : allRules()) {
    out += "\n### `" + std::string(r.id) + "`: " + std::string(r.title) + "\n";
    out += "- Severity: " + severities(r) + "\n";
    out += "- Reads: " + reads(r) + "\n";
    out += "- Cannot see: " + std::string(r.blind) + "\n";
    out += "- Controls: " + controls(r) + "\n";
    out += "- Remedy: " + std::string(r.remedy) + "\n";
  }
  return out;
}

} // namespace countersign::findings
