// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/estate/tickets.h"

#include <optional>
#include <string>
#include <vector>

/// What has to become known of the planted changes by the last day.
namespace countersign::estate {

/// A time, or two between which it lies.
struct Span {
  Instant after{}, by{};
};

/// What one system shows of a change.
struct Place {
  std::string source;
  std::string state;               ///< as `countersign changes --json` names them
  std::optional<Instant> happened; ///< in truth
  std::optional<Span> landed;      ///< as far as it can be known exactly how far it can be known
  std::optional<Instant> shown, undone;
  std::optional<Instant> event, undoneEvent; ///< by the clock of the audit trail
  std::string left;                          ///< what has to be named as still against it
};

/// A request and what became of it.
struct Outcome {
  std::string id, origin, uid, kase; ///< `id` is empty where the program gives it
  std::string kind;                  ///< "give" …
  Permission permission;
  Span requested;
  std::string state;
  std::vector<Place> places;
};

/// Of all tickets, plans, declarations and revocations of a change.
std::vector<Outcome> outcomesOf(const Plan& plan, const Change& change);
/// Of the ticket of a fault, and of the shared policy's.
std::vector<Outcome> faultOutcomes(const Plan& plan);
/// Of what is about nobody, and of the plan that was never applied.
std::vector<Outcome> otherOutcomes(const Plan& plan);

/// Names of the sources.
std::string liveSource(const Identity& identity);
std::string auditSource(const Identity& identity);

} // namespace countersign::estate
