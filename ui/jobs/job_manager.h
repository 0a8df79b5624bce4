// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/desk.h"
#include "ui/jobs/outbox.h"

#include <QObject>
#include <QPointer>
#include <QString>
#include <concepts>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace countersign::ui {

/// One row of the job list.
struct Job {
  enum class State { Running, Done, Failed, Cancelled };
  int id = 0;
  QString title, text;
  double fraction = 0;
  State state = State::Running;
};

/// A value that can say that the work was cancelled half-way, as an import of several files does.
template <class T>
concept Cancellable = requires(const T& value) {
  { value.cancelled } -> std::convertible_to<bool>;
};

/// Runs what takes longer, each on a thread of its own, with progress and Cancel. Work is a function that
/// gives a Result; parameters are captured by value.
class JobManager : public QObject {
  Q_OBJECT

public:
  explicit JobManager(QObject* parent = nullptr);
  ~JobManager() override;

  template <class Work, class Done>
  int start(const QString& title, QObject* context, Work work, Done done) {
    using R = std::invoke_result_t<Work, const ProgressFn&>;
    auto result = std::make_shared<std::optional<R>>();
    return launch(
        title,
        [work = std::move(work), result](const ProgressFn& progress) { result->emplace(work(progress)); },
        [result, guard = QPointer<QObject>(context), done = std::move(done)]() -> std::optional<Error> {
          std::optional<Error> error;
          if (!**result)
            error = (**result).error();
          else if constexpr (Cancellable<typename R::value_type>) {
            if ((***result).cancelled)
              error = Error{ErrorCode::Cancelled, "Cancelled; what was finished before stays.", {}, {}};
          }
          if (guard) done(std::move(**result));
          return error;
        });
  }

  void cancel(int id);
  const std::vector<Job>& jobs() const { return jobs_; } ///< newest last
  int running() const;

Q_SIGNALS:
  void changed();
  void finished(int id);

private:
  int launch(const QString& title, std::function<void(const ProgressFn&)> work,
             std::function<std::optional<Error>()> finish);
  struct Running;
  void tellProgress(const std::shared_ptr<Running>& run);
  void showProgress(Running& run);
  void end(const std::shared_ptr<Running>& run, const std::optional<Error>& error);
  Job* find(int id);

  Outbox outbox_;
  std::vector<Job> jobs_;
  std::vector<std::shared_ptr<Running>> runs_;
  int last_ = 0;
};

} // namespace countersign::ui
