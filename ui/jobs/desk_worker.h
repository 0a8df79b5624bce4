// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/desk.h"
#include "ui/jobs/outbox.h"

#include <QObject>
#include <QPointer>
#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <type_traits>

namespace countersign::ui {

/// Requests of one kind, of which only the newest matters: an answer to an older one is dropped, and so is
/// every answer once the channel is gone.
class Channel {
public:
  /// One request's number.
  class Ticket {
  public:
    bool current() const { return newest_->load() == number_; }

  private:
    friend class Channel;
    Ticket(std::shared_ptr<std::atomic<std::uint64_t>> newest, std::uint64_t number)
        : newest_(std::move(newest)), number_(number) {}
    std::shared_ptr<std::atomic<std::uint64_t>> newest_;
    std::uint64_t number_;
  };

  Channel() = default;
  ~Channel() { drop(); }
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;
  Ticket issue() { return {newest_, ++*newest_}; }
  /// Forgets what is under way.
  void drop() { ++*newest_; }

private:
  std::shared_ptr<std::atomic<std::uint64_t>> newest_ = std::make_shared<std::atomic<std::uint64_t>>(0);
};

/// Quick: what a person waits for. Slow: counting and whole lists. Deep: what compares the state of many
/// times, which can take minutes on a large estate. Each has its thread and its Desk.
enum class Lane { Quick, Slow, Deep };

/// Asks a Desk on another thread; answers arrive on the thread of this object.
class DeskWorker : public QObject {
  Q_OBJECT

public:
  using Reply = std::function<void()>;
  explicit DeskWorker(std::shared_ptr<const Clock> clock, QObject* parent = nullptr);
  ~DeskWorker() override;

  /// From now on every request goes to this file.
  void setFile(const std::filesystem::path& file);
  /// Nothing is under way.
  bool idle() const { return pending_ == 0; }

  /// `work(Desk&)` gives a Result; `done(Result)` gets it unless a newer request was made on the channel.
  template <class Work, class Done>
  void ask(Channel& channel, Work work, Done done, Lane lane = Lane::Quick) {
    using R = std::invoke_result_t<Work, Desk&>;
    post(lane,
         [ticket = channel.issue(), work = std::move(work),
          done = std::move(done)](const Result<Desk*>& desk) -> Reply {
           if (!ticket.current()) return {};
           auto result = std::make_shared<R>(run<R>(desk, work));
           return [ticket, result, done] {
             if (ticket.current()) done(std::move(*result));
           };
         });
  }

  /// The same for what has to happen in any case; `done` is called while `context` lives.
  template <class Work, class Done>
  void tell(QObject* context, Work work, Done done) {
    using R = std::invoke_result_t<Work, Desk&>;
    post(Lane::Quick,
         [guard = QPointer<QObject>(context), work = std::move(work),
          done = std::move(done)](const Result<Desk*>& desk) -> Reply {
           auto result = std::make_shared<R>(run<R>(desk, work));
           return [guard, result, done] {
             if (guard) done(std::move(*result));
           };
         });
  }

private:
  using Task = std::function<Reply(const Result<Desk*>&)>;
  struct LaneThread;

  template <class R, class Work>
  static R run(const Result<Desk*>& desk, const Work& work) {
    if (!desk) return tl::unexpected<Error>(desk.error());
    return work(**desk);
  }
  void post(Lane lane, Task task);

  Outbox outbox_;
  std::array<std::unique_ptr<LaneThread>, 3> lanes_; ///< behind the outbox, which they use to their end
  int pending_ = 0;
};

} // namespace countersign::ui
