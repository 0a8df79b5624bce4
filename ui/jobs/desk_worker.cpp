// SPDX-License-Identifier: Apache-2.0
#include "ui/jobs/desk_worker.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace countersign::ui {

/// A thread with its own Desk, which is opened by the first request. What was asked for is done before it
/// ends.
struct DeskWorker::LaneThread {
  using Call = std::function<void(LaneThread&)>;

  explicit LaneThread(std::shared_ptr<const Clock> c) : clock(std::move(c)), thread_([this] { work(); }) {}
  ~LaneThread() {
    post([](LaneThread& lane) {
      lane.desk.reset(); // it belongs to its thread and is closed there
      lane.ended_ = true;
    });
    thread_.join();
  }
  LaneThread(const LaneThread&) = delete;
  LaneThread& operator=(const LaneThread&) = delete;

  void post(Call call) {
    {
      const std::lock_guard lock(mutex_);
      calls_.push_back(std::move(call));
    }
    wake_.notify_one();
  }

  Result<Desk*> opened() {
    if (file.empty()) return failure(ErrorCode::InvalidArgument, "No workspace is open.");
    if (!desk) {
      auto made = Desk::open(file, clock);
      if (!made) return tl::unexpected<Error>(made.error());
      desk = std::move(*made);
    }
    return desk.get();
  }

  std::filesystem::path file; ///< only on the thread, as `desk`
  std::unique_ptr<Desk> desk;

private:
  void work() {
    while (!ended_)
      next()(*this);
  }
  Call next() {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [this] { return !calls_.empty(); });
    Call call = std::move(calls_.front());
    calls_.pop_front();
    return call;
  }

  std::shared_ptr<const Clock> clock;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Call> calls_;
  bool ended_ = false; ///< only on the thread
  std::thread thread_; ///< last: it uses all of the others
};

DeskWorker::DeskWorker(std::shared_ptr<const Clock> clock, QObject* parent) : QObject(parent) {
  for (auto& lane : lanes_)
    lane = std::make_unique<LaneThread>(clock);
}

DeskWorker::~DeskWorker() = default;

void DeskWorker::setFile(const std::filesystem::path& file) {
  for (auto& lane : lanes_)
    lane->post([file](LaneThread& thread) {
      thread.desk.reset();
      thread.file = file;
    });
}

void DeskWorker::post(Lane lane, Task task) {
  ++pending_;
  lanes_[static_cast<std::size_t>(lane)]->post([this, task = std::move(task)](LaneThread& thread) {
    outbox_.put([this, reply = task(thread.opened())] {
      --pending_;
      if (reply) reply();
    });
  });
}

} // namespace countersign::ui
