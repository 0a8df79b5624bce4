// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/identities/record_pages.h"

#include <QAbstractTableModel>

namespace countersign::ui {

/// The list of identities: one row a record, cells for CellDelegate.
class RecordTableModel final : public QAbstractTableModel {
  Q_OBJECT

public:
  enum Column {
    Identity,
    KnownAs,
    Owner,
    TierColumn,
    SealColumn,
    StandingColumn,
    Reach,
    SeenLive,
    NeedsAttention,
    Columns
  };

  explicit RecordTableModel(Session& session, QObject* parent = nullptr);

  void setIds(std::vector<RecordId> ids, std::optional<Instant> asOf = {});
  void refresh();
  const RecordPages& pages() const { return pages_; }
  RecordPages& pages() { return pages_; }

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  /// Which order a column stands for; nullopt where it cannot be sorted by.
  static std::optional<RecordColumn> sortOf(int column);
  void setSorted(RecordColumn column, bool descending);

private:
  QVariant text(const RecordRow& row, int column) const;
  QVariant tooltip(const RecordRow& row, int column) const;
  QVariant look(const RecordRow& row, int column, int role) const;

  Session& session_;
  mutable RecordPages pages_;
  RecordColumn sorted_ = RecordColumn::Name;
  bool descending_ = false;
};

/// Why a record reaches as far as it does, and what is not known of it.
QString reachTip(const AccessSummary& access);
/// "AWS, Kubernetes" or what the row says of itself, for lists.
QString attentionText(const RecordRow& row);

} // namespace countersign::ui
