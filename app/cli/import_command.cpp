// SPDX-License-Identifier: Apache-2.0
#include "app/cli/import_options.h"
#include "app/cli/json_views.h"
#include "app/cli/options.h"
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
    "  countersign import exports/                        all files of a folder, or what its manifest lists\n"
    "  countersign import roles.json --captured-at 2026-11-20T06:00:00Z --scope 123456789012\n"
    "  countersign import cluster.json --scope prod-eu --captured-from-file-time --complete '*'\n"
    "  countersign import terraform.tfstate --role intent --cluster prod-eu\n"
    "  countersign import tickets.csv --scope change-board  who asked for which change, and when\n"
    "  countersign import exports/ --look                 say what each file is, import nothing\n"
    "\n"
    "A file is imported whole or not at all. A part that is not known to be complete never makes anything "
    "deleted.\n"
    "Importing the same bytes again changes nothing. A time in the future is refused.\n"
    "Exit code 4 where a file was refused and the others were imported.";

Result<int> import(const Session& session, const ImportRequest& request) {
  COUNTERSIGN_ASSIGN(const auto file, session.file());
  const auto importer = makeImporter();
  COUNTERSIGN_ASSIGN(const ImportReport report,
                     importer->import(file, request, *session.clock, session.progress()));
  session.endProgress();
  if (session.json)
    printJson(Json::object()
                  .set("files", listJson(report.files, fileJson))
                  .set("recordsNew", static_cast<std::int64_t>(report.recordsNew))
                  .set("recordsMoved", static_cast<std::int64_t>(report.recordsMoved))
                  .set("notes", stringsJson(report.notes))
                  .set("cancelled", report.cancelled));
  else
    printImport(report);
  if (report.cancelled) return Cancelled;
  for (const FileOutcome& f : report.files)
    if (f.error) return FileRefused;
  if (report.files.empty())
    return failure(ErrorCode::NotFound, "there is nothing to import in what was named");
  return Done;
}

Json lookJson(const FileLook& l) {
  Json out = Json::object();
  out.set("file", l.file).set("connector", l.connector).set("title", l.title).set("scope", l.scope);
  out.set("scopeTitle", l.scopeTitle)
      .set("role", std::string(name(l.role)))
      .set("exportCommand", l.exportCommand);
  out.set("capturedAt", timeJson(l.capturedAt)).set("fileTime", timeJson(l.fileTime));
  out.set("error", l.error ? errorJson(*l.error) : Json());
  return out;
}

Result<int> look(const Session& session, const ImportRequest& request) {
  COUNTERSIGN_ASSIGN(const auto looks, makeImporter()->look(request.paths));
  int code = Done;
  Table table({"FILE", "WHAT IT IS", "SCOPE", "ROLE", "CAPTURED"});
  for (const FileLook& l : looks) {
    if (l.error) code = FileRefused;
    table.add(l.error ? std::vector<std::string>{l.file, l.error->text()}
                      : std::vector<std::string>{l.file, l.title, l.scope, std::string(name(l.role)),
                                                 timeText(l.capturedAt)});
  }
  if (session.json)
    printJson(Json::object().set("files", listJson(looks, lookJson)));
  else
    table.print(std::cout);
  return code;
}

} // namespace

void addImportCommand(CLI::App& root, Session& session) {
  auto options = std::make_shared<ImportOptions>();
  CLI::App* app = root.add_subcommand("import", "Take in what systems exported");
  app->footer(examples);
  app->add_option("PATH", options->paths, "Files, folders, archives or import manifests")->required();
  addImportOptions(app, *options);
  app->add_flag("--look", options->look, "Say what each file is, import nothing");
  runs(app, session, [&session, options]() -> Result<int> {
    COUNTERSIGN_ASSIGN(const ImportRequest request, importRequest(*options));
    return options->look ? look(session, request) : import(session, request);
  });
}

} // namespace countersign::cli
