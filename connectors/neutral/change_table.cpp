// SPDX-License-Identifier: Apache-2.0
#include "connectors/neutral/change_list.h"

#include "connectors/neutral/listed_change.h"
#include "connectors/neutral/listed_changes.h"
#include "connectors/neutral/record_secrets.h"
#include "connectors/neutral/table_rows.h"
#include "models/identity/json_text.h"

#include <algorithm>

namespace countersign::neutral {
namespace {

/// A row of a list.
class RowPlace final : public RecordPlace {
public:
  RowPlace(const Input& input, const CsvHeader& table, const CsvRow& row)
      : input_(input), table_(table), row_(row) {}
  Locator where() const override { return {row_.offset, row_.length, {}, row_.line}; }
  Locator span(const std::string& pointer) const override {
    const std::size_t column = columnOf(pointer);
    if (column >= row_.fields.size()) return where();
    return {row_.fields[column].offset, row_.fields[column].length, {}, row_.line};
  }
  void complete(Place& place) const override {
    const std::size_t column = columnOf(place.pointer);
    place.file = input_.name;
    place.line = row_.line;
    place.byte = column < row_.fields.size() ? row_.fields[column].offset : row_.offset;
    if (place.pointer.substr(0, 1) == "/") place.pointer.erase(0, 1); // columns that are not there, too
    if (column < table_.columns.size()) place.pointer = table_.columns[column];
  }

private:
  std::size_t columnOf(const std::string& pointer) const {
    const auto found =
        std::find_if(table_.columns.begin(), table_.columns.end(), [&](const std::string& column) {
          std::string here;
          appendPointer(here, column);
          return here == pointer;
        });
    return static_cast<std::size_t>(found - table_.columns.begin());
  }

  const Input& input_;
  const CsvHeader& table_;
  const CsvRow& row_;
};

/// Members as JSON lines have them; empty fields say nothing.
Json rowRecord(const CsvHeader& table, const CsvRow& row) {
  Json out = Json::object();
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (const std::string_view value = trimmed(row.fields[i].value);
        !value.empty() && !table.columns[i].empty() && table.columns[i] != "t")
      out.set(table.columns[i], Json(value));
  return out;
}

class TableReader {
public:
  TableReader(const Input& input, const CsvHeader& table, std::optional<Instant> captured,
              const ReadOptions& options, BatchSink& sink)
      : input_(input), table_(table), captured_(captured), options_(options),
        changes_(input, sink, {table.columns.begin(), table.columns.end()}),
        rows_(input,
              CsvReader(input.bytes, table.separator,
                        std::min(options.limits.maxElementBytes, maxChangeLineBytes)),
              options, changes_) {}

  Result<ReadResult> run() {
    speakOfColumns();
    COUNTERSIGN_TRY(rows_.run([this](const CsvRow& row) { read(row); },
                              [this](Error error) { refuse(std::move(error)); }));
    COUNTERSIGN_TRY(changes_.deliver());
    std::string why = rows_.endedEarly()   ? "the file ends early"
                      : changes_.anyLost() ? "a line could not be used"
                                           : "";
    return ReadResult{{changesState(std::move(why), false, options_)}};
  }

private:
  void speakOfColumns() {
    for (const std::string& column : table_.columns) {
      if (column.empty() || isListColumn(column) || namesSecret(column)) continue;
      warn("the column '" + column + "' is not known: what it says is kept beside",
           "See docs/formats/change-list.md for the columns", column, 1, 0);
    }
  }
  void read(const CsvRow& row) {
    if (isHeader(row)) {
      warn("the header stands here again", "Leave it out where lists are put together", {}, row.line,
           row.offset);
      return;
    }
    const RowPlace place(input_, table_, row);
    std::optional<Error> error = rowFault(input_, row, table_.columns.size());
    if (!error) {
      readListedChange(rowRecord(table_, row), place, captured_, rows_.batch);
      return;
    }
    if (row.offset + row.length == input_.bytes.size() && error->code == ErrorCode::Malformed) {
      error->code = ErrorCode::Truncated;
      error->message = "the file ends in the middle of a line: " + error->message;
      error->remedy = "Export it again; the lines before were taken in";
    }
    refuse(std::move(*error));
    rows_.batch.secrets.push_back(place.where());
  }
  bool isHeader(const CsvRow& row) const {
    return std::equal(
        row.fields.begin(), row.fields.end(), table_.columns.begin(), table_.columns.end(),
        [](const CsvField& field, const std::string& column) { return columnName(field.value) == column; });
  }
  void warn(std::string message, std::string remedy, std::string column, std::uint64_t line,
            std::uint64_t byte) {
    Error error{ErrorCode::Unsupported,
                std::move(message),
                std::move(remedy),
                {input_.name, byte, line, std::move(column), {}}};
    rows_.batch.gaps.push_back({std::move(error), {}, true});
  }
  void refuse(Error error) {
    error.place.file = input_.name;
    rows_.batch.gaps.push_back({std::move(error), std::string(changesPart), false});
  }

  const Input& input_;
  const CsvHeader& table_;
  std::optional<Instant> captured_;
  const ReadOptions& options_;
  ListedChanges changes_;
  TableRows rows_;
};

} // namespace

std::optional<CsvHeader> changeTable(std::string_view text) {
  for (CsvHeader& header : csvHeaders(text))
    if (header.has("requested_at") && header.has("identity") && header.has("change"))
      return std::move(header);
  return std::nullopt;
}

Result<ReadResult> readChangeTable(const Input& input, const CsvHeader& table,
                                   std::optional<Instant> captured, const ReadOptions& options,
                                   BatchSink& sink) {
  return TableReader(input, table, captured, options, sink).run();
}

PartState changesState(std::string why, bool says, const ReadOptions& options) {
  const auto named = [](const std::vector<std::string>& list) {
    return std::any_of(list.begin(), list.end(),
                       [](const std::string& part) { return part == changesPart || part == "*"; });
  };
  if (why.empty() && named(options.partialParts)) why = "said to be partial by who imported it";
  if (why.empty() && !says && !named(options.completeParts))
    why = "a list does not say whether it holds all changes; say --complete changes if it does";
  const bool complete = why.empty();
  return {std::string(changesPart), complete, std::move(why)};
}

} // namespace countersign::neutral
