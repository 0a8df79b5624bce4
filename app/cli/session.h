// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/desk.h"

#include <functional>
#include <memory>
#include <string>

namespace CLI {
class App;
}

namespace countersign::cli {

/// Exit codes. They are stable: scripts rely on them, countersign(1) lists them.
enum Exit {
  Done = 0,        ///< everything that was asked was done; verify: PASS
  Failed = 1,      ///< the command failed, or what was checked does not hold; verify: FAIL
  Usage = 2,       ///< wrong command line; verify: CANNOT CHECK
  Refused = 3,     ///< a rule of review refused at least one decision
  FileRefused = 4, ///< at least one file was not imported, the others were
  Cancelled = 130
};

/// What all commands share.
struct Session {
  std::string workspace; ///< as given, may be empty
  bool json = false, quiet = false;
  std::shared_ptr<const Clock> clock;
  std::function<Result<int>()> work; ///< set by the command that was named

  /// The workspace file. Error: InvalidArgument where none was named.
  Result<std::filesystem::path> file() const;
  Result<std::unique_ptr<Desk>> desk() const;
  /// A progress line on stderr where that is a terminal; false after Ctrl+C.
  ProgressFn progress() const;
  /// Ends the progress line.
  void endProgress() const;
};

/// Makes `app` run `work` when it is the command that was named.
void runs(CLI::App* app, Session& session, std::function<Result<int>()> work);

void addWorkspaceCommands(CLI::App& app, Session& session);
void addImportCommand(CLI::App& app, Session& session);
void addSourcesCommand(CLI::App& app, Session& session);
void addListCommand(CLI::App& app, Session& session);
void addShowCommands(CLI::App& app, Session& session);
void addAccessCommands(CLI::App& app, Session& session);
void addCoverageCommand(CLI::App& app, Session& session);
void addChangeCommands(CLI::App& app, Session& session);
void addWatchCommand(CLI::App& app, Session& session);
void addProbeCommand(CLI::App& app, Session& session);
void addDueCommand(CLI::App& app, Session& session);
void addOverviewCommand(CLI::App& app, Session& session);
void addChartCommand(CLI::App& app, Session& session);
void addDriftCommand(CLI::App& app, Session& session);
void addFindingsCommand(CLI::App& app, Session& session);
void addAttestCommand(CLI::App& app, Session& session);
void addEvidenceCommands(CLI::App& app, Session& session);
void addLogCommands(CLI::App& app, Session& session);
void addKeyCommands(CLI::App& app, Session& session);
void addSampleCommand(CLI::App& app, Session& session);

} // namespace countersign::cli
