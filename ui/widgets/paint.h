// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/vocabulary.h"
#include "models/review/record_view.h"

#include <QColor>
#include <QRectF>
#include <QSize>
#include <QString>

class QPainter;

/// What states look like: a word, a shape and a colour, each telling the same.
namespace countersign::ui {

enum class Shape { None, Disc, HalfDisc, Ring, Cross, Dashed, Diamond };

struct BadgeLook {
  QString word;
  Shape shape = Shape::None;
  QColor fg, bg;
};

BadgeLook sealLook(SealState state);
/// The badge of a record that changed while it was open.
BadgeLook movedLook();
/// A small tag in the colours of a tone, without a shape.
BadgeLook tagLook(const QString& word, Tone tone);

struct StandingLook {
  QString glyph, word;
  QColor color;
};
/// ✓ stands, ◆ moved, ◷ expired, △ exception, ○ never certified.
StandingLook standingLook(StandingState state);

QColor toneColor(Tone tone);
QString tierWord(Tier tier);
/// "AWS", "Kubernetes" …
QString systemWord(const std::string& system);
QString triWord(Tri state);

enum class BadgeSize { Small, Medium, Large };
QSize badgeSize(const BadgeLook& look, BadgeSize size);
/// Paints at the left of `area`, centred in height; returns what it covered.
QRectF paintBadge(QPainter& painter, const QRectF& area, const BadgeLook& look, BadgeSize size);
void paintShape(QPainter& painter, const QRectF& box, Shape shape, const QColor& color);

/// 14×14 at `topLeft`: filled, empty, half, question mark; with an exclamation mark where it should not be.
void paintTri(QPainter& painter, const QPointF& topLeft, Tri state, bool alarm);

/// 5 px high progress line.
void paintBar(QPainter& painter, const QRectF& area, double fraction, const QColor& color);

} // namespace countersign::ui
