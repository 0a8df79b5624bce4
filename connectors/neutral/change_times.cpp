// SPDX-License-Identifier: Apache-2.0
#include "connectors/common/elements.h"
#include "connectors/common/sinks.h"
#include "connectors/neutral/change_list.h"
#include "connectors/neutral/csv_reader.h"

#include <algorithm>
#include <array>
#include <mutex>
#include <simdjson.h>

namespace countersign::neutral {
namespace {

constexpr std::array<std::string_view, 3> timeColumns{"requested_at", "approved_at", "closed_at"};

/// The newest of times, but for those that are in the future: they are faults of their lines.
class Newest {
public:
  explicit Newest(std::optional<Instant> now) : now_(now) {}
  void add(std::string_view text) {
    const auto at = parseRfc3339(text);
    if (!at || (now_ && *at > *now_)) return;
    const std::lock_guard lock(mutex_);
    if (!newest_ || *at > *newest_) newest_ = *at;
  }
  std::optional<Instant> time() const { return newest_; }

private:
  std::optional<Instant> now_, newest_;
  std::mutex mutex_;
};

void tableTimes(const Input& input, const CsvHeader& table, const ReadOptions& options, Newest& newest) {
  std::vector<std::size_t> columns;
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (std::find(timeColumns.begin(), timeColumns.end(), table.columns[i]) != timeColumns.end())
      columns.push_back(i);
  CsvReader rows(input.bytes, table.separator, std::min(options.limits.maxElementBytes, maxChangeLineBytes));
  CsvRow row;
  // A row without an end is a gap when the list is read.
  for (auto more = rows.next(row); more && *more; more = rows.next(row))
    for (const std::size_t column : columns)
      if (column < row.fields.size()) newest.add(trimmed(row.fields[column].value));
}

Result<void> lineTimes(const Input& input, const ReadOptions& options, Newest& newest) {
  ImportLimits limits = options.limits;
  limits.maxElementBytes = std::min(limits.maxElementBytes, maxChangeLineBytes);
  NoSink nothing;
  COUNTERSIGN_TRY(
      forEachLine(input, limits, nothing,
                  [&](const Element&, const simdjson::dom::element& value, Batch&) -> Result<void> {
                    for (const std::string_view column : timeColumns) {
                      std::string_view text;
                      if (value[column].get(text) == simdjson::SUCCESS) newest.add(text);
                    }
                    return {};
                  }));
  return {};
}

} // namespace

Result<std::optional<Instant>> newestTime(const Input& input, const CsvHeader* table,
                                          const ReadOptions& options) {
  Newest newest(options.now);
  if (table != nullptr)
    tableTimes(input, *table, options, newest);
  else
    COUNTERSIGN_TRY(lineTimes(input, options, newest));
  return newest.time();
}

} // namespace countersign::neutral
