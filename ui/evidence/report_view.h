// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/jobs/session.h"

#include <QDialog>

class QTextBrowser;
class QLabel;

namespace countersign::ui {

class Button;

/// The readable report that a package holds; can be saved as PDF.
class ReportView : public QDialog {
  Q_OBJECT

public:
  explicit ReportView(Session& session, QWidget* parent = nullptr);

private:
  void save();

  Session& session_;
  Channel channel_;
  QString html_;
  QTextBrowser* text_;
  QLabel* message_;
  Button* save_;
};

} // namespace countersign::ui
