// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/estate/tickets.h"

#include <optional>
#include <string>
#include <vector>

/// What the exports show to become otherwise from one day to the next, and what only the audit trail knows.
namespace countersign::estate {

struct SeenRow {
  std::string uid, source;
  Instant at{};           ///< capture of the day; of what only the trail knows the event's time
  std::string area, kind; ///< as `countersign changes --seen --json` names them
  Permission permission;
  std::string request;   ///< id of the ticket; "revocation", "intent": of such a request; empty: unasked for
  std::string who, from; ///< empty: nobody knows
  std::vector<std::string> actions; ///< one of them is the event's
  bool shown = true;
};

/// Of an identity with a fault, with a change, or below what was edited; between the first day and the last.
std::vector<SeenRow> seenRows(const Plan& plan, const Identity& identity);

} // namespace countersign::estate
