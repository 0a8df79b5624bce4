// SPDX-License-Identifier: Apache-2.0
#include "ui/jobs/job_manager.h"

#include "ui/widgets/text.h"

#include <QtConcurrentRun>
#include <algorithm>

namespace countersign::ui {

namespace {
constexpr int steps = 1000;
constexpr std::size_t keptJobs = 20;
} // namespace

JobManager::JobManager(QObject* parent) : QObject(parent) {
  pool_.setMaxThreadCount(4);
}

JobManager::~JobManager() {
  for (auto& [id, watcher] : watchers_) {
    watcher->disconnect();
    watcher->cancel(); // the root future: the work itself sees it
  }
  pool_.waitForDone();
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

  auto* watcher = new QFutureWatcher<void>(this);
  watchers_.emplace_back(id, watcher);
  connect(watcher, &QFutureWatcherBase::progressValueChanged, this, [this, id](int value) {
    if (Job* job = find(id)) job->fraction = static_cast<double>(value) / steps;
    Q_EMIT changed();
  });
  connect(watcher, &QFutureWatcherBase::progressTextChanged, this, [this, id](const QString& text) {
    if (Job* job = find(id)) job->text = text;
    Q_EMIT changed();
  });
  connect(watcher, &QFutureWatcherBase::finished, this, [this, id, watcher, finish = std::move(finish)] {
    std::erase_if(watchers_, [id](const auto& entry) { return entry.first == id; });
    const std::optional<Error> error = finish();
    if (Job* job = find(id)) {
      job->fraction = 1;
      job->state = !error
                       ? Job::State::Done
                       : (error->code == ErrorCode::Cancelled ? Job::State::Cancelled : Job::State::Failed);
      job->text = error ? errorText(*error) : QString();
    }
    watcher->deleteLater();
    Q_EMIT changed();
    Q_EMIT finished(id);
  });
  watcher->setFuture(QtConcurrent::run(&pool_, [work = std::move(work)](QPromise<void>& promise) {
    promise.setProgressRange(0, steps);
    work([&promise](double fraction, const std::string& text) {
      const int value = std::clamp(static_cast<int>(fraction * steps), 0, steps - 1);
      promise.setProgressValueAndText(value, shown(text));
      return !promise.isCanceled();
    });
    promise.setProgressValue(steps); // Qt drops the last value otherwise
  }));
  Q_EMIT changed();
  return id;
}

void JobManager::cancel(int id) {
  for (auto& [job, watcher] : watchers_)
    if (job == id) watcher->cancel();
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
