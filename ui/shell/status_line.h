// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/jobs/session.h"

#include <QFrame>
#include <QTimer>

class QLabel;

namespace countersign::ui {

/// Workspace, sources in their window, oldest live source, log head, UTC time.
class StatusLine : public QFrame {
  Q_OBJECT

public:
  explicit StatusLine(Session& session, QWidget* parent = nullptr);
  void setSources(const std::vector<SourceRow>& sources);
  void setLog(std::int64_t size, const QString& head);
  void setMessage(const QString& text);

private:
  void tick();
  void showSources();

  Session& session_;
  QTimer timer_;
  std::vector<SourceRow> sources_;
  QLabel* workspace_;
  QLabel* inWindow_;
  QLabel* oldest_;
  QLabel* oldestName_;
  QLabel* log_;
  QLabel* time_;
};

} // namespace countersign::ui
