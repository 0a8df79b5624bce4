// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/paint.h"

#include "ui/theme/theme.h"
#include "ui/widgets/text.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>
#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("countersign", text);
}

struct BadgeMetrics {
  QFont font;
  qreal height, padding, dot, gap;
};

BadgeMetrics metrics(BadgeSize size) {
  switch (size) {
  case BadgeSize::Small:
    return {textFont(11, QFont::DemiBold), 18, 8, 7, 6};
  case BadgeSize::Medium:
    return {textFont(12, QFont::DemiBold), 21, 10, 8, 6};
  case BadgeSize::Large:
    break;
  }
  return {textFont(14, QFont::DemiBold), 29, 13, 9, 7};
}

void paintMark(QPainter& painter, const QRectF& box, const QString& mark, const QColor& color, int pixels) {
  painter.setFont(textFont(pixels, QFont::Bold));
  painter.setPen(color);
  painter.drawText(box, Qt::AlignCenter, mark);
}

} // namespace

BadgeLook sealLook(SealState state) {
  const Tokens& t = tokens();
  switch (state) {
  case SealState::Current:
    return {tr("Current"), Shape::Disc, t.ok, t.okBg};
  case SealState::Ageing:
    return {tr("Ageing"), Shape::HalfDisc, t.warn, t.warnBg};
  case SealState::Stale:
    return {tr("Stale"), Shape::Ring, t.bad, t.badBg};
  case SealState::Contradicted:
    return {tr("Contradicted"), Shape::Cross, t.bad, t.badBg};
  case SealState::Unseen:
    break;
  }
  return {tr("Unseen"), Shape::Dashed, t.unk, t.unkBg};
}

BadgeLook movedLook() {
  return {tr("Moved"), Shape::Diamond, tokens().mov, tokens().movBg};
}

BadgeLook tagLook(const QString& word, Tone tone) {
  const Tokens& t = tokens();
  switch (tone) {
  case Tone::Good:
    return {word, Shape::None, t.ok, t.okBg};
  case Tone::Warning:
    return {word, Shape::None, t.warn, t.warnBg};
  case Tone::Bad:
    return {word, Shape::None, t.bad, t.badBg};
  case Tone::Moved:
    return {word, Shape::None, t.mov, t.movBg};
  case Tone::Plain:
  case Tone::Muted:
    break;
  }
  return {word, Shape::None, t.unk, t.unkBg};
}

StandingLook standingLook(StandingState state) {
  const Tokens& t = tokens();
  switch (state) {
  case StandingState::Stands:
    return {u"\u2713"_s, tr("stands"), t.muted};
  case StandingState::Moved:
    return {u"\u25C6"_s, tr("moved"), t.mov};
  case StandingState::Expired:
    return {u"\u25F7"_s, tr("expired"), t.warn};
  case StandingState::Exception:
    return {u"\u25B3"_s, tr("exception"), t.warn};
  case StandingState::Never:
    break;
  }
  return {u"\u25CB"_s, tr("never certified"), t.muted};
}

QColor toneColor(Tone tone) {
  const Tokens& t = tokens();
  switch (tone) {
  case Tone::Plain:
    return t.text;
  case Tone::Muted:
    return t.muted;
  case Tone::Good:
    return t.ok;
  case Tone::Warning:
    return t.warn;
  case Tone::Bad:
    return t.bad;
  case Tone::Moved:
    return t.mov;
  }
  return t.text;
}

QString tierWord(Tier tier) {
  return qs(name(tier));
}

QString systemWord(const std::string& system) {
  if (system == "aws") return u"AWS"_s;
  if (system == "kubernetes") return u"Kubernetes"_s;
  if (system == "terraform") return u"Terraform"_s;
  if (system == "vault") return u"Vault"_s;
  if (system == "neutral") return tr("Neutral");
  if (system == "changes") return tr("Change list");
  return shown(system);
}

QString triWord(Tri state) {
  switch (state) {
  case Tri::Yes:
    return tr("yes");
  case Tri::No:
    return tr("no");
  case Tri::Conditional:
    return tr("conditional");
  case Tri::Unknown:
    break;
  }
  return tr("unknown");
}

QSize badgeSize(const BadgeLook& look, BadgeSize size) {
  const BadgeMetrics m = metrics(size);
  const QString word = size == BadgeSize::Large ? look.word.toUpper() : look.word;
  const qreal dot = look.shape == Shape::None ? 0 : m.dot + m.gap;
  const qreal width = QFontMetricsF(m.font).horizontalAdvance(word) + dot + 2 * m.padding;
  return {static_cast<int>(std::ceil(width)), static_cast<int>(m.height)};
}

