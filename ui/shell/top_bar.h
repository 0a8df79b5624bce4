// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/jobs/session.h"

#include <QFrame>

class QLabel;

namespace countersign::ui {

class Button;
class FindField;

/// Brand, search, jobs, sign-off, reviewer, menu.
class TopBar : public QFrame {
  Q_OBJECT

public:
  explicit TopBar(Session& session, QWidget* parent = nullptr);
  FindField* find() const { return find_; }
  Button* menuButton() const { return menu_; }
  Button* jobsButton() const { return jobs_; }
  void setStaged(std::size_t count);

Q_SIGNALS:
  void signOffWanted();
  void jobsWanted();
  void menuWanted();
  void keyWanted();

private:
  void showJobs();
  void showReviewer();
  Session& session_;
  FindField* find_;
  Button* jobs_;
  Button* signOff_;
  Button* who_;
  Button* menu_;
};

/// The ring with the tick.
class BrandMark : public QWidget {
  Q_OBJECT

public:
  explicit BrandMark(int size, QWidget* parent = nullptr);

protected:
  void paintEvent(QPaintEvent* event) override;
};

} // namespace countersign::ui
