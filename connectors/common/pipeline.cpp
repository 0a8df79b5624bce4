// SPDX-License-Identifier: Apache-2.0
#include "connectors/common/pipeline.h"

#include "connectors/common/scan.h"
#include "connectors/common/secrets.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <new>

namespace countersign {
namespace {
constexpr std::size_t batchElements = 256;
constexpr std::size_t batchBytes = 1U << 20;
constexpr std::size_t threadsFrom = 512U << 10; ///< bytes of input
} // namespace

Pipeline::Pipeline(const Input& input, const std::vector<std::string>& arrays, const ImportLimits& limits,
                   BatchSink& sink, const ElementHandler& handle, ElementForm form)
    : input_(input), arrays_(arrays), limits_(limits), sink_(sink), handle_(handle), form_(form),
      failed_(arrays.size()) {
  if (input.bytes.size() < threadsFrom) {
    inlineParser_ = std::make_unique<ElementParser>(input.bytes, limits, stopping_);
    return;
  }
  const unsigned count = std::clamp(std::thread::hardware_concurrency(), 1U, 64U);
  for (unsigned i = 0; i < count; ++i)
    workers_.emplace_back([this] { work(); });
}

Pipeline::~Pipeline() {
  stop();
}

void Pipeline::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (std::thread& worker : workers_)
    worker.join();
  workers_.clear();
}

bool Pipeline::cancelled() {
  if (sink_.cancelled()) stopping_ = true;
  return stopping_;
}

Result<void> Pipeline::add(const ElementRef& ref) {
  if (++elements_ > limits_.maxElements)
    return failure(ErrorCode::Limit, "more than " + std::to_string(limits_.maxElements) + " elements",
                   "Split the export into smaller ones", {input_.name, ref.offset, {}, {}, {}});
  if (!filling_) filling_ = std::make_shared<Job>();
  filling_->refs.push_back(ref);
  filling_->bytes += ref.length;
  filling_->end = ref.offset + ref.length;
  if (filling_->refs.size() >= batchElements || filling_->bytes >= batchBytes) return submit();
  return {};
}

Result<void> Pipeline::addGap(Gap gap) {
  if (!filling_) filling_ = std::make_shared<Job>();
  gap.error.place.file = input_.name;
  filling_->own.push_back(std::move(gap));
  return {};
}

Result<void> Pipeline::submit() {
  if (!filling_) return {};
  if (cancelled()) return failure(ErrorCode::Cancelled, "reading was cancelled");
  const std::shared_ptr<Job> job = std::move(filling_);
  filling_.reset();
  job->failed.resize(arrays_.size());
  if (inlineParser_) {
    process(*job, *inlineParser_);
    job->done = true;
    order_.push_back(job);
    return deliver(0);
  }
  {
    const std::lock_guard lock(mutex_);
    order_.push_back(job);
    waiting_.push_back(job);
  }
  wake_.notify_one();
  return deliver(workers_.size() * 2 + 2);
}

/// Hands finished batches on from the front, and waits until no more than `atMost` are under way.
Result<void> Pipeline::deliver(std::size_t atMost) {
  for (;;) {
    std::shared_ptr<Job> front;
    {
      std::unique_lock lock(mutex_);
      while (!order_.empty() && !order_.front()->done && order_.size() > atMost && !stopping_) {
        finished_.wait_for(lock, std::chrono::milliseconds(50));
        lock.unlock();
        cancelled();
        lock.lock();
      }
      if (stopping_) return failure(ErrorCode::Cancelled, "reading was cancelled");
      if (order_.empty() || !order_.front()->done) return {};
      front = std::move(order_.front());
      order_.pop_front();
    }
    for (std::size_t i = 0; i < failed_.size(); ++i)
      failed_[i] += front->failed[i];
    if (front->error) return failure(std::move(*front->error));
    COUNTERSIGN_TRY(sink_.take(std::move(front->batch)));
    sink_.progress(front->end);
  }
}

Result<void> Pipeline::finish(SplitReport& report) {
  COUNTERSIGN_TRY(submit());
  COUNTERSIGN_TRY(deliver(0));
  for (std::size_t i = 0; i < failed_.size(); ++i)
    if (failed_[i] > 0) report.failed[arrays_[i]] += failed_[i];
  if (cancelled()) return failure(ErrorCode::Cancelled, "reading was cancelled");
  sink_.progress(input_.bytes.size());
  return {};
}

void Pipeline::work() {
  ElementParser parser(input_.bytes, limits_, stopping_);
  for (;;) {
    std::shared_ptr<Job> job;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      if (stopping_) return;
      job = std::move(waiting_.front());
      waiting_.pop_front();
    }
    process(*job, parser);
    {
      const std::lock_guard lock(mutex_);
      job->done = true;
    }
    finished_.notify_one();
  }
}

void Pipeline::process(Job& job, ElementParser& parser) const {
  for (const ElementRef& ref : job.refs) {
    if (stopping_) return;
    one(ref, job, parser);
  }
  std::move(job.own.begin(), job.own.end(), std::back_inserter(job.batch.gaps));
  try {
    sink_.prepare(job.batch);
  } catch (const std::exception& e) {
    job.error = Error{ErrorCode::Internal, std::string("a batch could not be prepared: ") + e.what(), {}, {}};
  }
}

void Pipeline::one(const ElementRef& ref, Job& job, ElementParser& parser) const {
  Element element{input_.bytes.substr(ref.offset, ref.length), ref.offset, ref.line, {}, arrays_[ref.array]};
  element.yaml = form_ == ElementForm::YamlDocument;
  if (form_ == ElementForm::ArrayItem) element.pointer = arrays_[ref.array] + '/' + std::to_string(ref.index);
  Batch& batch = job.batch;
  const std::size_t gapsBefore = batch.gaps.size(), documents = batch.documents.size(),
                    events = batch.events.size(), observations = batch.observations.size(),
                    changes = batch.changes.size();
  Result<void> done;
  try {
    const auto value = parser.parse(element.text, form_);
    done = value ? handle_(element, *value, batch) : Result<void>(tl::unexpected(value.error()));
  } catch (const std::bad_alloc&) {
    done = failure(ErrorCode::Limit, "takes more memory than there is");
  } catch (const std::exception& e) {
    done = failure(ErrorCode::Internal, std::string("the reader failed: ") + e.what());
  }
  for (std::size_t i = gapsBefore; i < batch.gaps.size(); ++i)
    completeGap(batch.gaps[i], element);
  if (!done) {
    ++job.failed[ref.array];
    // Left out whole, whatever the handler had made of it before it found the fault.
    batch.documents.resize(documents);
    batch.events.resize(events);
    batch.observations.resize(observations);
    batch.changes.resize(changes);
    batch.gaps.push_back(Gap{std::move(done).error(), {}, false});
    completeGap(batch.gaps.back(), element);
  }
}

/// Places that handlers give are relative to their element.
void Pipeline::completeGap(Gap& gap, const Element& element) const {
  Place& place = gap.error.place;
  if (!place.file.empty()) return;
  place.file = input_.name;
  std::uint64_t byte = place.byte.value_or(0);
  if (!place.byte && !place.pointer.empty()) byte = element.where(place.pointer).offset - element.offset;
  place.byte = element.offset + byte;
  place.pointer.insert(0, element.pointer);
  if (element.line != 0) place.line = element.line;
  if (place.excerpt.empty()) place.excerpt = excerptAround(element.text, byte);
}

} // namespace countersign
