// SPDX-License-Identifier: Apache-2.0
#include "models/access/sayings.h"

#include <algorithm>
#include <utility>

namespace countersign::pattern {
namespace {

/// Of two answers to the same, the one that says less; the reasons of both where they say the same.
Part lesser(const Part& a, const Part& b) {
  if (a.given != b.given) return a.given < b.given ? a : b;
  Part out = a;
  out.held = both(a.held, b.held);
  if (out.reason.find(b.reason) == std::string::npos)
    out.reason += (out.reason.empty() ? "" : "; ") + b.reason;
  return out;
}

Part partOf(const Part& whole, Region region) {
  return {std::move(region), whole.given, whole.held, whole.reason, false, whole.widened};
}

} // namespace

/// Adds a part where there is none; where there is one, what says less counts.
void SayingComparison::lay(Part part) {
  if (split_.tooMany) return;
  Parts out;
  Regions rest{part.region};
  for (Part& there : parts_) {
    const Regions common = part.widened || there.widened || split_.tooMany
                               ? Regions()
                               : split_.within(there.region, part.region);
    if (common.empty()) {
      out.push_back(std::move(there));
      continue;
    }
    Regions left;
    for (const Region& region : rest)
      for (Region& piece : split_.without(region, there.region))
        left.push_back(std::move(piece));
    rest = std::move(left);
    const Part less = lesser(there, part);
    if (less.given == there.given && less.held == there.held && less.reason == there.reason) {
      out.push_back(std::move(there));
      continue;
    }
    for (Region& region : split_.without(there.region, part.region))
      out.push_back(partOf(there, std::move(region)));
    for (const Region& region : common)
      out.push_back(partOf(less, region));
  }
  for (Region& region : rest)
    out.push_back(partOf(part, std::move(region)));
  parts_ = std::move(out);
  split_.tooMany = split_.tooMany || parts_.size() > split_.limit;
}

/// Parts that are not exact become one, all of the cell.
void SayingComparison::settle(const Region& cell) {
  if (parts_.empty()) parts_.push_back({cell, Truth::Yes, Truth::No, "it gives nothing", true, false});
  const bool exact = std::none_of(parts_.begin(), parts_.end(), [](const Part& p) { return p.widened; });
  if (!exact && parts_.size() > 1) {
    Part all = partOf(parts_.front(), cell);
    for (const Part& part : parts_) {
      const Part less = lesser(all, part);
      if (part.given != all.given) all.given = Truth::Undecided;
      all.held = both(all.held, part.held);
      all.reason = less.given == part.given ? less.reason : all.reason;
      if (all.reason.empty()) all.reason = "some of it is given for some values of policy variables";
    }
    parts_ = {std::move(all)};
  }
  if (parts_.size() == 1) {
    parts_.front().whole = true;
    parts_.front().region = cell;
  }
}

} // namespace countersign::pattern
