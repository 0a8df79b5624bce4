// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/batch.h"

#include <string>
#include <utility>

namespace countersign {

/// Takes nothing: for a look.
class NoSink final : public BatchSink {
public:
  /// `asked` says whether the look is to end early.
  explicit NoSink(const BatchSink* asked = nullptr) : asked_(asked) {}
  void prepare(Batch&) override {}
  Result<void> take(Batch&&) override { return {}; }
  bool cancelled() const override { return asked_ != nullptr && asked_->cancelled(); }
  void progress(std::uint64_t) override {}

private:
  const BatchSink* asked_;
};

/// Takes the excerpts out of gaps: what could not be understood may be any secret, and cannot be shown.
class QuietSink final : public BatchSink {
public:
  enum class Of {
    All,     ///< of gaps of whatever part
    Unnamed, ///< of gaps about no part that is known, and about events
  };
  QuietSink(BatchSink& inner, Of of) : inner_(inner), of_(of) {}
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
  void hush(Batch& batch) const {
    for (Gap& gap : batch.gaps)
      if (of_ == Of::All || gap.part.empty() || gap.part == "events") gap.error.place.excerpt.clear();
  }
  BatchSink& inner_;
  Of of_;
};

/// Hands on one batch in the two steps of a sink; gaps that name no file get the input's. Error: Cancelled.
Result<void> deliver(Batch&& batch, BatchSink& sink, const std::string& inputName);

} // namespace countersign
