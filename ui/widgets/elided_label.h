// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/record_view.h"

#include <QLabel>

namespace countersign::ui {

/// One line of plain text, cut with an ellipsis; the whole text is in the tooltip then.
class ElidedLabel : public QLabel {
  Q_OBJECT

public:
  explicit ElidedLabel(const QString& text = {}, const QString& look = {}, QWidget* parent = nullptr);
  void setFullText(const QString& text);
  QString fullText() const { return full_; }
  /// Second part of the tooltip, shown always.
  void setNote(const QString& note);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

protected:
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;

private:
  void fit();
  /// Width of the whole text; shaping text is dear, and layouts ask often.
  int advance() const;
  QString full_, note_;
  mutable int advance_ = -1;
};

/// A value that can say where it comes from: by click, by Return, or from its context menu.
class ValueLabel : public ElidedLabel {
  Q_OBJECT

public:
  ValueLabel(const QString& text, const QString& meaning, Trace trace, QWidget* parent = nullptr);
  const Trace& trace() const { return trace_; }

Q_SIGNALS:
  void whereFrom(const countersign::Trace& trace, const QString& meaning);

protected:
  bool event(QEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void enterEvent(QEnterEvent* event) override;
  void leaveEvent(QEvent* event) override;

private:
  Trace trace_;
  QString meaning_;
  bool hovered_ = false;
};

} // namespace countersign::ui
