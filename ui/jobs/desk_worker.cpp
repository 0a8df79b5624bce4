// SPDX-License-Identifier: Apache-2.0
#include "ui/jobs/desk_worker.h"

#include <QThread>

using namespace Qt::StringLiterals;

namespace countersign::ui {

/// A thread with its own Desk, which is opened by the first request.
struct DeskWorker::LaneThread {
  explicit LaneThread(std::shared_ptr<const Clock> c) : clock(std::move(c)) {
    thread.setObjectName(u"desk"_s);
    here.moveToThread(&thread);
    thread.start();
  }
  ~LaneThread() {
    // The Desk belongs to its thread and is closed there.
    QMetaObject::invokeMethod(
        &here, [this] { desk.reset(); }, Qt::QueuedConnection);
    thread.quit();
    thread.wait();
  }
  LaneThread(const LaneThread&) = delete;
  LaneThread& operator=(const LaneThread&) = delete;

  Result<Desk*> opened() {
    if (file.empty()) return failure(ErrorCode::InvalidArgument, "No workspace is open.");
    if (!desk) {
      auto made = Desk::open(file, clock);
      if (!made) return tl::unexpected<Error>(made.error());
      desk = std::move(*made);
    }
    return desk.get();
  }

  std::shared_ptr<const Clock> clock;
  QThread thread;
  QObject here;
  std::filesystem::path file; ///< only on the thread, as `desk`
  std::unique_ptr<Desk> desk;
};

DeskWorker::DeskWorker(std::shared_ptr<const Clock> clock, QObject* parent) : QObject(parent) {
  for (auto& lane : lanes_)
    lane = std::make_unique<LaneThread>(clock);
}

DeskWorker::~DeskWorker() = default;

void DeskWorker::setFile(const std::filesystem::path& file) {
  for (auto& lane : lanes_) {
    LaneThread* thread = lane.get();
    QMetaObject::invokeMethod(
        &thread->here,
        [thread, file] {
          thread->desk.reset();
          thread->file = file;
        },
        Qt::QueuedConnection);
  }
}

void DeskWorker::post(Lane lane, Task task) {
  LaneThread* thread = lanes_[static_cast<std::size_t>(lane)].get();
  ++pending_;
  QMetaObject::invokeMethod(
      &thread->here,
      [this, thread, task = std::move(task)] {
        Reply reply = task(thread->opened());
        QMetaObject::invokeMethod(
            this,
            [this, reply = std::move(reply)] {
              --pending_;
              if (reply) reply();
            },
            Qt::QueuedConnection);
      },
      Qt::QueuedConnection);
}

} // namespace countersign::ui
