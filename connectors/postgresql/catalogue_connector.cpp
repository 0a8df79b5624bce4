// SPDX-License-Identifier: Apache-2.0
#include "connectors/neutral/table_rows.h"
#include "connectors/postgresql/postgresql.h"
#include "connectors/postgresql/rows.h"
#include "models/identity/postgresql_keys.h"

#include <algorithm>
#include <map>

namespace countersign {
namespace {

using namespace postgresql;
using neutral::CsvReader;
using neutral::CsvRow;

constexpr std::size_t maxColumns = 256;
constexpr const char* help = "docs/formats/postgresql.md has the queries that make these tables";

std::vector<std::string> headerOf(std::string_view text) {
  CsvReader reader(text, ',', 64U << 10, maxColumns);
  CsvRow row;
  const auto found = reader.next(row);
  std::vector<std::string> out;
  if (found && *found && row.fault.empty())
    for (neutral::CsvField& field : row.fields)
      out.push_back(std::move(field.value));
  return out;
}

/// Reads the rows of one table.
class TableReader {
public:
  TableReader(const Input& input, const Table& table, std::vector<std::string> columns, Origin origin,
              const ReadOptions& options, BatchSink& sink)
      : input_(input), table_(table), columns_(std::move(columns)), origin_(std::move(origin)),
        options_(options),
        rows_(input, CsvReader(input.bytes, ',', options.limits.maxElementBytes, maxColumns), options, sink) {
    for (std::size_t i = 0; i < columns_.size(); ++i)
      index_.emplace(columns_[i], i);
  }

  Result<ReadResult> run() {
    COUNTERSIGN_TRY(rows_.run([this](const CsvRow& row) { readRow(row); },
                              [this](Error error) {
                                const std::uint64_t at = error.place.byte.value_or(0);
                                refuse(std::move(error), at);
                              }));
    return ReadResult{{state()}};
  }

private:
  static Locator where(const CsvRow& row) { return {row.offset, row.length, {}, row.line}; }

  void readRow(const CsvRow& row) {
    const std::string fault = neutral::formFault(row, columns_.size());
    const bool text = validUtf8(input_.bytes.substr(row.offset, row.length));
    if (!fault.empty() || !text) {
      Error error{text ? ErrorCode::Malformed : ErrorCode::Encoding,
                  text ? fault : "a row that is not UTF-8",
                  text ? "" : "Export with client_encoding UTF8",
                  {}};
      error.place.line = row.line;
      refuse(std::move(error), row.offset);
      rows_.batch.secrets.push_back(where(row));
      return;
    }
    maskUnread(row);
    static const std::string none;
    const Field field = [&](std::string_view column) -> const std::string& {
      const auto found = index_.find(column);
      return found == index_.end() ? none : row.fields[found->second].value;
    };
    auto made = rowDocument(table_, field, origin_);
    if (!made) {
      Error error = made.error();
      error.place.line = row.line;
      refuse(std::move(error), row.offset);
      return;
    }
    if (!made->warning.empty()) {
      Error error{ErrorCode::Malformed, made->warning, {}, {}};
      error.place.line = row.line;
      refuse(std::move(error), row.offset);
    }
    rows_.batch.documents.emplace_back(std::move(made->document), where(row));
  }

  /// Passwords, and columns of which nothing is known.
  void maskUnread(const CsvRow& row) {
    for (std::size_t i = 0; i < columns_.size(); ++i)
      if (!isRead(table_, columns_[i]) && row.fields[i].length > 0)
        rows_.batch.secrets.push_back({row.fields[i].offset, row.fields[i].length, {}, row.line});
  }
  void refuse(Error error, std::uint64_t at) {
    error.place.file = input_.name;
    error.place.byte = at;
    error.place.excerpt.clear();
    failed_ = true;
    rows_.batch.gaps.push_back({std::move(error), std::string(table_.catalogue), false});
  }

  /// A table has no end mark, and the query behind it may have left out rows.
  PartState state() const {
    const std::string part(table_.catalogue);
    const auto& says = options_.completeParts;
    std::string why;
    if (rows_.endedEarly())
      why = "the file ends early";
    else if (failed_)
      why = "a row could not be read";
    else if (std::find(says.begin(), says.end(), part) == says.end())
      why = "a table does not say whether it is complete; say --complete " + part + " if it is";
    const bool complete = why.empty();
    return {part, complete, std::move(why)};
  }

  const Input& input_;
  const Table& table_;
  std::vector<std::string> columns_;
  Origin origin_;
  const ReadOptions& options_;
  neutral::TableRows rows_;
  std::map<std::string, std::size_t, std::less<>> index_;
  bool failed_ = false;
};

class CatalogueConnector final : public Connector {
public:
  std::string_view id() const override { return "postgresql.catalogue"; }
  std::string_view title() const override { return "PostgreSQL catalogue (CSV)"; }
  std::string_view exportCommand() const override {
    return "psql -X -c \"\\copy (SELECT oid, rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, "
           "rolcanlogin, rolreplication, rolbypassrls, rolconnlimit, rolvaliduntil FROM pg_roles) TO "
           "'pg_roles.csv' CSV HEADER\"; the other tables as docs/formats/postgresql.md has them";
  }

  Match recognises(std::string_view head) const override {
    const std::vector<std::string> columns = headerOf(head.substr(0, head.find('\n')));
    const Table* table = tableOf(columns);
    if (table == nullptr) return Match::No;
    return missingColumn(*table, columns).empty() ? Match::Yes : Match::Maybe;
  }

  Result<Facts> survey(const Input& input, const ReadOptions&) const override {
    COUNTERSIGN_TRY(checked(input));
    Facts facts;
    facts.system = "postgresql";
    facts.scopeTitle = "cluster, or cluster/database";
    return facts;
  }

  Result<ReadResult> read(const Input& input, const Facts& facts, const ReadOptions& options,
                          BatchSink& sink) const override {
    COUNTERSIGN_ASSIGN(const Table* table, checked(input));
    const std::string scope = facts.scope.value_or("");
    Origin origin{keys::pgCluster(scope), {}};
    if (const auto slash = scope.find('/'); slash != std::string::npos)
      origin.database = scope.substr(slash + 1);
    return TableReader(input, *table, headerOf(input.bytes), std::move(origin), options, sink).run();
  }

private:
  static Result<const Table*> checked(const Input& input) {
    const std::vector<std::string> columns = headerOf(input.bytes);
    Place place;
    place.file = input.name;
    place.line = 1;
    const Table* table = tableOf(columns);
    if (table == nullptr)
      return failure(ErrorCode::Unrecognised, "the first row names the columns of no catalogue that is read",
                     help, std::move(place));
    if (const std::string_view column = missingColumn(*table, columns); !column.empty()) {
      place.pointer = std::string(column);
      return failure(ErrorCode::Unsupported,
                     std::string(table->catalogue) + " without the column '" + std::string(column) + "'",
                     help, std::move(place));
    }
    auto sorted = columns;
    std::sort(sorted.begin(), sorted.end());
    if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end())
      return failure(ErrorCode::DuplicateKey, "a column stands twice in the header", help, std::move(place));
    return table;
  }
};

} // namespace

std::unique_ptr<Connector> makePostgresqlCatalogueConnector() {
  return std::make_unique<CatalogueConnector>();
}

std::vector<std::unique_ptr<Connector>> postgresqlConnectors() {
  std::vector<std::unique_ptr<Connector>> out;
  out.push_back(makePostgresqlCatalogueConnector());
  return out;
}

} // namespace countersign
