// SPDX-License-Identifier: Apache-2.0
#include "connectors/neutral/change_list.h"
#include "connectors/neutral/neutral.h"

namespace countersign {
namespace {

using namespace neutral;

constexpr const char* columns = "See docs/formats/change-list.md for the columns";

/// A header without which nothing below it can be used is an error of the file.
Result<void> checkTable(const Input& input, const CsvHeader& table) {
  Place place{input.name, {}, 1, {}, {}};
  for (const std::string& column : table.columns)
    if (!validUtf8(column))
      return failure(ErrorCode::Encoding, "the header is not UTF-8", "Save the table as UTF-8", place);
  if (!table.has("id")) {
    place.pointer = "id";
    return failure(ErrorCode::Malformed, "the column 'id' is missing", columns, place);
  }
  const std::vector<std::string> twice = table.twice();
  if (!twice.empty()) {
    place.pointer = twice.front();
    return failure(ErrorCode::DuplicateKey, "the column '" + twice.front() + "' stands twice in the header",
                   "Rename or remove one of them", place);
  }
  return {};
}

/// Either a table, or lines of JSON.
Result<std::optional<CsvHeader>> formOf(const Input& input) {
  const Place place{input.name, {}, {}, {}, {}};
  if (input.bytes.size() > maxChangeListBytes)
    return failure(ErrorCode::Limit, "a list of changes that is larger than 1 GiB", "Import it in parts",
                   place);
  auto table = changeTable(input.bytes);
  if (table) {
    COUNTERSIGN_TRY(checkTable(input, *table));
    return table;
  }
  if (!looksLikeChangeLines(input.bytes))
    return failure(ErrorCode::Unrecognised, "this is no list of changes", columns, place);
  return std::optional<CsvHeader>();
}

class ChangeListConnector final : public Connector {
public:
  std::string_view id() const override { return "neutral.change-list"; }
  std::string_view title() const override {
    return "List of changes that were asked for (CSV or JSON lines)";
  }
  std::string_view exportCommand() const override {
    return "from the ticket or change system, one change a line, with the columns id, requested_at, "
           "identity, change and others: docs/formats/change-list.md";
  }

  Match recognises(std::string_view head) const override {
    if (const auto table = changeTable(head)) return table->has("id") ? Match::Yes : Match::Maybe;
    return looksLikeChangeLines(head) ? Match::Yes : Match::No;
  }

  Result<Facts> survey(const Input& input, const ReadOptions& options) const override {
    COUNTERSIGN_ASSIGN(const auto table, formOf(input));
    const ChangeLinesHeader header = table ? ChangeLinesHeader() : changeLinesHeader(input);
    Facts facts;
    facts.system = "changes";
    facts.scope = header.scope;
    facts.scopeTitle = "name of this list";
    facts.role = SourceRole::Intent;
    facts.tool = header.tool;
    facts.capturedBasis = header.basis;
    facts.capturedAt = header.capturedAt;
    if (!facts.capturedAt && !options.capturedAt) {
      COUNTERSIGN_ASSIGN(facts.capturedAt, newestTime(input, table ? &*table : nullptr, options));
    }
    return facts;
  }

  Result<ReadResult> read(const Input& input, const Facts& facts, const ReadOptions& options,
                          BatchSink& sink) const override {
    COUNTERSIGN_ASSIGN(const auto table, formOf(input));
    const std::optional<Instant> captured = options.capturedAt ? options.capturedAt : facts.capturedAt;
    return table ? readChangeTable(input, *table, captured, options, sink)
                 : readChangeLines(input, captured, options, sink);
  }
};

} // namespace

std::unique_ptr<Connector> makeChangeListConnector() {
  return std::make_unique<ChangeListConnector>();
}

} // namespace countersign
