// SPDX-License-Identifier: Apache-2.0
#include "connectors/neutral/snapshot_tally.h"

#include "connectors/neutral/record_types.h"

#include <algorithm>

namespace countersign::neutral {
namespace {
constexpr std::size_t maxTypes = 1000; ///< distinct values of `t` that are counted
bool names(const std::vector<std::string>& list, std::string_view part) {
  return std::find(list.begin(), list.end(), part) != list.end();
}
} // namespace

std::string_view partOfScope(std::string_view scope) {
  for (const RecordType& type : recordTypes())
    if (scope == type.part || scope == type.t) return type.part;
  return {};
}

void SnapshotTally::saw(std::string_view t) {
  const std::lock_guard lock(mutex_);
  const auto at = counts_.find(t);
  if (at != counts_.end())
    ++at->second;
  else if (counts_.size() < maxTypes)
    counts_.emplace(t, 1);
}

void SnapshotTally::stated(std::string_view t) {
  const std::lock_guard lock(mutex_);
  stated_.emplace(t);
}

void SnapshotTally::partial(std::string_view part, std::string why) {
  const std::lock_guard lock(mutex_);
  partial_.emplace(part, std::move(why));
}

void SnapshotTally::failed(std::string_view part) {
  partial(part, "a record could not be used");
}

void SnapshotTally::reportedMissing(std::string_view part) {
  if (part.empty())
    allPartial("the exporter reports gaps");
  else
    partial(part, "the exporter reports a gap in it");
}

void SnapshotTally::allPartial(std::string why) {
  const std::lock_guard lock(mutex_);
  if (allWhy_.empty()) allWhy_ = std::move(why);
}

std::uint64_t SnapshotTally::count(std::string_view t) const {
  const std::lock_guard lock(mutex_);
  const auto at = counts_.find(t);
  return at == counts_.end() ? 0 : at->second;
}

std::map<std::string, std::uint64_t, std::less<>> SnapshotTally::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

std::map<std::string, std::string, std::less<>> SnapshotTally::failures() const {
  const std::lock_guard lock(mutex_);
  return partial_;
}

std::vector<PartState> SnapshotTally::states(const ReadOptions& options) const {
  const std::lock_guard lock(mutex_);
  std::map<std::string, std::string> parts;
  for (const RecordType& type : recordTypes())
    if (counts_.count(type.t) != 0 || stated_.count(type.t) != 0) parts.emplace(type.part, allWhy_);
  std::vector<PartState> out;
  for (auto& [part, why] : parts) {
    if (const auto at = partial_.find(part); why.empty() && at != partial_.end()) why = at->second;
    if (why.empty() && (names(options.partialParts, part) || names(options.partialParts, "*")))
      why = "said to be partial by who imported it";
    const bool complete = why.empty();
    out.push_back({part, complete, std::move(why)});
  }
  return out;
}

} // namespace countersign::neutral
