// SPDX-License-Identifier: Apache-2.0
#include "app/cli/json_views.h"
#include "app/cli/output.h"
#include "app/cli/session.h"
#include "models/review/changes_in.h"
#include "models/review/loop_charts.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

namespace countersign::cli {
namespace {

constexpr const char* examples =
    "Examples:\n"
    "  countersign chart changes                    changes seen live, day by day: requested or not\n"
    "  countersign chart latency --days 90 > latency.csv\n"
    "  countersign chart records                    share of records that were current, day by day\n"
    "\n"
    "CSV with a header line, the same that the window saves. Days are those of UTC. In latency, a change of "
    "which\n"
    "only bounds are known counts by the upper one. --json: {columns [text], rows [[text]], note}.";

constexpr unsigned mostDays = 3'660;

struct ChartOptions {
  std::string chart, system;
  unsigned days = 30;
};

struct Chart {
  NumberTable numbers;
  std::string note; ///< what the numbers leave out
};

Result<Chart> chartOf(Desk& desk, const ChartOptions& o) {
  if (o.chart == "records") {
    COUNTERSIGN_ASSIGN(const FreshDays days, desk.freshDays(o.days));
    return Chart{numbersOf(days.days), days.note};
  }
  COUNTERSIGN_ASSIGN(const ChangesIn in, changesIn(desk, o.days, o.system));
  if (o.chart == "changes") return Chart{numbersOf(changesBars(in.seen, in.since, desk.clock().now())), {}};
  const LatencyFigures latency = latencyFigures(in.changes, drift::Leg::Shown);
  std::string note;
  if (latency.bounded > 0) note = std::to_string(latency.bounded) + " of them are known between bounds alone";
  return Chart{numbersOf(latency.bars), note};
}

Result<int> chart(const Session& session, const ChartOptions& o) {
  COUNTERSIGN_ASSIGN(const auto desk, session.desk());
  COUNTERSIGN_ASSIGN(const Chart made, chartOf(*desk, o));
  if (session.json) {
    printJson(Json::object()
                  .set("columns", stringsJson(made.numbers.columns))
                  .set("rows", listJson(made.numbers.rows, stringsJson))
                  .set("note", made.note));
    return Done;
  }
  std::cout << csvOf(made.numbers);
  if (!made.note.empty() && !session.quiet) std::cerr << made.note << '\n';
  return Done;
}

} // namespace

void addChartCommand(CLI::App& root, Session& session) {
  auto o = std::make_shared<ChartOptions>();
  CLI::App* app = root.add_subcommand("chart", "The numbers of a chart as CSV");
  app->footer(examples);
  app->add_option("CHART", o->chart, "changes, latency or records")
      ->required()
      ->check(CLI::IsMember({"changes", "latency", "records"}));
  app->add_option("--days", o->days, "Of the last so many days, today among them; 0: all time (not records)")
      ->type_name("N")
      ->check(CLI::Range(0U, mostDays));
  app->add_option("--system", o->system, "Changes in this system alone: aws, kubernetes …")
      ->type_name("SYSTEM");
  runs(app, session, [&session, o] { return chart(session, *o); });
}

} // namespace countersign::cli
