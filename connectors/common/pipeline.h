// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/element_parser.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace countersign {

/// Where an element stands; what the splitter hands to the workers.
struct ElementRef {
  std::size_t offset = 0;
  std::size_t length = 0;
  std::uint64_t index = 0; ///< in its array
  std::uint64_t line = 0;  ///< JSON lines
  std::size_t array = 0;   ///< index into the arrays
};

/// Groups elements into batches, parses them on all cores and delivers the batches in order, on the thread
/// that calls `add` and `finish`. A bounded number of batches is under way, so memory stays bounded.
class Pipeline {
public:
  Pipeline(const Input& input, const std::vector<std::string>& arrays, const ImportLimits& limits,
           BatchSink& sink, const ElementHandler& handle, ElementForm form);
  ~Pipeline();
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;

  /// Errors: Limit (too many elements), Cancelled, and what the sink says.
  Result<void> add(const ElementRef& ref);
  /// Puts a gap of the splitter's own behind the elements so far.
  Result<void> addGap(Gap gap);
  /// Waits for everything and delivers it; adds what was counted to `report`.
  Result<void> finish(SplitReport& report);
  bool cancelled();

private:
  struct Job {
    std::vector<ElementRef> refs;
    std::size_t bytes = 0;
    std::uint64_t end = 0; ///< offset behind the last element
    Batch batch;
    std::vector<std::uint64_t> failed; ///< by array
    std::vector<Gap> own;
    std::optional<Error> error; ///< the sink failed
    bool done = false;
  };

  Result<void> submit();
  Result<void> deliver(std::size_t atMost);
  void work();
  void process(Job& job, ElementParser& parser) const;
  void one(const ElementRef& ref, Job& job, ElementParser& parser) const;
  void completeGap(Gap& gap, const Element& element) const;
  void stop();

  const Input& input_;
  const std::vector<std::string>& arrays_;
  const ImportLimits& limits_;
  BatchSink& sink_;
  const ElementHandler& handle_;
  const ElementForm form_;
  std::shared_ptr<Job> filling_;
  std::uint64_t elements_ = 0;
  std::vector<std::uint64_t> failed_;

  std::unique_ptr<ElementParser> inlineParser_; ///< small inputs are not worth threads
  std::vector<std::thread> workers_;
  mutable std::mutex mutex_;
  std::condition_variable wake_, finished_;
  std::deque<std::shared_ptr<Job>> order_, waiting_;
  std::atomic<bool> stopping_{false};
};

} // namespace countersign
