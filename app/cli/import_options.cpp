// SPDX-License-Identifier: Apache-2.0
#include "app/cli/import_options.h"

#include "app/cli/options.h"
#include "app/cli/output.h"

#include <CLI/CLI.hpp>
#include <iostream>

namespace countersign::cli {
namespace {

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

} // namespace

void addImportOptions(CLI::App* app, ImportOptions& o) {
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
}

Result<ImportRequest> importRequest(const ImportOptions& o) {
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

void printImport(const ImportReport& report) {
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

} // namespace countersign::cli
