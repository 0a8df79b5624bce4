// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/drift/compare.h"
#include "models/review/evaluate.h"
#include "models/store/ingest.h"

#include <string>
#include <vector>

namespace countersign {

struct RefreshReport {
  std::size_t recordsNew = 0, recordsMoved = 0, recordsEvaluated = 0;
  std::size_t recordsDue = 0;     ///< left to refreshDue
  std::vector<std::string> notes; ///< "one edit of SharedBuildAccess moved 63 records"
};

/// After a merge, inside its transaction: joins principals to records again where they changed, and works out
/// exactly the records whose closure (or whose unanswered questions) the merge touched. Where a merge brought
/// events and no state, the records that these are about are left to refreshDue, which the importer calls
/// behind its last file.
Result<RefreshReport> refreshRecords(Workspace& workspace, const MergeReport& merge, Instant now);

/// Works out again what an import need not touch to become wrong: records of which a condition on the time
/// has flipped, those that a merge of events left, and all of them where another evaluator worked them out
/// before. One transaction; how many.
Result<std::size_t> refreshDue(Workspace& workspace, Instant now);
/// Which evaluators this program has: stands in every attestation, and says when records are out of date.
std::string evaluatorVersion();

/// The keys under which the reverse index finds a document.
IndexTerms indexTerms(const Document& document);

/// Works out one record now and writes its row; for signing. Errors: those of reading.
Result<Evaluation> evaluateRecord(Workspace& workspace, RecordId id, Instant now);

/// Everything that evaluating needs, made once per pass.
struct EvaluationPass {
  EvaluationPass(Workspace& workspace, Instant now, std::optional<Instant> asOf = {});
  Result<void> load(Workspace& workspace);
  DocumentStore documents;
  StoreReader reader;
  Grouping grouping;
  EvaluationContext context;
  drift::Comparer comparer{context.caches};
};

} // namespace countersign
