// SPDX-License-Identifier: Apache-2.0
#pragma once

// Inside models/review only.

#include "models/review/desk.h"
#include "models/store/workspace.h"

namespace countersign {

struct Desk::Impl {
  std::unique_ptr<Workspace> workspace;
  std::shared_ptr<const Clock> clock;

  Instant now() const { return clock->now(); }
};

} // namespace countersign
