// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/jobs/session.h"

#include <QObject>
#include <QSize>
#include <QTimer>
#include <deque>

namespace countersign::ui {

class MainWindow;

/// Renders every screen, light and dark, in two sizes, as PNG: for documents and for looking at the window
/// where there is no display.
class ScreenPictures : public QObject {
  Q_OBJECT

public:
  ScreenPictures(MainWindow& window, Session& session, const QString& folder, QObject* parent = nullptr);
  /// `open` opens the workspace; empty: only the first-run page.
  void start(std::function<void()> open);

Q_SIGNALS:
  /// `failed`: pictures that could not be written.
  void done(int failed);

private:
  using Step = std::function<void()>;
  void add(Step step) { steps_.push_back(std::move(step)); }
  void addPictures(const QString& name);
  void addDrift();
  void addRecord();
  void addMoved();
  void next();
  void fail(const Error& error);

  MainWindow& window_;
  Session& session_;
  QString folder_;
  std::deque<Step> steps_;
  QTimer timer_;
  Channel channel_;
  std::string moving_; ///< name of the record that moves
  int calm_ = 0, waited_ = 0, failed_ = 0;
};

} // namespace countersign::ui
