// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/drift/latency.h"
#include "models/review/number_table.h"
#include "models/review/record_view.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What needs doing now, in figures and in a list: plain values, no store, no window.
namespace countersign {

enum class TodoKind {
  RevocationsOpen,     ///< something that was to be taken away is still there, or came back
  WindowsStillOpen,    ///< given for a time that is over, and still there
  FindingsCritical,    ///< identities of which a rule finds something that is critical
  RecordsMoved,        ///< certified once, changed since
  ExceptionsOverdue,   ///< accepted until a date that has passed
  ChangesNeverLanded,  ///< asked for, and complete looks after its time was up do not show it
  SourcePastWindow,    ///< a source whose newest state is older than the records on it allow
  SourceWithoutPeople, ///< privileged records rely on a source without owner or fallback
};
/// "revocations-open", "windows-still-open", "findings-critical", "records-moved", "exceptions-overdue",
/// "changes-never-landed", "source-past-window", "source-without-people": stable.
std::string_view name(TodoKind kind);

struct Todo {
  TodoKind kind = TodoKind::RecordsMoved;
  std::string text; ///< "4 revocations are still effective"
  std::size_t count = 0;
  std::vector<RecordId> records; ///< it is about, where it is about records; at most `mostRecords`
  std::int64_t source = 0;       ///< it is about, where it is about just one
  /// Of changes: names of the live sources in which they are not as asked for, sorted, each once.
  std::vector<std::string> where = {};
  static constexpr std::size_t mostRecords = 10'000;
};

struct Overview {
  Instant at{};
  std::size_t records = 0, current = 0, ageing = 0;                    ///< by seal
  std::size_t stands = 0, moved = 0, exceptions = 0, expired = 0;      ///< by standing
  std::size_t permissions = 0, agree = 0, differences = 0, causes = 0; ///< as in DriftReport
  drift::Percentiles latency;               ///< of all requests until the first snapshot that shows them
  std::size_t changes = 0, neverLanded = 0; ///< requests followed; of them never landed
  /// Requests that take something away (Take, Remove, Disable) and have not landed everywhere, or came back.
  std::size_t revocationsOpen = 0;
  std::size_t revocationsUnknown = 0;      ///< the same of which nothing that was imported can show it
  std::optional<Instant> oldestRevocation; ///< request of the oldest open one
  std::vector<Todo> todo;                  ///< worst first
  std::size_t fresh() const { return current + ageing; }
};

/// The records at one time, and how many of them had a current or ageing seal then.
struct DayShare {
  Instant at{}; ///< the end of a day (midnight UTC); the last one is now
  std::size_t fresh = 0, records = 0;
  bool operator==(const DayShare&) const = default;
};
struct FreshDays {
  std::vector<DayShare> days; ///< ascending; none before the first snapshot
  std::size_t every = 1;      ///< one day in so many was looked at, because there are many records
  std::string note;           ///< why there are fewer days than asked for; empty: there are not
};
/// at (RFC 3339), current_or_ageing, records, percent (one decimal).
NumberTable numbersOf(const std::vector<DayShare>& days);

} // namespace countersign
