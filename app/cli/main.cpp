// SPDX-License-Identifier: Apache-2.0
#include "app/cli/environment.h"
#include "app/cli/output.h"
#include "app/cli/session.h"

#include <CLI/CLI.hpp>
#include <iostream>

namespace countersign::cli {
namespace {

constexpr const char* about =
    "Countersign: review of non-human identities against the state that is true now.\n"
    "Imports exports of AWS, Kubernetes, Terraform and other systems into one workspace file, shows what "
    "each\n"
    "identity is and can do, and signs decisions bound to exactly the state that was shown. It sends nothing "
    "anywhere.";

constexpr const char* ending =
    "First steps:\n"
    "  countersign sample demo                      a made-up company, to look around in\n"
    "  countersign workspace create review.countersign\n"
    "  export COUNTERSIGN_WORKSPACE=review.countersign\n"
    "  countersign sources --commands               which exports can be read, and how to make them\n"
    "  countersign import exports/                  take them in\n"
    "  countersign list --seal stale                what needs doing\n"
    "  countersign show backup-writer               one identity\n"
    "\n"
    "Exit codes: 0 done (verify: PASS), 1 failed or does not hold (verify: FAIL), 2 wrong usage (verify: "
    "CANNOT\n"
    "CHECK), 3 a decision was refused, 4 a file was not imported, 130 cancelled.\n"
    "\n"
    "Environment: COUNTERSIGN_WORKSPACE the workspace file; COUNTERSIGN_NOW replaces the clock, for tests "
    "(it is\n"
    "said on stderr). Each command has its own --help; countersign(1) is the manual.";

void addCommands(CLI::App& app, Session& session) {
  app.add_option("-w,--workspace", session.workspace, "The workspace file")
      ->envname("COUNTERSIGN_WORKSPACE")
      ->type_name("FILE");
  app.add_flag("--json", session.json, "Print JSON on stdout, and errors as JSON on stderr");
  app.add_flag("-q,--quiet", session.quiet, "No progress, no hints");
  app.set_version_flag("--version", std::string("countersign ") + COUNTERSIGN_VERSION);
  app.require_subcommand(1);
  app.fallthrough();
  addWorkspaceCommands(app, session);
  addImportCommand(app, session);
  addSourcesCommand(app, session);
  addListCommand(app, session);
  addShowCommands(app, session);
  addAccessCommands(app, session);
  addCoverageCommand(app, session);
  addWatchCommand(app, session);
  addDueCommand(app, session);
  addOverviewCommand(app, session);
  addDriftCommand(app, session);
  addChartCommand(app, session);
  addChangeCommands(app, session);
  addProbeCommand(app, session);
  addFindingsCommand(app, session);
  addAttestCommand(app, session);
  addEvidenceCommands(app, session);
  addLogCommands(app, session);
  addKeyCommands(app, session);
  addSampleCommand(app, session);
}

int exitOf(const Error& error) {
  switch (error.code) {
  case ErrorCode::Cancelled:
    return Cancelled;
  case ErrorCode::InvalidArgument:
    return Usage;
  case ErrorCode::Moved:
  case ErrorCode::Stale:
  case ErrorCode::Refused:
    return Refused;
  default:
    return Failed;
  }
}

int usageError(const CLI::App& app, const CLI::ParseError& e, bool json) {
  if (e.get_exit_code() == 0) return app.exit(e); // --help, --version
  printError({ErrorCode::InvalidArgument, e.what(), "Run it with --help", {}}, json);
  return Usage;
}

/// --json counts even where the rest of the command line cannot be read.
bool asksForJson(int argc, const char* const* argv) {
  for (int i = 1; i < argc; ++i)
    if (std::string_view(argv[i]) == "--json") return true;
  return false;
}

int run(int argc, char** argv) {
  Session session;
  CLI::App app(about, "countersign");
  app.footer(ending);
  addCommands(app, session);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return usageError(app, e, asksForJson(argc, argv));
  }
  watchInterrupt();
  auto clock = programClock();
  if (!clock) {
    printError(clock.error(), session.json);
    return Usage;
  }
  session.clock = std::move(*clock);
  const Result<int> code = session.work();
  session.endProgress();
  if (!code) {
    printError(code.error(), session.json);
    return exitOf(code.error());
  }
  if (!std::cout.flush()) {
    printError({ErrorCode::Io, "the output could not be written", {}, {}}, session.json);
    return Failed;
  }
  return *code;
}

} // namespace
} // namespace countersign::cli

int main(int argc, char** argv) {
  try {
    return countersign::cli::run(argc, argv);
  } catch (const std::exception& e) {
    std::cerr << "countersign: internal error: " << e.what() << '\n';
    return countersign::cli::Failed;
  }
}
