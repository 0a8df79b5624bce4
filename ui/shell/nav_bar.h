// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/jobs/session.h"

#include <QFrame>
#include <QPushButton>
#include <map>

class QVBoxLayout;

namespace countersign::ui {

/// One line of the navigation: name left, count right.
class NavButton : public QPushButton {
  Q_OBJECT

public:
  explicit NavButton(const QString& text, QWidget* parent = nullptr);
  void setCount(const QString& count);

protected:
  void paintEvent(QPaintEvent* event) override;

private:
  QString text_, count_;
};

/// Pages and saved views.
class NavBar : public QFrame {
  Q_OBJECT

public:
  explicit NavBar(Session& session, QWidget* parent = nullptr);
  /// Ids: "overview", "identities", "reviews", "drift", "sources", "evidence"; "" for none.
  void setCurrent(const std::string& page);
  void setCount(const std::string& page, const QString& count);
  void setPageVisible(const std::string& page, bool visible);
  void reloadViews();

Q_SIGNALS:
  void pageWanted(const std::string& page);
  void viewWanted(const countersign::RecordQuery& query);

private:
  using Views = std::vector<std::pair<std::string, RecordQuery>>;
  void addPage(const std::string& id, const char* action, const QString& text);
  void fillViews(Views views);
  void addView(const QString& name, const RecordQuery& query, bool own);
  void countViews();

  Session& session_;
  Channel viewsAsked_, counting_;
  std::map<std::string, NavButton*> pages_;
  std::vector<std::pair<NavButton*, RecordQuery>> views_;
  QVBoxLayout* column_;
  QWidget* viewBox_ = nullptr;
  QWidget* heading_;
};

} // namespace countersign::ui
