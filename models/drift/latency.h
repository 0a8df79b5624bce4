// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/drift/change.h"

#include <string>
#include <string_view>
#include <vector>

namespace countersign::drift {

/// The stretches of a change's way that are measured. Each begins with the request.
enum class Leg {
  Applied, ///< until the target had it
  Audit,   ///< until the audit trail recorded it
  Shown,   ///< until the first snapshot that shows it was captured
  Reviewed ///< until somebody certified the record with it
};
std::string_view name(Leg leg); ///< "applied", "audit", "shown", "reviewed": stable
std::optional<Leg> legFrom(std::string_view text);

/// Percentiles of latencies that are known between bounds: the percentile itself lies between that of the
/// least and that of the most.
struct Percentiles {
  std::size_t count = 0;
  Latency p50, p95, worst;
};
/// Nearest rank (the smallest value that at least p of all do not exceed). All zero for none.
Percentiles percentiles(const std::vector<Latency>& all);

/// One bar of a histogram: latencies of which the most lies in (above, upTo].
struct Bar {
  Micros above{}, upTo{};
  std::size_t count = 0;
};
/// Bars that double from one second on, from the first to the last that is not empty.
std::vector<Bar> histogram(const std::vector<Latency>& all);

/// "2 min 10 s", "at least 3 min, at most 14 min", for people.
std::string text(const Latency& latency);

/// What a source itself imposes on how soon it can show a change.
struct Floor {
  std::string_view connector; ///< id of the connector whose exports have it
  Seconds delay{};
  std::string_view text, source; ///< in words, and the vendor's document that says so
};
/// nullptr: none is known.
const Floor* floorOf(std::string_view connector);
const std::vector<Floor>& allFloors();

} // namespace countersign::drift
