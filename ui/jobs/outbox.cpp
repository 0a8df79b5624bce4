// SPDX-License-Identifier: Apache-2.0
#include "ui/jobs/outbox.h"

#include <utility>

namespace countersign::ui {

void Outbox::put(std::function<void()> call) {
  const std::lock_guard lock(mutex_);
  calls_.push_back(std::move(call));
  if (calls_.size() == 1) QMetaObject::invokeMethod(this, &Outbox::runAll, Qt::QueuedConnection);
}

void Outbox::runAll() {
  std::vector<std::function<void()>> calls;
  {
    const std::lock_guard lock(mutex_);
    calls.swap(calls_);
  }
  for (auto& call : calls)
    call();
}

} // namespace countersign::ui
