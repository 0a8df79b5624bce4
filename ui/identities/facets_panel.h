// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/desk.h"

#include <QFrame>
#include <map>
#include <set>

class QCheckBox;
class QLabel;
class QVBoxLayout;

namespace countersign::ui {

/// Counts and check boxes by seal, standing, tier, system and what needs attention.
class FacetsPanel : public QFrame {
  Q_OBJECT

public:
  explicit FacetsPanel(QWidget* parent = nullptr);
  void setCounts(const FacetCounts& counts);
  /// Writes what is ticked into the query, and the other way round.
  void writeTo(RecordQuery& query) const;
  void readFrom(const RecordQuery& query);

Q_SIGNALS:
  void changed();

private:
  struct Group {
    QString title;
    QVBoxLayout* rows = nullptr;
    QWidget* box = nullptr;
    std::vector<std::pair<QCheckBox*, QLabel*>> lines;
    std::vector<std::string> values; ///< stable names, one a line
    std::set<std::string> ticked;
    bool fixed = false; ///< all values are always shown
  };
  Group& addGroup(const char* id, const QString& title, std::vector<std::string> fixedValues);
  void fill(const char* id, const std::map<std::string, std::size_t>& counts);
  void addLine(Group& group, const std::string& value, const QString& text);
  static QString wordOf(const std::string& group, const std::string& value);

  std::map<std::string, Group> groups_;
  QVBoxLayout* all_;
};

} // namespace countersign::ui
