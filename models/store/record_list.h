// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/vocabulary.h"
#include "models/store/records.h"

#include <map>
#include <string>
#include <vector>

namespace countersign {

enum class RecordOrder { Name, KnownAs, Owner, Tier, Seal, Standing, SeenLive, Attention };

/// Which records, in which order; everything is decided in SQL.
struct RecordFilter {
  std::vector<std::string> words; ///< lower case; each must occur
  std::vector<SealState> seals;
  std::vector<StandingState> standings;
  std::vector<Tier> tiers;
  std::vector<std::string> systems, attention;
  bool ended = false; ///< also those that no source shows any more
  RecordOrder order = RecordOrder::Name;
  bool descending = false;
  Instant now{};
  Windows windows;
};

/// A record with its seal and standing at the filter's time.
struct ListedRecord {
  StoredRecord record;
  SealState seal = SealState::Unseen;
  StandingState standing = StandingState::Never;
  std::optional<StoredDecision> decision;
  std::optional<Instant> oldest;
  std::string staleSource; ///< name of the source seen longest ago
};

/// Seal as SQL and lists work it out; the same rule as models/review/seal.h states for one record.
class RecordList {
public:
  explicit RecordList(Workspace& w) : w_(w) {}
  Result<std::vector<std::int64_t>> ids(const RecordFilter& filter);
  Result<std::vector<ListedRecord>> rows(const std::vector<std::int64_t>& ids, const RecordFilter& filter);
  /// Counts by value of one facet ("seal", "standing", "tier", "system", "attention").
  Result<std::map<std::string, std::size_t>> counts(const RecordFilter& filter, const std::string& facet);

  /// The most critical tier among the records that have a principal in a source; nullopt: none has.
  Result<std::optional<Tier>> strictestTier(std::int64_t source);

private:
  Workspace& w_;
};

} // namespace countersign
