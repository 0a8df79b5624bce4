// SPDX-License-Identifier: Apache-2.0
#pragma once

// Inside models/drift/findings: what texts of rules have in common.

#include "models/drift/findings/rule.h"

namespace countersign::findings {

/// "2026-11-20": texts name days, so that they stay the same until a rule answers otherwise.
inline std::string day(Instant t) {
  return formatRfc3339(t).substr(0, 10);
}

/// "access key AKIA…", "client secret 0a1b"
inline std::string shown(const HeldCredential& held) {
  return std::string(name(held.credential.kind)) + " " + held.credential.id;
}

/// Can be used, as far as the source says; where it does not say, it counts as usable.
inline bool usable(const HeldCredential& held) {
  return held.credential.state != Credential::State::Inactive;
}

/// A secret that can be copied and used from anywhere; a certificate's private key is one, too.
inline bool standing(const HeldCredential& held) {
  return held.ofObject && usable(held);
}

/// One finding for all differences of a kind, by the worst of them.
void addDifferences(const RecordFacts& facts, std::string_view kind, std::vector<Found>& out);

std::string joined(const std::vector<std::string>& texts, std::string_view between = ", ");

} // namespace countersign::findings
