// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/batch.h"
#include "connectors/neutral/record_place.h"
#include "connectors/neutral/snapshot_tally.h"
#include "models/identity/json.h"

#include <string_view>

namespace countersign::neutral {

/// Reads one record of any type but "snapshot" and "end" into `batch`. Faults become gaps; `tally` learns
/// what was seen and what failed.
void readRecord(std::string_view t, Json record, const RecordPlace& place, SnapshotTally& tally,
                Batch& batch);

} // namespace countersign::neutral
