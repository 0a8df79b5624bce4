// SPDX-License-Identifier: Apache-2.0
#include "connectors/neutral/csv_records.h"
#include "connectors/neutral/neutral.h"
#include "connectors/neutral/record_reader.h"
#include "connectors/neutral/table_rows.h"

#include <algorithm>

namespace countersign {
namespace {

using namespace neutral;

/// A row of a table.
class RowPlace final : public RecordPlace {
public:
  RowPlace(const Input& input, const CsvTable& table, const CsvRow& row)
      : input_(input), table_(table), row_(row) {}
  Locator where() const override { return {row_.offset, row_.length, {}, row_.line}; }
  Locator span(const std::string& pointer) const override {
    const std::size_t column = columnOf(table_, pointer);
    if (column >= row_.fields.size()) return where();
    return {row_.fields[column].offset, row_.fields[column].length, {}, row_.line};
  }
  void complete(Place& place) const override {
    const std::size_t column = columnOf(table_, place.pointer);
    place.file = input_.name;
    place.line = row_.line;
    place.byte = column < row_.fields.size() ? row_.fields[column].offset : row_.offset;
    place.pointer = column < table_.columns.size() ? table_.columns[column] : std::string();
  }

private:
  const Input& input_;
  const CsvTable& table_;
  const CsvRow& row_;
};

/// Reads the rows behind the header.
class TableReader {
public:
  TableReader(const Input& input, const CsvTable& table, const ReadOptions& options, BatchSink& sink)
      : input_(input), table_(table), options_(options),
        rows_(input, CsvReader(input.bytes, table.separator, options.limits.maxElementBytes), options, sink) {
  }

  Result<ReadResult> run() {
    COUNTERSIGN_TRY(rows_.run([this](const CsvRow& row) { readRow(row); },
                              [this](Error error) { refuse(std::move(error)); }));
    return ReadResult{{state()}};
  }

private:
  void readRow(const CsvRow& row) {
    const RowPlace place(input_, table_, row);
    std::optional<Error> error = rowFault(input_, row, table_.columns.size());
    if (!error) {
      readRecord(table_.type->t, csvRecord(table_, row), place, tally_, rows_.batch);
      return;
    }
    refuse(std::move(*error));
    rows_.batch.secrets.push_back(place.where());
  }
  void refuse(Error error) {
    error.place.file = input_.name;
    tally_.failed(table_.type->part);
    rows_.batch.gaps.push_back({std::move(error), std::string(table_.type->part), false});
  }

  /// A table has no end mark, so only the person can say that it is whole.
  PartState state() const {
    const std::string part(table_.type->part);
    const auto says = [&](const std::vector<std::string>& list, std::string_view name) {
      return std::find(list.begin(), list.end(), name) != list.end();
    };
    std::string why;
    if (rows_.endedEarly())
      why = "the file ends early";
    else if (const auto failures = tally_.failures(); failures.count(part) != 0)
      why = failures.at(part);
    else if (says(options_.partialParts, part) || says(options_.partialParts, "*"))
      why = "said to be partial by who imported it";
    else if (!says(options_.completeParts, part))
      why = "a table does not say whether it is complete; say --complete " + part + " if it is";
    const bool complete = why.empty();
    return {part, complete, std::move(why)};
  }

  const Input& input_;
  const CsvTable& table_;
  const ReadOptions& options_;
  TableRows rows_;
  SnapshotTally tally_;
};

class CsvConnector final : public Connector {
public:
  std::string_view id() const override { return "neutral.csv"; }
  std::string_view title() const override {
    return "Neutral tables (CSV: identities, credentials, grants, trusts)";
  }
  std::string_view exportCommand() const override { return {}; }

  Match recognises(std::string_view head) const override {
    const CsvTable table = recogniseCsv(head);
    if (table.type == nullptr) return Match::No;
    return table.missing.empty() ? Match::Yes : Match::Maybe;
  }

  Result<Facts> survey(const Input& input, const ReadOptions& options) const override {
    COUNTERSIGN_TRY(tableOf(input));
    Facts facts;
    facts.system = "inventory";
    facts.scopeTitle = "name of this inventory";
    facts.role = options.role.value_or(SourceRole::Intent);
    facts.roleKnown = options.role.has_value();
    return facts;
  }

  Result<ReadResult> read(const Input& input, const Facts&, const ReadOptions& options,
                          BatchSink& sink) const override {
    COUNTERSIGN_ASSIGN(const CsvTable table, tableOf(input));
    return TableReader(input, table, options, sink).run();
  }

private:
  static Result<CsvTable> tableOf(const Input& input) {
    CsvTable table = recogniseCsv(input.bytes);
    Place place;
    place.file = input.name;
    place.line = 1;
    if (table.type == nullptr)
      return failure(ErrorCode::Unrecognised, "the first row names the columns of no table that is known",
                     "See docs/formats/neutral.md for the columns", std::move(place));
    for (const std::string& column : table.columns)
      if (!validUtf8(column))
        return failure(ErrorCode::Encoding, "the header is not UTF-8", "Save the table as UTF-8",
                       std::move(place));
    if (!table.missing.empty()) {
      place.pointer = table.missing.front();
      return failure(ErrorCode::Malformed, "the column '" + table.missing.front() + "' is missing",
                     "See docs/formats/neutral.md for the columns", std::move(place));
    }
    if (!table.twice.empty()) {
      place.pointer = table.twice.front();
      return failure(ErrorCode::DuplicateKey,
                     "the column '" + table.twice.front() + "' stands twice in the header",
                     "Rename or remove one of them", std::move(place));
    }
    return table;
  }
};

} // namespace

std::unique_ptr<Connector> makeNeutralCsvConnector() {
  return std::make_unique<CsvConnector>();
}

} // namespace countersign
