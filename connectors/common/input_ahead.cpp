// SPDX-License-Identifier: Apache-2.0
#include "connectors/common/input_ahead.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <future>
#include <mutex>
#include <optional>

namespace countersign {
namespace {

/// An input, or a file that cannot be used, on its way from one thread to the other.
struct Handed {
  Input input;
  std::string own; ///< its bytes; else they are the reader's, which waits
  bool borrowed = false;
  std::string refusedName;
  std::optional<Error> refused;
};

/// Holds one at a time.
class Hatch {
public:
  /// Waits for room. Error: why the other side takes no more.
  Result<void> put(Handed handed) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !held_ || closed_; });
    if (closed_) return failure(*closed_);
    const bool borrowed = handed.borrowed;
    held_ = std::move(handed);
    done_ = false;
    changed_.notify_all();
    if (borrowed) changed_.wait(lock, [&] { return done_ || closed_; });
    return closed_ ? failure(*closed_) : Result<void>{};
  }

  /// Whether something can be taken, or nothing more comes; waits a moment for it.
  bool ready() {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::milliseconds(100), [&] { return held_ || ended_; });
  }
  /// nullopt: nothing more comes.
  std::optional<Handed> take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return held_ || ended_; });
    std::optional<Handed> out = std::exchange(held_, std::nullopt);
    changed_.notify_all();
    return out;
  }

  /// What was taken last is no longer needed.
  void done() {
    const std::lock_guard lock(mutex_);
    done_ = true;
    changed_.notify_all();
  }
  /// Nothing more will be taken.
  void close(Error why) {
    const std::lock_guard lock(mutex_);
    closed_ = std::move(why);
    changed_.notify_all();
  }
  /// Nothing more will be put.
  void end() {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    changed_.notify_all();
  }

private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<Handed> held_;
  std::optional<Error> closed_;
  bool done_ = false, ended_ = false;
};

Result<void> readInto(Hatch& hatch, const std::string& path, const ImportLimits& limits,
                      const std::atomic<bool>& stop) {
  struct Ending {
    Hatch& hatch;
    ~Ending() { hatch.end(); }
  } const ending{hatch};
  return forEachInput(
      path, limits, [&] { return stop.load(); },
      [&](const Input& input) {
        Handed handed{input, {}, input.bytes.size() > mostAhead, {}, std::nullopt};
        if (!handed.borrowed) handed.own = input.bytes;
        return hatch.put(std::move(handed));
      },
      [&](const std::string& name, const Error& error) {
        return hatch.put({{}, {}, false, name, error});
      });
}

} // namespace

Result<void> forEachInputAhead(const std::string& path, const ImportLimits& limits,
                               const std::function<bool()>& cancelled, const InputVisitor& visit,
                               const InputRefused& refused) {
  std::error_code unknown;
  if (!std::filesystem::is_directory(path, unknown))
    return forEachInput(path, limits, cancelled, visit, refused);
  Hatch hatch;
  std::atomic<bool> stop{false};
  auto reading = std::async(std::launch::async, [&] { return readInto(hatch, path, limits, stop); });
  Result<void> outcome;
  // Closed in any case: a visitor that throws must not leave the reader waiting.
  struct Closing {
    Hatch& hatch;
    std::atomic<bool>& stop;
    ~Closing() {
      stop = true;
      hatch.close({ErrorCode::Cancelled, "reading was cancelled", {}, {}});
    }
  } const closing{hatch, stop};
  while (outcome) {
    if (cancelled && cancelled()) return failure(ErrorCode::Cancelled, "reading was cancelled");
    if (!hatch.ready()) continue;
    std::optional<Handed> handed = hatch.take();
    if (!handed) return reading.get();
    if (!handed->borrowed) handed->input.bytes = handed->own;
    if (handed->refused)
      outcome = refused ? refused(handed->refusedName, *handed->refused) : failure(*handed->refused);
    else
      outcome = visit(handed->input);
    hatch.done();
  }
  return outcome;
}

} // namespace countersign
