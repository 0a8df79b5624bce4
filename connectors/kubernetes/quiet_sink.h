// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/batch.h"

#include <utility>

namespace countersign::kubernetes {

/// Takes the excerpts out of gaps that are about no known part. In Kubernetes objects secrets stand under
/// names that people chose, so what could not be understood cannot be shown.
class QuietSink final : public BatchSink {
public:
  explicit QuietSink(BatchSink& inner) : inner_(inner) {}
  void prepare(Batch& batch) override {
    for (Gap& gap : batch.gaps)
      if (gap.part.empty() || gap.part == "events") gap.error.place.excerpt.clear();
    inner_.prepare(batch);
  }
  Result<void> take(Batch&& batch) override {
    for (Gap& gap : batch.gaps) // those that the splitter adds are not prepared
      if (gap.part.empty() || gap.part == "events") gap.error.place.excerpt.clear();
    return inner_.take(std::move(batch));
  }
  bool cancelled() const override { return inner_.cancelled(); }
  void progress(std::uint64_t bytesRead) override { inner_.progress(bytesRead); }

private:
  BatchSink& inner_;
};

} // namespace countersign::kubernetes
