// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/batch.h"

#include <utility>

namespace countersign::vault {

/// Takes the excerpts out of gaps: what could not be understood may be any secret of the server's.
class QuietSink final : public BatchSink {
public:
  explicit QuietSink(BatchSink& inner) : inner_(inner) {}
  void prepare(Batch& batch) override {
    hush(batch);
    inner_.prepare(batch);
  }
  Result<void> take(Batch&& batch) override {
    hush(batch); // gaps that the splitter adds are not prepared
    return inner_.take(std::move(batch));
  }
  bool cancelled() const override { return inner_.cancelled(); }
  void progress(std::uint64_t bytesRead) override { inner_.progress(bytesRead); }

private:
  static void hush(Batch& batch) {
    for (Gap& gap : batch.gaps)
      gap.error.place.excerpt.clear();
  }
  BatchSink& inner_;
};

} // namespace countersign::vault
