// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/connector.h"

#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace countersign::neutral {

/// The part that a gap record's scope names ("credentials", or "credential" by its type); empty for others,
/// which are a gap in everything.
std::string_view partOfScope(std::string_view scope);

/// Counts records by type and keeps what makes a part partial. May be called from several threads.
class SnapshotTally {
public:
  void saw(std::string_view t);
  void failed(std::string_view part);
  /// Says why everything is partial; the first reason is kept.
  void allPartial(std::string why);
  /// The exporter says that it lacks something; an empty part is everything.
  void reportedMissing(std::string_view part);
  /// The end record says how many records of a type there are, which may be none.
  void stated(std::string_view t);

  std::uint64_t count(std::string_view t) const;
  std::map<std::string, std::uint64_t, std::less<>> counts() const;
  /// Why parts are partial because of what they hold, by part.
  std::map<std::string, std::string, std::less<>> failures() const;
  /// Sorted by part. A part is there when a record was seen or the end record speaks of its type.
  std::vector<PartState> states(const ReadOptions& options) const;

private:
  void partial(std::string_view part, std::string why);

  mutable std::mutex mutex_;
  std::map<std::string, std::uint64_t, std::less<>> counts_;
  std::map<std::string, std::string, std::less<>> partial_; ///< why, by part
  std::set<std::string, std::less<>> stated_;
  std::string allWhy_;
};

} // namespace countersign::neutral
