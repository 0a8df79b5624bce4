// SPDX-License-Identifier: Apache-2.0
#include "ui/theme/tokens.h"

#include <algorithm>
#include <cmath>

namespace countersign::ui {

namespace {

constexpr auto rgb = [](unsigned value) { return QColor(QRgb(0xFF000000U | value)); };

Tokens light() {
  Tokens t;
  t.bg = rgb(0xF4F5F7), t.surface = rgb(0xFFFFFF), t.sunk = rgb(0xEEF0F3), t.line = rgb(0xDCE0E6);
  t.text = rgb(0x18202B), t.muted = rgb(0x566273), t.faint = rgb(0x6A7686);
  t.accent = rgb(0x1D5FA8), t.accentBg = rgb(0xE6EFF9);
  t.ok = rgb(0x14734F), t.okBg = rgb(0xE1F3EA), t.warn = rgb(0x8A5A00), t.warnBg = rgb(0xFFF1CC);
  t.bad = rgb(0xAE3A1B), t.badBg = rgb(0xFBE6DE), t.mov = rgb(0x5940AD), t.movBg = rgb(0xECE8FA);
  t.unk = rgb(0x566273), t.unkBg = rgb(0xE9ECF0), t.onAccent = rgb(0xFFFFFF);
  return t;
}

Tokens dark() {
  Tokens t;
  t.bg = rgb(0x11151B), t.surface = rgb(0x191F27), t.sunk = rgb(0x212933), t.line = rgb(0x2E3844);
  t.text = rgb(0xE4E9EF), t.muted = rgb(0x9AA6B5), t.faint = rgb(0x8492A2);
  t.accent = rgb(0x6BA7E8), t.accentBg = rgb(0x1D2F45);
  t.ok = rgb(0x5CC79A), t.okBg = rgb(0x16332A), t.warn = rgb(0xE0B04C), t.warnBg = rgb(0x3A2F14);
  t.bad = rgb(0xEE8766), t.badBg = rgb(0x40231A), t.mov = rgb(0xAA97EE), t.movBg = rgb(0x2B2547);
  t.unk = rgb(0x9AA6B5), t.unkBg = rgb(0x28313C), t.onAccent = rgb(0x0D1F18);
  return t;
}

Tokens highContrast() {
  Tokens t;
  t.bg = rgb(0x000000), t.surface = rgb(0x000000), t.sunk = rgb(0x101010), t.line = rgb(0xB8B8B8);
  t.text = rgb(0xFFFFFF), t.muted = rgb(0xF0F0F0), t.faint = rgb(0xD8D8D8);
  t.accent = rgb(0x7CC4FF), t.accentBg = rgb(0x0A2C4A);
  t.ok = rgb(0x6CF0B4), t.okBg = rgb(0x003420), t.warn = rgb(0xFFD84A), t.warnBg = rgb(0x3A2C00);
  t.bad = rgb(0xFF9C80), t.badBg = rgb(0x451000), t.mov = rgb(0xCDBEFF), t.movBg = rgb(0x241458);
  t.unk = rgb(0xE8E8E8), t.unkBg = rgb(0x2A2A2A), t.onAccent = rgb(0x000000);
  return t;
}

double luminance(const QColor& c) {
  const auto channel = [](double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
  return 0.2126 * channel(c.redF()) + 0.7152 * channel(c.greenF()) + 0.0722 * channel(c.blueF());
}

} // namespace

const Tokens& tokensOf(Scheme scheme) {
  static const Tokens all[] = {light(), dark(), highContrast()};
  return all[static_cast<std::size_t>(scheme)];
}

double contrastRatio(const QColor& a, const QColor& b) {
  const double la = luminance(a), lb = luminance(b);
  return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

} // namespace countersign::ui
