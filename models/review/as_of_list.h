// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/desk.h"
#include "models/store/workspace.h"

namespace countersign {

/// Lists as they were at a time: each record is worked out again from the documents that held then. A matter
/// of seconds for 100,000 records, so it belongs into a job.
Result<std::vector<RecordId>> recordIdsAsOf(Workspace& w, const RecordQuery& query, Instant now);
Result<std::vector<RecordRow>> recordRowsAsOf(Workspace& w, const std::vector<RecordId>& ids, Instant asOf);
Result<FacetCounts> facetsAsOf(Workspace& w, const RecordQuery& query, Instant now);

} // namespace countersign
