// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/vocabulary.h"
#include "models/store/records.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace countersign {

/// A record as one line of a list.
struct ListedRecord {
  StoredRecord record;
  std::optional<StoredDecision> decision;
  std::optional<Instant> oldest;
  std::string staleSource; ///< name of the source seen longest ago
};

/// What lists search, filter and order by. The texts live as long as the call that hands them over.
struct ListedFacts {
  std::int64_t id = 0;
  std::string_view knownAs, owner, systems, search;
  Tier tier = Tier::Medium;
  bool unseen = false, contradicted = false;
  std::optional<Instant> oldest, timeFlip;
  std::optional<Decision> decision;
  std::optional<Instant> decisionUntil;
  bool secondNeeded = false;
  int reach = -1;
  bool digestHolds = false; ///< the content is still the one that was decided on
};

/// Reads records for lists.
class RecordList {
public:
  explicit RecordList(Workspace& w) : w_(w) {}
  /// Every record that some source still shows, by id.
  Result<void> each(const std::function<void(const ListedFacts&)>& take);
  /// Every record by name (case of ASCII letters ignored), then id; `again`: the name is that of the one
  /// before.
  Result<void> eachName(const std::function<void(std::int64_t record, bool again)>& take);
  /// Every code of attention with its record, ordered by record.
  Result<void> eachAttention(const std::function<void(std::int64_t record, std::string_view code)>& take);
  /// The access summary (StoredRecord::access) of every record that some source still shows, by id.
  Result<void> eachAccess(const std::function<void(std::string_view json)>& take);
  /// Where the three states differ (StoredRecord::drift), of every record that some source still shows and of
  /// which there is something to say, by id.
  struct ListedDrift {
    std::int64_t id = 0;
    std::string_view name, drift;
    Tier tier = Tier::Medium;
  };
  Result<void> eachDrift(const std::function<void(const ListedDrift&)>& take);
  /// Lines in the order of `ids`; those that are not there any more are left out.
  Result<std::vector<ListedRecord>> rows(const std::vector<std::int64_t>& ids);
  /// The most critical tier among the records that have a principal in a source; nullopt: none has.
  Result<std::optional<Tier>> strictestTier(std::int64_t source);

private:
  Workspace& w_;
};

} // namespace countersign
