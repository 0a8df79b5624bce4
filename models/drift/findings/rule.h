// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/drift/findings/record_facts.h"
#include "models/identity/severity.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace countersign::findings {

/// How much of a risk a rule can see.
enum class Extent { Part, Whole };

/// What a rule is evidence for, by its official id (controls.h lists them).
struct Control {
  std::string_view framework, id;
  Extent extent = Extent::Part;
};

/// What a check has found; the severity is the rule's, unless it says another.
struct Found {
  std::string text; ///< one sentence without a full stop
  Spot spot;
  std::optional<Severity> severity;
};

/// Severity by tier: critical, high, medium, low.
using Severities = std::array<Severity, 4>;

/// A rule of what is wrong with an identity. One file a rule, in rules/.
struct Rule {
  std::string_view id;    ///< stable code
  std::string_view title; ///< for people
  Severities severity;
  /// What it needs to look at, all of it; alternatives are separated by " or ". Kinds of documents
  /// (docs/formats/documents.md), "observation <name>", "intent sources", "live sources", "audit events",
  /// "decisions".
  std::vector<std::string_view> reads;
  std::string_view blind; ///< what it cannot see
  std::vector<Control> controls;
  std::string_view remedy;
  void (*check)(const RecordFacts&, std::vector<Found>&) = nullptr;

  Severity severityFor(Tier tier) const { return severity[static_cast<std::size_t>(tier)]; }
};

/// The same severity whatever the tier.
constexpr Severities always(Severity s) {
  return {s, s, s, s};
}

} // namespace countersign::findings
