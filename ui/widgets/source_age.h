// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/desk.h"

#include <QString>

namespace countersign::ui {

/// "2 min of 15 min", share of the window and tone, for one source.
struct SourceAge {
  QString text;
  double share = 0;
  Tone tone = Tone::Good;
};
SourceAge ageOf(const SourceRow& source, Instant now);

} // namespace countersign::ui
