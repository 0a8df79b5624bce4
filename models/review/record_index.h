// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/desk.h"
#include "models/store/record_list.h"

#include <memory>

namespace countersign {

/// What lists search, filter and order by, of every record that is there now, in memory: some 300 bytes a
/// record. Made once for each generation of a workspace; answers without touching the disk.
class RecordIndex {
public:
  /// Errors: those of reading the workspace.
  static Result<std::shared_ptr<const RecordIndex>> load(Workspace& workspace);

  /// Records that match, in the order that the query asks for; `asOf` is none of its business.
  std::vector<RecordId> ids(const RecordQuery& query, const Windows& windows, Instant now) const;
  /// Exceptions whose date has passed, by name.
  std::vector<RecordId> overdueExceptions(Instant now) const;
  FacetCounts facets(const RecordQuery& query, const Windows& windows, Instant now) const;

private:
  /// A stretch of `marks_` or of `search_`.
  struct Span {
    std::uint32_t at = 0, length = 0;
  };
  struct Row {
    RecordId id = 0;
    std::uint64_t search = 0; ///< in `search_`, up to the search text of the next record
    std::uint32_t searchLength = 0;
    std::uint32_t name = 0, knownAs = 0, owner = 0; ///< ranks, case ignored
    Span systems, attention;
    Tier tier = Tier::Medium;
    std::int8_t reach = -1;
    bool unseen = false, contradicted = false, secondNeeded = false, digestHolds = false;
    std::optional<Instant> oldest, timeFlip, decisionUntil;
    std::optional<Decision> decision;
  };
  struct Wanted;
  class Names;

  SealState sealOf(const Row& row, const Windows& windows, Instant now) const;
  static StandingState standingOf(const Row& row, Instant now);
  bool has(const Span& span, const std::vector<std::uint32_t>& any) const;
  bool hasWords(const Row& row, const std::vector<std::string>& words) const;
  std::int64_t orderOf(const Row& row, RecordColumn by, const Windows& windows, Instant now) const;

  std::vector<Row> rows_; ///< by name, then id
  std::string search_;
  std::vector<std::uint32_t> marks_; ///< systems and codes of attention, as numbers
  std::vector<std::string> systems_, attention_;
};

/// The words of a search: separated by blanks, lower case (ASCII).
std::vector<std::string> searchWords(const std::string& text);

} // namespace countersign
