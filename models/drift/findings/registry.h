// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/drift/findings/rule.h"

#include <set>
#include <string>

namespace countersign::findings {

/// Every rule there is, in the order in which findings are shown.
const std::vector<Rule>& allRules();
/// nullptr: no rule has this id.
const Rule* ruleOf(std::string_view id);

struct Finding {
  const Rule* rule = nullptr;
  Severity severity = Severity::Low;
  std::string text;
  Spot spot;
};

/// Runs all rules. `facts.time.due()` says afterwards when they have to be run again.
std::vector<Finding> findingsOf(const RecordFacts& facts);

/// Whether a rule can look at anything with what a workspace holds.
struct RuleCoverage {
  const Rule* rule = nullptr;
  std::vector<std::string_view> missing; ///< of Rule::reads: what was never imported; empty: it looks
  std::vector<std::string_view> partly;  ///< alternatives that are not there, while others are
  bool looks() const { return missing.empty(); }
};

/// `held`: what a workspace holds, in the words of Rule::reads.
std::vector<RuleCoverage> ruleCoverage(const std::set<std::string, std::less<>>& held);

/// Alternatives of an entry of Rule::reads.
std::vector<std::string_view> alternatives(std::string_view read);

} // namespace countersign::findings
