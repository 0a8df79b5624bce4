// SPDX-License-Identifier: Apache-2.0
#include "app/cli/change_views.h"
#include "app/cli/json_views.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "app/cli/session.h"
#include "app/cli/table.h"
#include "models/drift/disagreement.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <iostream>
#include <memory>

namespace countersign::cli {
namespace {

constexpr const char* examples =
    "Examples:\n"
    "  countersign drift                                   where requested, applied and effective differ\n"
    "  countersign drift --kind never-requested --severity critical --severity high\n"
    "  countersign drift --causes                          what explains how many of them, and which edit\n"
    "                                                      moved how many identities\n"
    "  countersign drift --gate high                       fails where one is high or critical\n"
    "  countersign drift --set-baseline now                what is live now and undeclared is inventory\n"
    "\n"
    "docs/drift.md explains each kind. Exit codes: 0, 1 a difference at or above the severity of --gate\n"
    "exists, among those that match.";

constexpr std::array<const char*, 4> severities{"low", "medium", "high", "critical"};

struct DriftOptions {
  std::vector<std::string> kinds, systems, severities;
  std::string record, gate, baseline;
  bool inventory = false, causes = false;
};

std::string kindWords() {
  std::string out;
  for (const drift::Kind kind : drift::allKinds())
    out += (out.empty() ? "" : ", ") + std::string(drift::name(kind));
  return out;
}

/// 0 … 3. Error: InvalidArgument.
Result<int> rankOf(const std::string& severity, const std::string& option) {
  for (std::size_t i = 0; i < severities.size(); ++i)
    if (severity == severities[i]) return static_cast<int>(i);
  return failure(ErrorCode::InvalidArgument,
                 option + ": '" + severity + "' is none of low, medium, high, critical");
}

Result<DriftQuery> queryOf(Desk& desk, const DriftOptions& o) {
  DriftQuery q;
  for (const std::string& kind : o.kinds)
    if (!drift::kindFrom(kind))
      return failure(ErrorCode::InvalidArgument, "--kind: '" + kind + "' is none of " + kindWords());
  for (const std::string& severity : o.severities)
    COUNTERSIGN_TRY(rankOf(severity, "--severity"));
  q.kinds = o.kinds;
  q.systems = o.systems;
  q.severities = o.severities;
  q.withInventory = o.inventory;
  if (!o.record.empty()) {
    COUNTERSIGN_ASSIGN(q.record, desk.findRecord(o.record));
  }
  return q;
}

Json reportJson(const DriftReport& r) {
  const auto number = [](std::size_t n) { return static_cast<std::int64_t>(n); };
  Json out = Json::object();
  out.set("differences", listJson(r.rows, differenceRowJson)).set("total", number(r.total));
  out.set("permissions", number(r.permissions)).set("agree", number(r.agree));
  out.set("baseline", timeJson(r.baseline));
  return out.set("causes", listJson(r.causes, causeJson));
}

void printRows(const DriftReport& r) {
  Table table({"SEVERITY", "KIND", "REQ", "APP", "EFF", "IDENTITY", "PERMISSION", "SINCE", "CAUSE"});
  for (const DifferenceRow& d : r.rows)
    table.add({d.severity, d.kind, std::string(name(d.requested)), std::string(name(d.applied)),
               std::string(name(d.effective)) + (d.alarm ? "!" : ""), d.recordName,
               d.action.empty() ? "-" : d.action + " on " + d.resource, timeText(d.since),
               d.cause + (d.inventory ? " (inventory)" : "")});
  if (!table.empty()) table.print(std::cout);
}

void printCauses(const DriftReport& r, const std::vector<CauseRow>& edits) {
  Table table({"DIFFERENCES", "IDENTITIES", "CAUSE"});
  for (const CauseRow& c : r.causes)
    table.add({std::to_string(c.differences), std::to_string(c.records), c.text});
  if (!table.empty()) table.print(std::cout);
  if (edits.empty()) return;
  if (!table.empty()) std::cout << '\n';
  Table moved({"IDENTITIES", "FIRST SHOWN", "WHO", "FROM", "EDIT"});
  for (const CauseRow& c : edits)
    moved.add({std::to_string(c.records), timeText(c.at), c.who, c.from, c.text});
  moved.print(std::cout);
}

/// Edits that moved several identities: of all systems that are asked for, of this record.
Result<std::vector<CauseRow>> editsOf(Desk& desk, const DriftQuery& q) {
  COUNTERSIGN_ASSIGN(auto edits, desk.causes());
  std::erase_if(edits, [&](const CauseRow& c) {
    const auto has = [](const auto& list, const auto& value) {
      return std::find(list.begin(), list.end(), value) != list.end();
    };
    return (!q.systems.empty() && !has(q.systems, c.system)) || (q.record && !has(c.ids, *q.record));
  });
  return edits;
}

Result<int> drift(const Session& session, const DriftOptions& o) {
  COUNTERSIGN_ASSIGN(const auto desk, session.desk());
  if (!o.baseline.empty()) {
    std::optional<Instant> at = session.clock->now();
    if (o.baseline != "now") {
      COUNTERSIGN_ASSIGN(at, parseTime(o.baseline == "none" ? std::string() : o.baseline, "--set-baseline"));
    }
    COUNTERSIGN_TRY(desk->setBaseline(at));
    if (!session.quiet) std::cerr << "baseline: " << timeText(at) << '\n';
    return Done;
  }
  std::optional<int> gate;
  if (!o.gate.empty()) {
    COUNTERSIGN_ASSIGN(gate, rankOf(o.gate, "--gate"));
  }
  COUNTERSIGN_ASSIGN(const DriftQuery query, queryOf(*desk, o));
  COUNTERSIGN_ASSIGN(const DriftReport report, desk->drift(query));
  std::vector<CauseRow> edits;
  if (o.causes) {
    COUNTERSIGN_ASSIGN(edits, editsOf(*desk, query));
  }
  if (session.json)
    printJson(o.causes ? reportJson(report).set("edits", listJson(edits, editJson)) : reportJson(report));
  else if (o.causes)
    printCauses(report, edits);
  else
    printRows(report);
  if (!session.json && !session.quiet)
    std::cerr << report.total << " differences; of " << report.permissions
              << " permissions that can be compared, " << report.agree << " agree; " << report.causes.size()
              << " causes explain more than one\n";
  const bool bad = gate && std::any_of(report.rows.begin(), report.rows.end(), [&](const DifferenceRow& d) {
                     const auto rank = rankOf(d.severity, {});
                     return rank && *rank >= *gate;
                   });
  return bad ? Failed : Done;
}

} // namespace

void addDriftCommand(CLI::App& root, Session& session) {
  auto o = std::make_shared<DriftOptions>();
  CLI::App* app =
      root.add_subcommand("drift", "Where requested, applied and effective do not agree, and why");
  app->footer(examples);
  app->add_option("--kind", o->kinds,
                  "never-requested, missing, still-there … (docs/drift.md); may be repeated")
      ->type_name("KIND")
      ->allow_extra_args(false);
  app->add_option("--system", o->systems, "aws, kubernetes …; may be repeated")
      ->type_name("SYSTEM")
      ->allow_extra_args(false);
  app->add_option("--severity", o->severities, "critical, high, medium or low; may be repeated")
      ->type_name("SEVERITY")
      ->allow_extra_args(false);
  app->add_option("--record", o->record, "Of this record: uid, principal or name")->type_name("RECORD");
  app->add_flag("--inventory", o->inventory, "Also what nobody declares and was there at the baseline");
  app->add_flag("--causes", o->causes,
                "What explains how many of them, and edits that moved several identities");
  app->add_option("--gate", o->gate, "Fail where one of this severity or worse exists")
      ->type_name("SEVERITY");
  app->add_option("--set-baseline", o->baseline,
                  "Set the baseline: a time (RFC 3339), now, or none (each source's first complete look)")
      ->type_name("TIME");
  runs(app, session, [&session, o] { return drift(session, *o); });
}

} // namespace countersign::cli
