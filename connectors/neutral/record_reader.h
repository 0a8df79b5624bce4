// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/batch.h"
#include "connectors/neutral/record_content.h"
#include "connectors/neutral/snapshot_tally.h"
#include "models/identity/json.h"

#include <string>
#include <string_view>

namespace countersign::neutral {

/// Where a record stands: a line of JSON or a row of a table.
class RecordPlace {
public:
  virtual ~RecordPlace() = default;
  virtual Locator where() const = 0;
  /// The bytes of the value that a pointer into the record names; length 0 where there is none.
  virtual Locator span(const std::string& pointer) const = 0;
  /// Completes the place of an error, whose pointer is inside the record.
  virtual void complete(Place& place) const = 0;
};

/// Reads one record of any type but "snapshot" and "end" into `batch`. Faults become gaps; `tally` learns
/// what was seen and what failed.
void readRecord(std::string_view t, Json record, const RecordPlace& place, SnapshotTally& tally,
                Batch& batch);

} // namespace countersign::neutral
