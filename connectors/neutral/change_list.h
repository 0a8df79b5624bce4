// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/connector.h"
#include "connectors/neutral/csv_header.h"
#include "models/identity/json.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The two forms of a list of changes (docs/formats/change-list.md).
namespace countersign::neutral {

/// No line of a list is longer, and no list larger: all of it is held in memory.
constexpr std::size_t maxChangeLineBytes = 1U << 20;
constexpr std::size_t maxChangeListBytes = 1U << 30;

/// The columns of a table of changes; nullopt where it is none. It may lack the id.
std::optional<CsvHeader> changeTable(std::string_view text);
/// True where the first line is a change, or says that changes follow.
bool looksLikeChangeLines(std::string_view text);

/// The first line of a list in JSON lines: {"t":"changes", source_scope, captured_at, captured_at_basis,
/// completeness, tool}.
struct ChangeLinesHeader {
  bool there = false;
  std::optional<std::string> scope;
  std::optional<Instant> capturedAt;
  CaptureBasis basis = CaptureBasis::Export;
  std::string tool;
  bool full = false; ///< says that it holds all changes there are
  std::vector<Error> faults;
};
ChangeLinesHeader changeLinesHeader(const Input& input);

/// The newest time in it at which something was requested, approved or closed, and that is not later than
/// `now`; nullopt where there is none. Errors: Malformed (nothing in it), Limit.
Result<std::optional<Instant>> newestTime(const Input& input, const CsvHeader* table,
                                          const ReadOptions& options);

/// Reads a list. `captured`: no time in it is later.
Result<ReadResult> readChangeTable(const Input& input, const CsvHeader& table,
                                   std::optional<Instant> captured, const ReadOptions& options,
                                   BatchSink& sink);
Result<ReadResult> readChangeLines(const Input& input, std::optional<Instant> captured,
                                   const ReadOptions& options, BatchSink& sink);

/// The one part of a list. `why` is what makes it partial, empty where nothing does; `says`: the list itself
/// says that it is whole.
PartState changesState(std::string why, bool says, const ReadOptions& options);

} // namespace countersign::neutral
