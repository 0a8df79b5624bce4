// SPDX-License-Identifier: Apache-2.0
#include "models/review/loop_charts.h"

#include "models/evidence/report.h"

#include <algorithm>
#include <array>

namespace countersign {
namespace {

using Days = std::chrono::days;

Instant midnight(Instant t) {
  return std::chrono::floor<Days>(t);
}

std::string date(Instant t) {
  return formatRfc3339Seconds(t).substr(0, 10);
}

std::string secondsText(drift::Micros d) {
  return std::to_string(std::chrono::duration_cast<Seconds>(d).count());
}

/// The shortest width of which not too many make up the stretch.
Days widthFor(Instant first, Instant end) {
  constexpr std::array widths{1, 7, 28, 364};
  constexpr auto most = static_cast<std::int64_t>(mostChangesBars);
  for (const int width : widths)
    if ((end - first) / Days(width) < most) return Days(width);
  return Days(widths.back()) * ((end - first) / (Days(widths.back()) * most) + 1);
}

std::string csvLine(const std::vector<std::string>& cells) {
  std::string out;
  for (std::size_t i = 0; i < cells.size(); ++i)
    out += (i == 0 ? "" : ",") + evidence::csvCell(cells[i]);
  return out + "\r\n";
}

} // namespace

std::string csvOf(const NumberTable& table) {
  std::string out = csvLine(table.columns);
  for (const auto& row : table.rows)
    out += csvLine(row);
  return out;
}

std::vector<ChangesBar> changesBars(const std::vector<SeenChangeRow>& rows, std::optional<Instant> since,
                                    Instant now) {
  std::vector<ChangesBar> out;
  std::optional<Instant> oldest;
  for (const SeenChangeRow& row : rows)
    if ((!since || row.at >= *since) && row.at <= now) oldest = std::min(oldest.value_or(row.at), row.at);
  if (!oldest) return out;
  const Instant first = midnight(since.value_or(*oldest)), end = midnight(now);
  const Days width = widthFor(first, end);
  for (Instant from = first; from <= end; from += width)
    out.push_back({from, from + width, 0, 0});
  for (const SeenChangeRow& row : rows) {
    if (row.at < *oldest || row.at > now) continue;
    ChangesBar& bar = out[static_cast<std::size_t>((row.at - first) / width)];
    ++(row.requested ? bar.requested : bar.unrequested);
  }
  return out;
}

LatencyFigures latencyFigures(const std::vector<ChangeRow>& rows, drift::Leg leg) {
  LatencyFigures out;
  std::vector<drift::Latency> all;
  const std::string named(drift::name(leg));
  for (const ChangeRow& row : rows) {
    if (const auto found = row.latencies.find(leg); found != row.latencies.end()) {
      all.push_back(found->second);
      if (!found->second.exact()) ++out.bounded;
    }
    out.refused += static_cast<std::size_t>(
        std::count_if(row.refused.begin(), row.refused.end(),
                      [&](const std::string& text) { return text.rfind(named + ":", 0) == 0; }));
    if (row.state == drift::ChangeState::NeverLanded) ++out.neverLanded;
  }
  out.bars = drift::histogram(all);
  out.percentiles = drift::percentiles(std::move(all));
  return out;
}

NumberTable numbersOf(const std::vector<ChangesBar>& bars) {
  NumberTable out{{"day", "up_to", "requested", "not_requested"}, {}};
  for (const ChangesBar& bar : bars)
    out.rows.push_back(
        {date(bar.from), date(bar.upTo), std::to_string(bar.requested), std::to_string(bar.unrequested)});
  return out;
}

NumberTable numbersOf(const std::vector<drift::Bar>& bars) {
  NumberTable out{{"above_seconds", "up_to_seconds", "changes"}, {}};
  for (const drift::Bar& bar : bars)
    out.rows.push_back({secondsText(bar.above), secondsText(bar.upTo), std::to_string(bar.count)});
  return out;
}

} // namespace countersign
