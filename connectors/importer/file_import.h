// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/connector.h"
#include "models/review/importing.h"
#include "models/store/workspace.h"

namespace countersign {

struct FileImport {
  FileOutcome outcome;
  std::size_t recordsNew = 0;
  std::vector<std::string> notes;
};

/// Imports one decoded input as one snapshot. What fails is in `outcome.error`; the workspace is then as it
/// was. Error: Cancelled.
Result<FileImport> importInput(Workspace& workspace, const Input& input, const ImportRequest& request,
                               const Clock& clock, const ProgressFn& progress);

/// What the export says and what the person adds, put together. Errors name what is missing.
struct Settled {
  const Connector* connector = nullptr;
  Facts facts;
  ReadOptions options;
  Instant capturedAt{};
  CaptureBasis basis = CaptureBasis::Export;
};
Result<Settled> settle(const Input& input, const ImportRequest& request, Instant now);

} // namespace countersign
