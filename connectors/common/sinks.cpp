// SPDX-License-Identifier: Apache-2.0
#include "connectors/common/sinks.h"

namespace countersign {

Result<void> deliver(Batch&& batch, BatchSink& sink, const std::string& inputName) {
  for (Gap& gap : batch.gaps)
    if (gap.error.place.file.empty()) gap.error.place.file = inputName;
  if (sink.cancelled()) return failure(ErrorCode::Cancelled, "cancelled");
  sink.prepare(batch);
  return sink.take(std::move(batch));
}

} // namespace countersign
