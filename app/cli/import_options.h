// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/importing.h"

#include <string>
#include <vector>

namespace CLI {
class App;
}

/// What commands that import have in common.
namespace countersign::cli {

struct ImportOptions {
  std::vector<std::string> paths, complete, partial;
  std::string source, scope, cluster, role, capturedAt, owner, fallback;
  bool fromFileTime = false, noSourceBytes = false, look = false;
};

/// Adds all of them but the paths.
void addImportOptions(CLI::App* app, ImportOptions& options);
/// Errors: NotFound (a path), InvalidArgument.
Result<ImportRequest> importRequest(const ImportOptions& options);
/// One line a file, notes, and the sum.
void printImport(const ImportReport& report);

} // namespace countersign::cli
