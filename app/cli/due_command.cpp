// SPDX-License-Identifier: Apache-2.0
#include "app/cli/json_views.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "app/cli/session.h"
#include "app/cli/table.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

namespace countersign::cli {
namespace {

constexpr const char* examples =
    "Examples:\n"
    "  countersign due                     what has to be looked at again now, in order of risk\n"
    "  countersign due --limit 20 --json\n"
    "\n"
    "Due are records that are contradicted, stale, or past two thirds of their tier's window.\n"
    "Exit codes: 0 nothing is due, 1 something is.";

Json dueJson(const DueRow& d) {
  Json out = rowJson(d.row);
  return out.set("dueSince", timeJson(d.since))
      .set("windowSeconds", static_cast<std::int64_t>(d.window.count()));
}

Result<int> due(const Session& session, std::size_t limit) {
  COUNTERSIGN_ASSIGN(const auto desk, session.desk());
  COUNTERSIGN_ASSIGN(const auto rows, desk->due(limit));
  if (session.json) {
    printJson(Json::object().set("due", listJson(rows, dueJson)));
    return rows.empty() ? Done : Failed;
  }
  Table table({"RECORD", "NAME", "TIER", "SEAL", "REACH", "SEEN LIVE", "WINDOW", "DUE SINCE", "WHY"});
  for (const DueRow& d : rows)
    table.add({d.row.uid, d.row.name, std::string(name(d.row.tier)), std::string(name(d.row.seal)),
               d.row.access.reachName(), timeText(d.row.seenLive), formatWindow(d.window), timeText(d.since),
               d.row.sealReason});
  if (!table.empty()) table.print(std::cout);
  return rows.empty() ? Done : Failed;
}

} // namespace

void addDueCommand(CLI::App& root, Session& session) {
  auto limit = std::make_shared<std::size_t>(0);
  CLI::App* app = root.add_subcommand("due", "What has to be looked at again now, in order of risk");
  app->footer(examples);
  app->add_option("--limit", *limit, "At most so many")->type_name("N");
  runs(app, session, [&session, limit] { return due(session, *limit); });
}

} // namespace countersign::cli
