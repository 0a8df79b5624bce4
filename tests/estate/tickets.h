// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/estate/plan.h"
#include "tests/estate/text_file.h"

#include <optional>
#include <string>
#include <vector>

/// The list of changes that were asked for, as a ticket system exports it (docs/formats/change-list.md).
namespace countersign::estate {

inline constexpr std::string_view ticketSource = "change-board";

/// A permission as its system writes it.
struct Permission {
  std::string action, resource;
  auto operator<=>(const Permission&) const = default;
};

struct Ticket {
  std::string id, uid, change;
  Instant requested{};
  Permission permission; ///< empty: none is named
  std::string system, credential, owner, summary;
  std::optional<Instant> until, closed;
};

/// One for each permission that was asked for; none where nobody asked, or a reviewer signs it.
std::vector<Ticket> ticketsOf(const Plan& plan, const Change& change);
/// Of a fault that somebody had asked for: some of the identities that moved.
std::optional<Ticket> ticketOf(const Plan& plan, const Identity& faulty);
/// Of the edit of the shared policy, where somebody asked for it.
std::optional<Ticket> policyTicket(const Plan& plan);
/// About an identity that nobody knows.
std::optional<Ticket> strayTicket(const Plan& plan);

/// What had been asked for until a day's capture, as CSV.
void writeTickets(TextFile& file, const Plan& plan, int day);

} // namespace countersign::estate
