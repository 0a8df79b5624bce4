// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <functional>
#include <mutex>
#include <vector>

namespace countersign::ui {

/// Calls handed over from other threads, run on the thread of this object in the order they came. What is
/// left when it goes is dropped; whoever puts must have ended by then. The hand-over is a std::mutex of our
/// own and not Qt's event queue alone, so that ThreadSanitizer sees it although Qt is not built with it.
class Outbox : public QObject {
  Q_OBJECT

public:
  using QObject::QObject;
  /// From any thread.
  void put(std::function<void()> call);

private:
  void runAll();

  std::mutex mutex_;
  std::vector<std::function<void()>> calls_;
};

} // namespace countersign::ui
