// SPDX-License-Identifier: Apache-2.0
#include "models/review/desk_impl.h"
#include "models/review/differences.h"
#include "models/store/sources.h"

#include <algorithm>

namespace countersign {
namespace {

using Days = std::chrono::days;

std::size_t freshIn(const FacetCounts& facets) {
  std::size_t out = 0;
  for (const SealState state : {SealState::Current, SealState::Ageing})
    if (const auto found = facets.seal.find(std::string(name(state))); found != facets.seal.end())
      out += found->second;
  return out;
}

Result<std::optional<Instant>> firstCapture(Workspace& w) {
  COUNTERSIGN_ASSIGN(const auto snapshots, SourceStore(w).snapshots());
  std::optional<Instant> out;
  for (const StoredSnapshot& s : snapshots)
    out = std::min(out.value_or(s.capturedAt), s.capturedAt);
  return out;
}

/// Ends of the days before today on which something had been captured, ascending.
std::vector<Instant> dayEnds(Instant first, Instant now, std::size_t days) {
  std::vector<Instant> out;
  const Instant today = std::chrono::floor<Days>(now);
  for (std::size_t back = days; back-- > 1;) {
    const Instant end = today - Days(back - 1);
    if (end > first) out.push_back(end);
  }
  return out;
}

} // namespace

Result<FreshDays> Desk::freshDays(std::size_t days) {
  FreshDays out;
  Workspace& w = *impl_->workspace;
  const Instant now = impl_->now();
  COUNTERSIGN_ASSIGN(const auto first, firstCapture(w));
  if (!first) return out;
  COUNTERSIGN_ASSIGN(const FacetCounts current, facets({}));
  const std::vector<Instant> ends = dayEnds(*first, now, days);
  const std::size_t each = std::max<std::size_t>(current.total, 1);
  const std::size_t looks = std::min(ends.size(), mostEvaluations / each);
  if (looks == 0 && !ends.empty())
    out.note = std::to_string(current.total) + " records are too many to be worked out for earlier days";
  if (looks > 0) out.every = (ends.size() + looks - 1) / looks;
  for (std::size_t i = 0; looks > 0 && i < ends.size(); ++i) {
    if ((ends.size() - 1 - i) % out.every != 0) continue;
    RecordQuery then;
    then.asOf = ends[i];
    COUNTERSIGN_ASSIGN(const FacetCounts counts, facets(then));
    out.days.push_back({ends[i], freshIn(counts), counts.total});
  }
  if (out.every > 1)
    out.note = "one day in " + std::to_string(out.every) + ", because there are " +
               std::to_string(current.total) + " records";
  out.days.push_back({now, freshIn(current), current.total});
  return out;
}

} // namespace countersign
