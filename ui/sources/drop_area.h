// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/jobs/session.h"

#include <QFrame>

class QLabel;

namespace countersign::ui {

class Button;
class ThinBar;

/// Where exports are dropped; shows the import that is running.
class DropArea : public QFrame {
  Q_OBJECT

public:
  explicit DropArea(Session& session, QWidget* parent = nullptr);

Q_SIGNALS:
  void dropped(const QStringList& paths);
  void commandsWanted();

protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dragLeaveEvent(QDragLeaveEvent* event) override;
  void dropEvent(QDropEvent* event) override;

private:
  void showJobs();
  Session& session_;
  QWidget* running_;
  QLabel* job_;
  ThinBar* bar_;
  Button* cancel_;
  int shownJob_ = 0;
};

} // namespace countersign::ui
