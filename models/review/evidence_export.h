// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/evidence/package.h"
#include "models/review/desk.h"
#include "models/review/log_append.h"

namespace countersign {

/// What a report says of a workspace: population, decisions with the state they were given for, coverage.
Result<evidence::ReportData> reportData(Desk& desk, Workspace& w, Instant now);

/// Gathers log, documents, closures, views, snapshots and report into a package (docs/formats/evidence.md).
/// Without the log key the newest checkpoint has to cover all entries. Errors: Refused, and those of the
/// package writer.
Result<void> exportEvidencePackage(Desk& desk, Workspace& w, const std::filesystem::path& target,
                                   const Signing& signing, Instant now, const ProgressFn& progress);

/// Revocations, system by system with what proves that they landed, and latencies: as of the newest snapshot
/// or signature, whichever is later, so that a second export says the same.
Result<void> addLoop(Desk& desk, Workspace& workspace, evidence::ReportData& data);

} // namespace countersign
