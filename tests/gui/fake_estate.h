// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/desk.h"

#include <map>
#include <mutex>
#include <set>

/// The made-up content behind the Desk of these tests: one estate for the whole program.
namespace countersign::fake {

/// 20 Nov 2026, 14:02:11 UTC.
Instant today();

struct Estate {
  std::mutex mutex;
  std::size_t records = 2481;
  std::int64_t generation = 1;
  std::set<RecordId> moved;  ///< their digest is another one
  std::set<RecordId> refuse; ///< sign-off refuses them as moved
  std::vector<StagedDecision> staged;
  std::vector<DecisionRequest> seen; ///< all that was ever staged
  std::vector<LogRow> log;
  std::vector<std::pair<std::string, RecordQuery>> views;
  std::map<std::int64_t, std::pair<std::string, std::string>> people;
  std::int64_t nextStaged = 1;
  std::size_t rowCalls = 0, recordCalls = 0;
  std::chrono::milliseconds rowDelay{0};
};
Estate& estate();
/// As new, with `records` records.
void reset(std::size_t records = 2481);
/// The record changes under whoever looks at it.
void move(RecordId record);

RecordRow rowOf(RecordId id);
RecordView viewOf(RecordId id);
Digest digestOf(RecordId id);
std::vector<Difference> differencesOf();
std::vector<SourceRow> sources();
std::vector<GapRow> gaps();

/// Ids of records that are worth testing: see fake_estate.cpp.
constexpr RecordId currentRecord = 5, staleRecord = 3, movedRecord = 4, hostileRecord = 14;

} // namespace countersign::fake
