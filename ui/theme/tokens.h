// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QColor>

namespace countersign::ui {

enum class Scheme { Light, Dark, HighContrast };

/// The semantic colours; nothing else in the window names a colour.
struct Tokens {
  QColor bg, surface, sunk, line;
  QColor text, muted, faint;
  QColor accent, accentBg;
  QColor ok, okBg, warn, warnBg, bad, badBg, mov, movBg, unk, unkBg;
  QColor onAccent; ///< text and marks on accent, ok, bad
};

const Tokens& tokensOf(Scheme scheme);

/// WCAG 2.1 contrast ratio (1 to 21) of two opaque colours.
double contrastRatio(const QColor& a, const QColor& b);

} // namespace countersign::ui
