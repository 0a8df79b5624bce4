// SPDX-License-Identifier: Apache-2.0
#include "app/cli/session.h"

#include "app/cli/environment.h"
#include "app/cli/output.h"

#include <CLI/CLI.hpp>
#include <iostream>

namespace countersign::cli {

Result<std::filesystem::path> Session::file() const {
  if (workspace.empty())
    return failure(
        ErrorCode::InvalidArgument, "no workspace named",
        "Give -w FILE, or set COUNTERSIGN_WORKSPACE; 'countersign workspace create FILE' makes one");
  return std::filesystem::path(workspace);
}

Result<std::unique_ptr<Desk>> Session::desk() const {
  COUNTERSIGN_ASSIGN(const auto path, file());
  return Desk::open(path, clock);
}

ProgressFn Session::progress() const {
  const bool shown = terminalOnStderr() && !quiet;
  return [shown](double fraction, const std::string& text) {
    if (shown)
      std::cerr << "\r\033[K" << static_cast<int>(fraction * 100) << " %  " << printable(text) << std::flush;
    return !interrupted();
  };
}

void Session::endProgress() const {
  if (terminalOnStderr() && !quiet) std::cerr << "\r\033[K" << std::flush;
}

void runs(CLI::App* app, Session& session, std::function<Result<int>()> work) {
  app->callback([&session, work = std::move(work)] { session.work = work; });
}

} // namespace countersign::cli
