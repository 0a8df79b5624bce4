// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/widgets/paint.h"

#include <QWidget>
#include <functional>

namespace countersign::ui {

/// A badge with word, shape and colour: a seal, "moved", or a tag.
class SealBadge : public QWidget {
  Q_OBJECT

public:
  explicit SealBadge(BadgeSize size = BadgeSize::Small, QWidget* parent = nullptr);
  void setSeal(SealState state);
  void setMoved();
  void setTag(const QString& word, Tone tone);
  QString word() const { return look_().word; }
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

protected:
  void paintEvent(QPaintEvent* event) override;

private:
  void refresh();
  BadgeSize size_;
  std::function<BadgeLook()> look_; ///< asked anew when painting, so that a change of theme shows
};

/// Glyph and word of a standing, in its colour.
class StandingLabel : public QWidget {
  Q_OBJECT

public:
  explicit StandingLabel(QWidget* parent = nullptr);
  /// `text` in place of the word, for example "moved since 3 Nov".
  void setStanding(StandingState state, const QString& text = {});
  QSize sizeHint() const override;

protected:
  void paintEvent(QPaintEvent* event) override;

private:
  StandingState state_ = StandingState::Never;
  QString text_;
};

} // namespace countersign::ui
