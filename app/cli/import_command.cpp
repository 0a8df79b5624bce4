// SPDX-License-Identifier: Apache-2.0
#include "app/cli/environment.h"
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

struct ImportOptions {
  std::vector<std::string> paths, complete, partial;
  std::string source, scope, cluster, role, capturedAt, owner, fallback;
  bool fromFileTime = false, noSourceBytes = false, look = false;
};

Result<ImportRequest> requestOf(const ImportOptions& o) {
  ImportRequest r;
  for (const std::string& path : o.paths) {
    std::error_code ec;
    if (!std::filesystem::exists(path, ec))
      return failure(ErrorCode::NotFound, "there is no such file or folder", "", {path, {}, {}, {}, {}});
    r.paths.emplace_back(path);
  }
  r.sourceName = o.source;
  r.scope = o.scope;
  r.cluster = o.cluster;
  if (!o.role.empty()) {
    COUNTERSIGN_ASSIGN(const auto roles,
                       parseWords<SourceRole>({o.role}, sourceRoleFrom, "--role", "intent, live, audit"));
    r.role = roles.front();
  }
  COUNTERSIGN_ASSIGN(r.capturedAt, parseTime(o.capturedAt, "--captured-at"));
  r.captureFromFileTime = o.fromFileTime;
  r.owner = o.owner;
  r.fallback = o.fallback;
  r.completeParts = o.complete;
  r.partialParts = o.partial;
  r.keepSourceBytes = !o.noSourceBytes;
  return r;
}

void printFile(const FileOutcome& f) {
  if (f.error) {
    const bool elsewhere = !f.error->place.file.starts_with(f.file); // the workspace, for one
    std::cout << "REFUSED   " << (elsewhere ? printable(f.file) + ": " : "") << printable(f.error->text())
              << '\n';
    return;
  }
  std::cout << (f.identical ? "UNCHANGED " : "IMPORTED  ") << printable(f.file) << ": " << printable(f.title)
            << " of " << printable(f.source) << ", captured " << timeText(f.capturedAt);
  if (!f.identical) {
    std::cout << ": " << f.documents << " documents (" << f.added << " new, " << f.changed << " changed, "
              << f.removed << " gone)";
    if (f.events != 0) std::cout << ", " << f.events << " events";
    std::cout << "; " << printable(f.completeness);
  }
  if (f.gaps != 0)
    std::cout << "; " << f.gaps << (f.gaps == 1 ? " gap" : " gaps") << " (countersign sources --gaps "
              << f.snapshot << ")";
  std::cout << '\n';
}

void printReport(const ImportReport& report) {
  for (const FileOutcome& f : report.files)
    printFile(f);
  for (const std::string& note : report.notes)
    std::cout << "NOTE      " << printable(note) << '\n';
  std::cout << report.files.size() << (report.files.size() == 1 ? " file, " : " files, ") << report.recordsNew
            << " new records, " << report.recordsMoved << " moved" << (report.cancelled ? "; CANCELLED" : "")
            << '\n';
  if (report.cancelled)
    std::cout << "What is listed was imported whole, of the rest nothing; import again to go on\n";
}

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
    printReport(report);
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

void addOptions(CLI::App* app, ImportOptions& o) {
  app->add_option("PATH", o.paths, "Files, folders, archives or import manifests")->required();
  app->add_option("--source", o.source, "A name for people")->type_name("NAME");
  app->add_option("--scope", o.scope, "Account, cluster, project … where the export does not say it")
      ->type_name("SCOPE");
  app->add_option("--cluster", o.cluster, "Which cluster the Kubernetes objects of a Terraform file are in")
      ->type_name("NAME");
  app->add_option("--role", o.role, "What the source is good for: intent, live or audit")->type_name("ROLE");
  auto* at = app->add_option("--captured-at", o.capturedAt,
                             "When it was captured (RFC 3339), where the export does not say it");
  at->type_name("TIME");
  app->add_flag("--captured-from-file-time", o.fromFileTime,
                "Your word that the file's own time is the capture time")
      ->excludes(at);
  app->add_option("--owner", o.owner, "Who answers for the source")->type_name("WHO");
  app->add_option("--fallback", o.fallback, "Who answers where that owner does not")->type_name("WHO");
  app->add_option("--complete", o.complete, "Your word that this part is complete; may be repeated")
      ->type_name("PART")
      ->allow_extra_args(false);
  app->add_option("--partial", o.partial, "Known to be partial; * for all parts; may be repeated")
      ->type_name("PART")
      ->allow_extra_args(false);
  app->add_flag("--no-source-bytes", o.noSourceBytes, "Do not keep the export's own (masked) bytes beside");
  app->add_flag("--look", o.look, "Say what each file is, import nothing");
}

} // namespace

void addImportCommand(CLI::App& root, Session& session) {
  auto options = std::make_shared<ImportOptions>();
  CLI::App* app = root.add_subcommand("import", "Take in what systems exported");
  app->footer(examples);
  addOptions(app, *options);
  runs(app, session, [&session, options]() -> Result<int> {
    COUNTERSIGN_ASSIGN(const ImportRequest request, requestOf(*options));
    return options->look ? look(session, request) : import(session, request);
  });
}

} // namespace countersign::cli
