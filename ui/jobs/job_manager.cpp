// SPDX-License-Identifier: Apache-2.0
#include "ui/jobs/job_manager.h"

#include "ui/widgets/text.h"

#include <QTimer>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>
#include <utility>

namespace countersign::ui {

namespace {
constexpr std::chrono::milliseconds progressInterval{40};
constexpr std::size_t keptJobs = 20;
} // namespace

/// A job that has not ended: what its thread and this one share.
struct JobManager::Running {
  int id = 0;
  std::atomic<bool> cancelled = false;
  std::mutex mutex; ///< of the three below
  double fraction = 0;
  std::string text;
  bool told = false; ///< this thread will come and look
  std::thread thread;
};

JobManager::JobManager(QObject* parent) : QObject(parent) {}

JobManager::~JobManager() {
  for (const auto& run : runs_)
    run->cancelled = true;
  for (const auto& run : runs_)
    run->thread.join();
}

int JobManager::launch(const QString& title, std::function<void(const ProgressFn&)> work,
                       std::function<std::optional<Error>()> finish) {
  const int id = ++last_;
  if (jobs_.size() >= keptJobs)
    if (const auto old = std::find_if(jobs_.begin(), jobs_.end(),
                                      [](const Job& job) { return job.state != Job::State::Running; });
        old != jobs_.end())
      jobs_.erase(old);
  jobs_.push_back({id, title, {}, 0, Job::State::Running});

  const auto run = std::make_shared<Running>();
  run->id = id;
  runs_.push_back(run);
  run->thread = std::thread([this, run, work = std::move(work), finish = std::move(finish)] {
    work([&](double fraction, const std::string& text) {
      const std::lock_guard lock(run->mutex);
      run->fraction = fraction;
      run->text = text;
      if (!std::exchange(run->told, true)) outbox_.put([this, run] { tellProgress(run); });
      return !run->cancelled;
    });
    outbox_.put([this, run, finish] { end(run, finish()); });
  });
  Q_EMIT changed();
  return id;
}

/// At most one look an interval, and none is lost.
void JobManager::tellProgress(const std::shared_ptr<Running>& run) {
  QTimer::singleShot(progressInterval, this, [this, run] { showProgress(*run); });
}

void JobManager::showProgress(Running& run) {
  Job* job = find(run.id);
  {
    const std::lock_guard lock(run.mutex);
    run.told = false;
    if (!job || job->state != Job::State::Running) return;
    job->fraction = std::clamp(run.fraction, 0.0, 1.0);
    if (!run.cancelled) job->text = shown(run.text);
  }
  Q_EMIT changed();
}

void JobManager::end(const std::shared_ptr<Running>& run, const std::optional<Error>& error) {
  run->thread.join(); // has nothing left to do
  std::erase(runs_, run);
  if (Job* job = find(run->id)) {
    job->fraction = 1;
    job->state = !error ? Job::State::Done
                        : (error->code == ErrorCode::Cancelled ? Job::State::Cancelled : Job::State::Failed);
    job->text = error ? errorText(*error) : QString();
  }
  Q_EMIT changed();
  Q_EMIT finished(run->id);
}

void JobManager::cancel(int id) {
  for (const auto& run : runs_)
    if (run->id == id) run->cancelled = true;
  if (Job* job = find(id); job && job->state == Job::State::Running) job->text = tr("being cancelled…");
  Q_EMIT changed();
}

int JobManager::running() const {
  return static_cast<int>(std::count_if(jobs_.begin(), jobs_.end(),
                                        [](const Job& job) { return job.state == Job::State::Running; }));
}

Job* JobManager::find(int id) {
  const auto found = std::find_if(jobs_.begin(), jobs_.end(), [id](const Job& job) { return job.id == id; });
  return found == jobs_.end() ? nullptr : &*found;
}

} // namespace countersign::ui
