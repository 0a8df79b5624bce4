// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/jobs/session.h"

#include <QFrame>
#include <QLineEdit>
#include <QTimer>

namespace countersign::ui {

class CellModel;
class Table;

/// The search line; shows its key as a cap.
class FindField : public QLineEdit {
  Q_OBJECT

public:
  explicit FindField(QWidget* parent = nullptr);

Q_SIGNALS:
  void entered();
  void left();

protected:
  void paintEvent(QPaintEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
};

/// Records and actions that match what is typed in the field, below it.
class FindPalette : public QFrame {
  Q_OBJECT

public:
  FindPalette(Session& session, FindField* field, QWidget* window);
  int hits() const { return static_cast<int>(hits_.size()); }

Q_SIGNALS:
  void recordChosen(qint64 record);
  void actionChosen(const char* id);
  void allWanted(const QString& text);

protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

private:
  struct Hit {
    const char* action = nullptr; ///< or
    RecordRow record;             ///< a record; neither: "show all"
    bool all = false;
  };
  void search();
  void showHits(std::vector<RecordRow> rows, std::size_t total);
  void choose(int row);
  void close();

  Session& session_;
  FindField* field_;
  Channel channel_;
  QTimer typing_;
  std::vector<Hit> hits_;
  CellModel* model_;
  Table* table_;
};

} // namespace countersign::ui
