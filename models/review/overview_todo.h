// SPDX-License-Identifier: Apache-2.0
#pragma once

// Inside models/review only.

#include "models/review/desk.h"

namespace countersign {

/// A source, and the most critical tier of the records on it.
struct SourceStrictness {
  const SourceRow* source = nullptr;
  std::optional<Tier> strictest; ///< nullopt: no record relies on it
};

/// The request takes something away.
bool takesAway(const ChangeRow& row);
/// It has not landed everywhere, or came back.
bool isOpen(const ChangeRow& row);

std::vector<Todo> changesTodo(const std::vector<ChangeRow>& changes);
std::vector<Todo> recordsTodo(const std::vector<RecordId>& critical, const std::vector<RecordId>& moved,
                              const std::vector<RecordId>& overdue);
std::vector<Todo> sourcesTodo(const std::vector<SourceStrictness>& sources, Instant now);

} // namespace countersign
