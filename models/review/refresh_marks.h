// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/refresh.h"
#include "models/store/ingest.h"

namespace countersign {

// Records that a merge may make another answer of, though no document of their closure changed.

/// Those on whom their runtime decided something, now or again.
Result<std::vector<std::int64_t>> recordsOfDecisions(RecordStore& records, DocumentStore& documents,
                                                     const MergeReport& merge);
/// Those of which something was observed for the first time, and those of which it was said that they are not
/// used, where they were. That something is used once more is no news else.
Result<std::vector<std::int64_t>> recordsOfObservations(RecordStore& records, const MergeReport& merge);
/// Those that asked for what a document was named before: a key that two identities had, a repository.
Result<std::vector<std::int64_t>> recordsOfFormerNames(RecordStore& records, EvaluationPass& pass,
                                                       const MergeReport& merge);

} // namespace countersign
