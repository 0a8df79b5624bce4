// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/jobs/session.h"

#include <QWidget>
#include <optional>

namespace countersign::ui {

class ElidedLabel;
class FiguresRow;
class FreshChart;
class SourcesCard;
class TodoCard;

/// What needs doing now. What is cheap to know is there at once, the rest follows.
class OverviewPage : public QWidget {
  Q_OBJECT

public:
  explicit OverviewPage(Session& session, QWidget* parent = nullptr);
  void reload();
  const std::optional<Overview>& overview() const { return overview_; }
  FiguresRow* figures() const { return figures_; }
  SourcesCard* sources() const { return sources_; }
  FreshChart* chart() const { return chart_; }
  TodoCard* todo() const { return todo_; }

Q_SIGNALS:
  void wanted(const countersign::Todo& todo);
  void sourceWanted(qint64 source);

protected:
  void resizeEvent(QResizeEvent* event) override;

private:
  void join();
  void askQuickly();
  void askDays();
  void fill(Overview overview);

  Session& session_;
  Channel sourcesAsked_, countsAsked_, asked_, daysAsked_;
  std::optional<Overview> overview_;
  ElidedLabel* summary_;
  FiguresRow* figures_;
  SourcesCard* sources_;
  FreshChart* chart_;
  TodoCard* todo_;
};

} // namespace countersign::ui
