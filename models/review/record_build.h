// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/record_row.h"
#include "models/review/standing.h"
#include "models/store/log.h"
#include "models/store/sources.h"

#include <unordered_map>

namespace countersign {

/// What building a view needs besides the evaluation.
struct ViewContext {
  Workspace& workspace;
  EvaluationPass& pass;
  Windows windows;
  Instant now{};
  std::unordered_map<std::int64_t, std::string> files; ///< by snapshot

  Trace trace(const HeldDocumentPtr& document, const std::string& inner = {});
  Trace trace(const StoredObservation& observation, const HeldDocumentPtr& about);
  Trace trace(const StoredEvent& event);
  /// Adds the names of the file and of the source, where they are missing.
  void complete(Trace& trace);
  const std::string& file(std::int64_t snapshot);
};

Result<RecordView> buildRecordView(ViewContext& x, RecordId id, const Evaluation& e);

/// Requested, applied and effective for each permission, worst first.
std::vector<GrantRow> grantRows(ViewContext& x, const Evaluation& e, std::vector<std::string>& notEvaluated);
/// Known ways from the permissions to more than they say.
std::vector<WayRow> wayRows(ViewContext& x, const Evaluation& e);
void addOwnerFacts(ViewContext& x, const Evaluation& e, RecordView& view);
Result<void> addLocationFacts(ViewContext& x, const Evaluation& e, RecordView& view);
Result<void> addCredentialFacts(ViewContext& x, const Evaluation& e, RecordView& view);
/// How a certificate stands, and whether its private key lay beside it.
void addCertificateFact(ViewContext& x, const HeldDocumentPtr& certificate, RecordView& view);
Result<void> addTrail(ViewContext& x, const Evaluation& e, RecordView& view);

} // namespace countersign
