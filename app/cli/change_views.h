// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/json.h"
#include "models/review/loop_views.h"

/// What the commands on changes print with --json, and in words. Member names are stable.
namespace countersign::cli {

Json percentilesJson(const drift::Percentiles& percentiles); ///< {count, p50, p95, worst}
/// {atLeastSeconds, atMostSeconds}, with microseconds where there are any.
Json latencyJson(const drift::Latency& latency);
/// {from, to}: equal where it is known exactly.
Json betweenJson(const drift::Between& between);
Json changeJson(const ChangeRow& row);
Json seenJson(const SeenChangeRow& row);
Json causeJson(const CauseRow& row);
/// An edit that moved several: as a cause, with who, from where and when.
Json editJson(const CauseRow& row);
Json latencyRowJson(const LatencyRow& row);
Json skewJson(const SkewRow& row);
Json differenceRowJson(const DifferenceRow& row);

/// "2026-11-20 06:00:00Z", or both bounds.
std::string betweenText(const drift::Between& between);
/// "give s3:PutObject on arn:…", "remove", "rotate AKIA…"
std::string wishText(const Wish& wish);

} // namespace countersign::cli
