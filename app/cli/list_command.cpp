// SPDX-License-Identifier: Apache-2.0
#include "app/cli/json_views.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "app/cli/session.h"
#include "app/cli/table.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <iostream>
#include <memory>

namespace countersign::cli {
namespace {

constexpr const char* examples =
    "Examples:\n"
    "  countersign list                                    all records\n"
    "  countersign list --seal stale --seal contradicted   what has to be imported again\n"
    "  countersign list --standing moved --sort tier       certified once, changed since; critical first\n"
    "  countersign list --attention no-owner --tier critical\n"
    "  countersign list --search 'backup prod' --json | jq -r '.records[].uid'\n"
    "  countersign list --as-of 2026-11-01T00:00:00Z       as it was then";

constexpr std::size_t pageSize = 500; ///< rows that are held at once

struct ListOptions {
  std::string text, sort = "name", asOf;
  std::vector<std::string> seals, standings, tiers, systems, attention, reaches;
  bool descending = false;
  std::size_t limit = 0;
};

struct ColumnName {
  const char* name;
  RecordColumn column;
};
constexpr std::array columns{
    ColumnName{"name", RecordColumn::Name},          ColumnName{"known-as", RecordColumn::KnownAs},
    ColumnName{"owner", RecordColumn::Owner},        ColumnName{"tier", RecordColumn::Tier},
    ColumnName{"seal", RecordColumn::Seal},          ColumnName{"standing", RecordColumn::Standing},
    ColumnName{"seen-live", RecordColumn::SeenLive}, ColumnName{"attention", RecordColumn::Attention},
    ColumnName{"reach", RecordColumn::Reach}};

/// "none, list … everything, unknown"
std::string reachWords() {
  std::string out;
  for (int i = 0; i <= static_cast<int>(Reach::Everything); ++i)
    out += std::string(name(static_cast<Reach>(i))) + ", ";
  return out + "unknown";
}

Result<RecordQuery> queryOf(const ListOptions& o) {
  RecordQuery q;
  q.text = o.text;
  COUNTERSIGN_ASSIGN(q.seals, parseWords<SealState>(o.seals, sealStateFrom, "--seal",
                                                    "unseen, contradicted, stale, ageing, current"));
  COUNTERSIGN_ASSIGN(q.standings, parseWords<StandingState>(o.standings, standingStateFrom, "--standing",
                                                            "never, stands, moved, expired, exception"));
  COUNTERSIGN_ASSIGN(q.tiers, parseWords<Tier>(o.tiers, tierFrom, "--tier", "critical, high, medium, low"));
  q.systems = o.systems;
  q.attention = o.attention;
  for (const std::string& reach : o.reaches)
    if (reach != "unknown" && !reachFrom(reach))
      return failure(ErrorCode::InvalidArgument, "--reach: '" + reach + "' is no reach",
                     "Give one of: " + reachWords());
  q.reaches = o.reaches;
  const auto column =
      std::find_if(columns.begin(), columns.end(), [&](const ColumnName& c) { return o.sort == c.name; });
  if (column == columns.end())
    return failure(
        ErrorCode::InvalidArgument,
        "--sort: '" + o.sort +
            "' is none of name, known-as, owner, tier, seal, standing, seen-live, attention, reach");
  q.sortBy = column->column;
  q.descending = o.descending;
  COUNTERSIGN_ASSIGN(q.asOf, parseTime(o.asOf, "--as-of"));
  return q;
}

std::vector<std::string> cells(const RecordRow& r) {
  std::string attention;
  for (const Attention& a : r.attention)
    attention += (attention.empty() ? "" : ",") + a.code;
  return {r.uid,
          r.name,
          r.knownAs,
          r.ownerContradicted ? r.owner + " (contradicted)" : r.owner,
          std::string(name(r.tier)),
          std::string(name(r.seal)),
          std::string(name(r.standing)),
          r.access.reachName() +
              (r.access.known && !r.access.certain && !r.access.reason.empty() ? " ?" : ""),
          timeText(r.seenLive),
          attention};
}

/// Calls `take` with pages of rows, in order.
template <class Take>
Result<void> forEachPage(Desk& desk, const std::vector<RecordId>& ids, const std::optional<Instant>& asOf,
                         Take take) {
  for (std::size_t at = 0; at < ids.size(); at += pageSize) {
    const std::size_t end = std::min(ids.size(), at + pageSize);
    const std::vector<RecordId> page(ids.begin() + static_cast<std::ptrdiff_t>(at),
                                     ids.begin() + static_cast<std::ptrdiff_t>(end));
    COUNTERSIGN_ASSIGN(const auto rows, desk.recordRows(page, asOf));
    for (const RecordRow& row : rows)
      take(row);
  }
  return {};
}

/// Written as it comes, because a list may have a million records; an error ends it as broken JSON on
/// purpose.
Result<void> printJsonRows(Desk& desk, const std::vector<RecordId>& ids, const std::optional<Instant>& asOf,
                           std::size_t total) {
  std::cout << "{\"records\":[";
  bool first = true;
  COUNTERSIGN_TRY(forEachPage(desk, ids, asOf, [&](const RecordRow& row) {
    std::cout << (first ? "" : ",\n") << jsonText(rowJson(row));
    first = false;
  }));
  std::cout << "],\"total\":" << total << "}\n";
  return {};
}

Result<int> list(const Session& session, const ListOptions& o) {
  COUNTERSIGN_ASSIGN(const RecordQuery query, queryOf(o));
  COUNTERSIGN_ASSIGN(const auto desk, session.desk());
  COUNTERSIGN_ASSIGN(auto ids, desk->recordIds(query));
  const std::size_t total = ids.size();
  if (o.limit != 0 && ids.size() > o.limit) ids.resize(o.limit);
  if (session.json) {
    COUNTERSIGN_TRY(printJsonRows(*desk, ids, query.asOf, total));
    return Done;
  }
  Table table(
      {"RECORD", "NAME", "KNOWN AS", "OWNER", "TIER", "SEAL", "STANDING", "REACH", "SEEN LIVE", "ATTENTION"});
  COUNTERSIGN_TRY(forEachPage(*desk, ids, query.asOf, [&](const RecordRow& row) { table.add(cells(row)); }));
  if (!table.empty()) table.print(std::cout);
  if (!session.quiet)
    std::cerr << (ids.size() < total ? std::to_string(ids.size()) + " of " : "") << total
              << (total == 1 ? " record\n" : " records\n");
  return Done;
}

} // namespace

void addListCommand(CLI::App& root, Session& session) {
  auto o = std::make_shared<ListOptions>();
  CLI::App* app = root.add_subcommand("list", "The records: who they are, how current, how they stand");
  app->footer(examples);
  app->add_option("--search", o->text, "Every word must occur in name, uid, owner, account, key id or label")
      ->type_name("TEXT");
  app->add_option("--seal", o->seals, "unseen, contradicted, stale, ageing or current; may be repeated")
      ->type_name("SEAL")
      ->allow_extra_args(false);
  app->add_option("--standing", o->standings, "never, stands, moved, expired or exception; may be repeated")
      ->type_name("STANDING")
      ->allow_extra_args(false);
  app->add_option("--tier", o->tiers, "critical, high, medium or low; may be repeated")
      ->type_name("TIER")
      ->allow_extra_args(false);
  app->add_option("--system", o->systems, "aws, kubernetes …; may be repeated")
      ->type_name("SYSTEM")
      ->allow_extra_args(false);
  app->add_option("--attention", o->attention,
                  "no-owner, undeclared, recreated …; any of them; may be repeated")
      ->type_name("CODE")
      ->allow_extra_args(false);
  app->add_option("--reach", o->reaches,
                  "The worst that it can do: administer, read-secret … or unknown; may be repeated")
      ->type_name("REACH")
      ->allow_extra_args(false);
  app->add_option("--sort", o->sort,
                  "name, known-as, owner, tier, seal, standing, seen-live, attention or reach")
      ->type_name("COLUMN");
  app->add_flag("--desc", o->descending, "The other way round");
  app->add_option("--as-of", o->asOf, "As it was at this time (RFC 3339)")->type_name("TIME");
  app->add_option("--limit", o->limit, "At most so many; the total is said all the same")->type_name("N");
  runs(app, session, [&session, o] { return list(session, *o); });
}

} // namespace countersign::cli
