// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/document.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace countersign {

/// What a connector makes of a piece of its input. `Document::source` is left empty: the importer knows it.
struct Batch {
  std::vector<std::pair<Document, Locator>> documents;
  std::vector<Observation> observations;
  std::vector<Event> events;
  std::vector<Change> changes;
  std::vector<Gap> gaps;
  /// Byte spans (in the decoded input) whose content is secret. Kept source bytes have them masked.
  std::vector<Locator> secrets;
  /// How the source spells names that a normal form lower-cases ("s3:getobject" → "s3:GetObject").
  std::vector<std::pair<std::string, std::string>> spellings;
  /// What the sink's `prepare` made of it.
  std::shared_ptr<void> prepared;
};

/// Takes the batches of one input. `prepare` is called on worker threads, concurrently; `take` in the order
/// of the input, by one thread at a time.
class BatchSink {
public:
  virtual ~BatchSink() = default;
  virtual void prepare(Batch& batch) = 0;
  virtual Result<void> take(Batch&& batch) = 0;
  /// Asked often; true makes the reader stop with ErrorCode::Cancelled.
  virtual bool cancelled() const = 0;
  /// Bytes of the input that have been read so far.
  virtual void progress(std::uint64_t bytesRead) = 0;
};

} // namespace countersign
