// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/identities/record_pages.h"

#include <QAbstractListModel>
#include <QFrame>
#include <QStyledItemDelegate>
#include <set>

class QLabel;
class QListView;

namespace countersign::ui {

class Button;
class QueueModel;
class ThinBar;

/// The records of a review in their order, with what is decided.
class QueueList : public QFrame {
  Q_OBJECT

public:
  explicit QueueList(Session& session, QWidget* parent = nullptr);
  void start(const QString& title, std::vector<RecordId> records);
  void stop();
  const std::vector<RecordId>& records() const;
  /// Selects and announces the record at `row`.
  void select(int row);
  int current() const;
  void setDecided(RecordId record, bool decided);
  bool isDecided(RecordId record) const { return decided_.contains(record); }
  std::size_t left() const;

Q_SIGNALS:
  void chosen(qint64 record);
  void progressChanged();

private:
  void showProgress();
  QString title_;
  std::set<RecordId> decided_;
  QueueModel* model_;
  QListView* list_;
  QLabel* heading_;
  QLabel* progress_;
  ThinBar* bar_;
};

/// Two lines a record: name and seal, known-as and standing.
class QueueDelegate : public QStyledItemDelegate {
  Q_OBJECT

public:
  using QStyledItemDelegate::QStyledItemDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

class QueueModel final : public QAbstractListModel {
  Q_OBJECT

public:
  enum Role {
    KnownAsRole = Qt::UserRole + 100,
    SealStateRole,
    StandingStateRole,
    StandingTextRole,
    DecidedRole
  };
  QueueModel(Session& session, const std::set<RecordId>& decided, QObject* parent = nullptr);
  void setRecords(std::vector<RecordId> records);
  RecordPages& pages() { return pages_; }
  void changed(RecordId record);
  void refresh();
  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;

private:
  mutable RecordPages pages_;
  const std::set<RecordId>& decided_;
};

} // namespace countersign::ui