QRectF paintBadge(QPainter& painter, const QRectF& area, const BadgeLook& look, BadgeSize size) {
  const BadgeMetrics m = metrics(size);
  const QSize wanted = badgeSize(look, size);
  const QRectF box(area.left(), std::round(area.center().y() - m.height / 2),
                   std::min<qreal>(wanted.width(), area.width()), m.height);
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(look.bg);
  painter.drawRoundedRect(box, m.height / 2, m.height / 2);
  qreal x = box.left() + m.padding;
  if (look.shape != Shape::None) {
    paintShape(painter, QRectF(x, box.center().y() - m.dot / 2, m.dot, m.dot), look.shape, look.fg);
    x += m.dot + m.gap;
  }
  painter.setFont(m.font);
  painter.setPen(look.fg);
  const QString word = size == BadgeSize::Large ? look.word.toUpper() : look.word;
  const qreal room = box.right() - x - m.padding / 2;
  painter.drawText(QRectF(x, box.top(), room, box.height()),
                   Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                   QFontMetricsF(m.font).elidedText(word, Qt::ElideRight, room));
  painter.restore();
  return box;
}

void paintShape(QPainter& painter, const QRectF& box, Shape shape, const QColor& color) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  QPen pen(color, 1.6);
  pen.setCapStyle(Qt::RoundCap);
  painter.setPen(shape == Shape::Disc || shape == Shape::Diamond ? Qt::NoPen : pen);
  painter.setBrush(shape == Shape::Disc || shape == Shape::Diamond ? QBrush(color) : QBrush(Qt::NoBrush));
  const QRectF inner = box.adjusted(0.8, 0.8, -0.8, -0.8);
  switch (shape) {
  case Shape::None:
    break;
  case Shape::Disc:
    painter.drawEllipse(box);
    break;
  case Shape::Diamond: {
    const QPointF c = box.center();
    painter.drawPolygon(QPolygonF{{c.x(), box.top() - 0.5},
                                  {box.right() + 0.5, c.y()},
                                  {c.x(), box.bottom() + 0.5},
                                  {box.left() - 0.5, c.y()}});
    break;
  }
  case Shape::HalfDisc:
    painter.drawEllipse(inner);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawPie(inner, 90 * 16, 180 * 16);
    break;
  case Shape::Ring:
    painter.drawEllipse(inner);
    break;
  case Shape::Cross:
    painter.drawLine(inner.topLeft(), inner.bottomRight());
    painter.drawLine(inner.topRight(), inner.bottomLeft());
    break;
  case Shape::Dashed:
    pen.setStyle(Qt::DotLine);
    painter.setPen(pen);
    painter.drawEllipse(inner);
    break;
  }
  painter.restore();
}

void paintTri(QPainter& painter, const QPointF& topLeft, Tri state, bool alarm) {
  const Tokens& t = tokens();
  const QRectF box(topLeft.x() + 0.75, topLeft.y() + 0.75, 12.5, 12.5);
  const bool filled = state == Tri::Yes || state == Tri::Conditional;
  const QColor color = alarm && filled ? t.bad : t.accent;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setBrush(Qt::NoBrush);
  if (state == Tri::Yes) painter.setBrush(color);
  if (state == Tri::Conditional) {
    QPainterPath clip;
    clip.addRoundedRect(box, 2.5, 2.5);
    painter.save();
    painter.setClipPath(clip);
    painter.fillRect(QRectF(box.left(), box.top(), box.width() / 2, box.height()), color);
    painter.restore();
  }
  painter.setPen(QPen(filled ? color : (alarm ? t.bad : t.faint), 1.5));
  painter.drawRoundedRect(box, 2.5, 2.5);
  const QRectF whole(topLeft.x(), topLeft.y(), 14, 14);
  if (state == Tri::Unknown)
    paintMark(painter, whole, u"?"_s, alarm ? t.bad : t.muted, 10);
  else if (alarm)
    paintMark(painter, whole, u"!"_s, state == Tri::Yes ? t.onAccent : t.bad, 11);
  painter.restore();
}

void paintBar(QPainter& painter, const QRectF& area, double fraction, const QColor& color) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(tokens().sunk);
  const QRectF track(area.left(), area.top(), area.width(), 5);
  painter.drawRoundedRect(track, 2.5, 2.5);
  if (fraction > 0) {
    painter.setBrush(color);
    const qreal width = std::max(5.0, track.width() * std::min(1.0, fraction));
    painter.drawRoundedRect(QRectF(track.left(), track.top(), width, 5), 2.5, 2.5);
  }
  painter.restore();
}

} // namespace countersign::ui
