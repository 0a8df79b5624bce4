// SPDX-License-Identifier: Apache-2.0
#include "connectors/neutral/table_rows.h"

#include "models/identity/json.h"

namespace countersign::neutral {
namespace {

constexpr std::size_t rowsPerBatch = 1000;

} // namespace

Result<void> TableRows::run(const std::function<void(const CsvRow&)>& read,
                            const std::function<void(Error)>& refuse) {
  CsvRow row;
  COUNTERSIGN_TRY(rows_.next(row)); // the header
  for (std::size_t n = 0;; ++n) {
    const auto more = rows_.next(row);
    if (!more) {
      const std::uint64_t from = more.error().place.byte.value_or(0);
      refuse(more.error());
      batch.secrets.push_back({from, input_.bytes.size() - from, {}, 0});
      break;
    }
    if (!*more) break;
    if (n >= options_.limits.maxElements)
      return failure(ErrorCode::Limit, "more than " + std::to_string(n) + " rows");
    read(row);
    if (n % rowsPerBatch == rowsPerBatch - 1) COUNTERSIGN_TRY(flush());
  }
  return flush();
}

Result<void> TableRows::flush() {
  if (sink_.cancelled()) return failure(ErrorCode::Cancelled, "reading was cancelled");
  sink_.prepare(batch);
  COUNTERSIGN_TRY(sink_.take(std::move(batch)));
  batch = {};
  sink_.progress(rows_.offset());
  return {};
}

std::string formFault(const CsvRow& row, std::size_t columns) {
  if (!row.fault.empty() || row.fields.size() == columns) return row.fault;
  return "a row of " + std::to_string(row.fields.size()) + " fields under a header of " +
         std::to_string(columns);
}

std::optional<Error> rowFault(const Input& input, const CsvRow& row, std::size_t columns) {
  std::optional<Error> out;
  std::size_t bad = 0;
  const bool text = validUtf8(input.bytes.substr(row.offset, row.length), &bad);
  if (!text)
    out = Error{ErrorCode::Encoding, "a row that is not UTF-8", "Save the table as UTF-8", {}};
  else if (std::string fault = formFault(row, columns); !fault.empty())
    out = Error{ErrorCode::Malformed,
                std::move(fault),
                "Write fields with separators, quotes or line ends in quotes (RFC 4180)",
                {}};
  if (!out) return out;
  out->place.file = input.name;
  out->place.line = row.line;
  out->place.byte = row.offset + (text ? 0 : bad);
  return out;
}

} // namespace countersign::neutral
