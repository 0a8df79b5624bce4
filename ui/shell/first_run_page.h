// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/jobs/session.h"

#include <QWidget>

class QVBoxLayout;

namespace countersign::ui {

/// What is offered while no workspace is open.
class FirstRunPage : public QWidget {
  Q_OBJECT

public:
  explicit FirstRunPage(Session& session, QWidget* parent = nullptr);

Q_SIGNALS:
  void sampleWanted();
  void newWanted();
  void openWanted();
  void importWanted();
  void recentWanted(const QString& file);

private:
  template <class Signal>
  void addOffer(QVBoxLayout* column, const QString& title, const QString& text, const QString& key,
                Signal signal);
};

/// Workspace files that were opened before and are still there, newest first.
QStringList recentWorkspaces();
void addRecentWorkspace(const QString& file);

} // namespace countersign::ui
