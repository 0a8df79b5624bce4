// SPDX-License-Identifier: Apache-2.0
#pragma once

// Inside models/review only.

#include "models/review/desk.h"
#include "models/review/following/loop.h"
#include "models/review/record_index.h"
#include "models/store/workspace.h"

namespace countersign {

struct Desk::Impl {
  std::unique_ptr<Workspace> workspace;
  std::shared_ptr<const Clock> clock;

  std::shared_ptr<const RecordIndex> index;
  std::int64_t indexGeneration = -1;

  std::shared_ptr<const Loop> loop;
  std::int64_t loopGeneration = -1;
  Instant loopNow{};

  Instant now() const { return clock->now(); }
  /// The index of the workspace as it is now.
  Result<std::shared_ptr<const RecordIndex>> recordIndex();
  /// Changes of the workspace as it is now.
  Result<std::shared_ptr<const Loop>> loopNowOf();
  /// At least the requests about one record.
  Result<std::shared_ptr<const Loop>> loopOf(RecordId record);
  bool loopHolds(std::int64_t generation, Instant t) const;
};

} // namespace countersign
