// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/record/decision_rules.h"

#include <QFrame>
#include <map>

class QLabel;

namespace countersign::ui {

class Button;
class KeyButton;

/// The line at the foot of a record: what is special, and what can be done.
class DecisionBar : public QFrame {
  Q_OBJECT

public:
  explicit DecisionBar(QWidget* parent = nullptr);
  /// `difference`: there is one to look at.
  void present(const RecordView& view, const ScreenState& screen, const BarText& text, bool difference);
  void setQueue(bool inQueue);
  void setBusy();
  KeyButton* button(const char* action) const { return buttons_.at(action); }
  QLabel* lead() const { return lead_; }

Q_SIGNALS:
  /// Id of the action table.
  void wanted(const char* action);

protected:
  void resizeEvent(QResizeEvent* event) override;

private:
  KeyButton* add(const char* action, const QString& caption, const QString& look);
  void offer(const char* action, const Offer& offer);
  void openMore();

  QLabel* lead_;
  QLabel* detail_;
  Button* showMoved_;
  Button* more_;
  std::map<std::string, KeyButton*> buttons_;
  bool locked_ = true;
};

} // namespace countersign::ui
