// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/held.h"

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace countersign::store {

/// Versions that a merge has just written, still at hand and packed: whoever works them out next does not
/// have to read them back. A thread unpacks them in the order in which they were written, a little ahead of
/// being asked.
class ReadAhead {
public:
  ReadAhead() = default;
  ~ReadAhead();
  ReadAhead(const ReadAhead&) = delete;
  ReadAhead& operator=(const ReadAhead&) = delete;

  /// `shell` is complete but for the document itself. Only before `start`.
  void add(HeldDocument&& shell, std::size_t size, std::string&& packed);
  /// Begins to unpack, unless there is too little to be worth a thread.
  void start();
  /// The version, once; null where it is not here or not any more, or cannot be unpacked: then it has to be
  /// read from the workspace. From one thread at a time.
  HeldDocumentPtr take(std::int64_t version);

private:
  struct Entry {
    std::shared_ptr<HeldDocument> held; ///< a shell until it is ready
    std::size_t size = 0;
    std::string packed;
    std::atomic<bool> claimed{false};
    bool ready = false;
  };
  static void unpack(Entry& entry);
  void work();

  std::vector<std::unique_ptr<Entry>> entries_;
  std::unordered_map<std::int64_t, std::size_t> byVersion_;
  std::mutex mutex_; ///< for `ready`, `asked_`, `stopping_`
  std::condition_variable wake_, finished_;
  std::size_t asked_ = 0; ///< the furthest entry that was asked for
  bool stopping_ = false;
  std::thread thread_;
};

} // namespace countersign::store
