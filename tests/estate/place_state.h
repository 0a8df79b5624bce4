// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/estate/outcome.h"

namespace countersign::estate {

/// Captures that show a source's state of access; `listed`: the list of its identities as well.
std::vector<Instant> looksAt(const Plan& plan, const Identity& identity, bool listed = false);
/// "never-landed" where a look came after its time was up, else "requested". The time is the window of the
/// tier: critical 15 minutes, high 1 hour, medium 24 hours, low 7 days.
std::string notLanded(const std::vector<Instant>& looks, Instant requested, const std::string& tier);
/// "held" where a later look agrees, else "effective".
std::string landedState(const std::vector<Instant>& looks, Instant shown);
/// Of all places together.
std::string combined(const std::vector<Place>& places);

/// By how much at least a cluster's audit clock shows itself to run ahead: by what a snapshot shows before
/// the log says that it was done, where a later snapshot shows that nothing was done after the first.
std::chrono::seconds measuredAhead(const Plan& plan, std::size_t cluster);
/// Whether what was recorded then can be told to lie between two captures.
bool fallsBetween(const Plan& plan, const Identity& identity, Instant at, Instant after, Instant by);

/// What the calls on an identity tell of when something was done that a day's capture shows first.
void addLanding(const Plan& plan, const Change& change, const Identity& identity, Place& place);
void addUndoing(const Plan& plan, const Change& change, const Identity& identity, Place& place);

} // namespace countersign::estate
