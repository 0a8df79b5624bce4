// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/source_age.h"

#include "ui/widgets/text.h"

#include <QObject>

namespace countersign::ui {

SourceAge ageOf(const SourceRow& source, Instant now) {
  if (!source.lastCaptured) return {QObject::tr("never"), 1, Tone::Bad};
  const QString age = ageText(*source.lastCaptured, now);
  const auto seconds = std::chrono::duration_cast<Seconds>(now - *source.lastCaptured);
  if (source.window.count() <= 0) return {age, 0.3, Tone::Muted};
  const double share = static_cast<double>(seconds.count()) / static_cast<double>(source.window.count());
  const Tone tone = share > 1 ? Tone::Bad : (share > 2.0 / 3 ? Tone::Warning : Tone::Good);
  return {QObject::tr("%1 of %2").arg(age, qs(formatDuration(source.window))), share, tone};
}

} // namespace countersign::ui
