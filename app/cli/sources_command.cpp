// SPDX-License-Identifier: Apache-2.0
#include "app/cli/json_views.h"
#include "app/cli/output.h"
#include "app/cli/session.h"
#include "app/cli/table.h"
#include "connectors/importer/importer.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

namespace countersign::cli {
namespace {

constexpr const char* examples =
    "Examples:\n"
    "  countersign sources                                what was imported, how fresh, how complete\n"
    "  countersign sources --commands                     what can be read, and the commands that export it\n"
    "  countersign sources --snapshots                    every import\n"
    "  countersign sources --gaps 12                      what snapshot 12 could not read, and why\n"
    "  countersign sources --set-owner aws/123456789012/live 'Cloud platform'";

struct SourcesOptions {
  bool commands = false, snapshots = false;
  std::int64_t gapsOf = 0;
  std::vector<std::string> owner, fallback; ///< source, value
};

Json snapshotJson(const SnapshotRow& s) {
  Json out = Json::object();
  out.set("id", s.id)
      .set("source", s.source)
      .set("file", s.file)
      .set("sha256", s.sha256)
      .set("captureBasis", s.basis);
  out.set("completeness", s.completeness)
      .set("capturedAt", timeJson(s.capturedAt))
      .set("importedAt", timeJson(s.importedAt));
  for (const auto& [key, n] :
       {std::pair("documents", s.documents), std::pair("added", s.added), std::pair("changed", s.changed),
        std::pair("removed", s.removed), std::pair("events", s.events), std::pair("gaps", s.gaps)})
    out.set(key, static_cast<std::int64_t>(n));
  out.set("bytesKept", s.bytesKept);
  return out;
}

int printCommands(const Session& session) {
  Json list = Json::array();
  for (const auto& [title, command] : makeImporter()->exportCommands()) {
    list.push(Json::object().set("title", title).set("command", command));
    if (!session.json) std::cout << title << "\n    " << command << "\n";
  }
  if (session.json) printJson(Json::object().set("commands", list));
  return Done;
}

Result<int> printSources(const Session& session, Desk& desk) {
  COUNTERSIGN_ASSIGN(const auto sources, desk.sources());
  if (session.json) {
    printJson(Json::object().set("sources", listJson(sources, sourceJson)));
    return Done;
  }
  Table table(
      {"SOURCE", "NAME", "ROLE", "CAPTURED", "BASIS", "HOLDS", "COMPLETENESS", "GAPS", "OWNER", "FALLBACK"});
  for (const SourceRow& s : sources)
    table.add({s.key, s.name, std::string(name(s.role)), timeText(s.lastCaptured), s.captureBasis,
               std::to_string(s.holds), s.completeness, std::to_string(s.gaps), s.owner, s.fallback});
  table.print(std::cout);
  return Done;
}

Result<int> printSnapshots(const Session& session, Desk& desk) {
  COUNTERSIGN_ASSIGN(const auto snapshots, desk.snapshots());
  if (session.json) {
    printJson(Json::object().set("snapshots", listJson(snapshots, snapshotJson)));
    return Done;
  }
  Table table({"ID", "SOURCE", "CAPTURED", "IMPORTED", "DOCUMENTS", "NEW", "CHANGED", "GONE", "EVENTS",
               "GAPS", "COMPLETENESS", "FILE", "SHA-256"});
  for (const SnapshotRow& s : snapshots)
    table.add({std::to_string(s.id), s.source, timeText(s.capturedAt), timeText(s.importedAt),
               std::to_string(s.documents), std::to_string(s.added), std::to_string(s.changed),
               std::to_string(s.removed), std::to_string(s.events), std::to_string(s.gaps), s.completeness,
               s.file, s.sha256});
  table.print(std::cout);
  return Done;
}

Result<int> printGaps(const Session& session, Desk& desk, std::int64_t snapshot) {
  COUNTERSIGN_ASSIGN(const auto gaps, desk.gaps(snapshot));
  if (session.json) {
    printJson(Json::object().set("gaps", listJson(gaps, [](const GapRow& g) {
                                   return Json::object()
                                       .set("part", g.part)
                                       .set("warning", g.warning)
                                       .set("error", errorJson(g.error));
                                 })));
    return Done;
  }
  for (const GapRow& g : gaps)
    std::cout << (g.warning ? "NOTE  " : "GAP   ") << printable(g.part.empty() ? "-" : g.part) << "  "
              << printable(g.error.text()) << '\n';
  return Done;
}

Result<void> setPeople(Desk& desk, const SourcesOptions& o) {
  COUNTERSIGN_ASSIGN(auto sources, desk.sources());
  for (const bool owner : {true, false}) {
    const auto& pair = owner ? o.owner : o.fallback;
    if (pair.empty()) continue;
    const auto s = std::find_if(sources.begin(), sources.end(), [&](const SourceRow& row) {
      return row.key == pair[0] || row.name == pair[0] || std::to_string(row.id) == pair[0];
    });
    if (s == sources.end())
      return failure(ErrorCode::NotFound, "no source '" + pair[0] + "'", "'countersign sources' lists them");
    (owner ? s->owner : s->fallback) = pair[1];
    COUNTERSIGN_TRY(desk.setSourcePeople(s->id, s->owner, s->fallback));
  }
  return {};
}

Result<int> sources(const Session& session, const SourcesOptions& o) {
  if (o.commands) return printCommands(session);
  COUNTERSIGN_ASSIGN(const auto desk, session.desk());
  COUNTERSIGN_TRY(setPeople(*desk, o));
  if (o.gapsOf != 0) return printGaps(session, *desk, o.gapsOf);
  return o.snapshots ? printSnapshots(session, *desk) : printSources(session, *desk);
}

} // namespace

void addSourcesCommand(CLI::App& root, Session& session) {
  auto o = std::make_shared<SourcesOptions>();
  CLI::App* app = root.add_subcommand("sources", "What was imported, what can be, who answers for it");
  app->footer(examples);
  auto* commands = app->add_flag("--commands", o->commands,
                                 "List the exports that can be read and the commands that make them");
  auto* snapshots = app->add_flag("--snapshots", o->snapshots, "List every import")->excludes(commands);
  app->add_option("--gaps", o->gapsOf, "What this snapshot could not read, and why")
      ->type_name("SNAPSHOT")
      ->check(CLI::PositiveNumber)
      ->excludes(commands)
      ->excludes(snapshots);
  app->add_option("--set-owner", o->owner, "Who answers for a source (id, key or name)")
      ->type_name("SOURCE WHO")
      ->expected(2)
      ->excludes(commands);
  app->add_option("--set-fallback", o->fallback, "Who answers where the owner does not")
      ->type_name("SOURCE WHO")
      ->expected(2)
      ->excludes(commands);
  runs(app, session, [&session, o] { return sources(session, *o); });
}

} // namespace countersign::cli
