// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/connector.h"

#include <cstddef>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace countersign::neutral {

/// Holds the changes of a list until all are known, as a later line of the same id replaces an earlier one.
/// Gaps and spans go on at once, without excerpts: nobody knows what stands beside in a line.
class ListedChanges final : public BatchSink {
public:
  /// `ownNames`: columns that have been spoken of.
  ListedChanges(const Input& input, BatchSink& sink, std::set<std::string> ownNames)
      : input_(input), sink_(sink), spoken_(std::move(ownNames)) {}

  void prepare(Batch&) override {}
  /// Error: Limit (more changes than a list may have), those of the sink.
  Result<void> take(Batch&& batch) override;
  bool cancelled() const override { return sink_.cancelled(); }
  void progress(std::uint64_t bytesRead) override { sink_.progress(bytesRead); }

  /// Hands on the changes in the order of their lines. Errors: Cancelled, those of the sink.
  Result<void> deliver();
  /// A line could not be used, or stands for another one.
  bool anyLost() const { return lost_; }

private:
  void add(Change change, Batch& said);
  /// Columns that are not known, once each.
  void speakOf(const Change& change, Batch& said);

  const Input& input_;
  BatchSink& sink_;
  std::vector<Change> changes_;
  std::unordered_map<std::string, std::size_t> byId_;
  std::set<std::string> spoken_;
  bool lost_ = false;
};

} // namespace countersign::neutral
