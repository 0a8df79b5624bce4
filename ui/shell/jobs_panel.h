// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/jobs/session.h"

#include <QFrame>

class QVBoxLayout;

namespace countersign::ui {

/// The list of jobs: progress and Cancel for each that runs, outcome for the others.
class JobsPanel : public QFrame {
  Q_OBJECT

public:
  JobsPanel(Session& session, QWidget* window);
  void toggle(const QPoint& topRight);

private:
  void rebuild();
  void update();
  struct Row;
  Session& session_;
  QVBoxLayout* column_;
  std::vector<std::unique_ptr<Row>> rows_;
  QPoint corner_;

public:
  ~JobsPanel() override;
};

} // namespace countersign::ui
