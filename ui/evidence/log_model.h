// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/jobs/session.h"

#include <QAbstractTableModel>
#include <map>

namespace countersign::ui {

/// The log, newest first, read page by page.
class LogModel final : public QAbstractTableModel {
  Q_OBJECT

public:
  enum Column { Entry, Time, What, About, Who, Key, State, Columns };
  static constexpr int pageSize = 100;
  static constexpr std::size_t keptPages = 40;

  explicit LogModel(Session& session, QObject* parent = nullptr);
  /// Sequence numbers run from 0 to `size` - 1.
  void setSize(std::int64_t size);

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
  const LogRow* row(std::int64_t seq) const;
  void ask(std::int64_t page) const;
  QVariant text(const LogRow& row, int column) const;

  Session& session_;
  std::int64_t size_ = 0;
  mutable std::map<std::int64_t, std::map<std::int64_t, LogRow>> pages_; ///< page → sequence number → entry
  mutable std::map<std::int64_t, std::unique_ptr<Channel>> channels_;
};

/// "4A:9C:17": the first bytes of a key id, for people.
QString keyBrief(const std::string& keyId);

} // namespace countersign::ui
