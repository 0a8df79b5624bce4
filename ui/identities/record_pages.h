// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/jobs/session.h"

#include <QObject>
#include <map>

namespace countersign::ui {

/// The ids of a whole result and the rows of the pages that were looked at. Pages are asked for when a row
/// is, and forgotten, oldest first, when there are too many.
class RecordPages : public QObject {
  Q_OBJECT

public:
  static constexpr int pageSize = 200;
  static constexpr std::size_t keptPages = 24;

  explicit RecordPages(Session& session, QObject* parent = nullptr);

  /// New ids; rows that were known stay until their page is read again.
  void setIds(std::vector<RecordId> ids, std::optional<Instant> asOf = {});
  /// The content changed: every page is read again when it is looked at.
  void refresh();
  int size() const { return static_cast<int>(ids_.size()); }
  const std::vector<RecordId>& ids() const { return ids_; }
  RecordId idAt(int row) const { return ids_[static_cast<std::size_t>(row)]; }
  /// -1 where it is not among them.
  int indexOf(RecordId id) const;
  /// Null until its page has arrived; asks for the page.
  const RecordRow* row(int index);
  std::size_t pagesHeld() const { return pages_.size(); }

Q_SIGNALS:
  void arrived(int first, int last);
  void failed(const QString& why);

private:
  struct Page {
    std::vector<RecordRow> rows;
    std::uint64_t used = 0;
    bool fresh = false, asked = false;
  };
  void ask(int page);
  void forgetOld(int keep);

  Session& session_;
  std::vector<RecordId> ids_;
  std::optional<Instant> asOf_;
  std::map<int, Page> pages_;
  std::map<int, std::unique_ptr<Channel>> channels_; ///< one a page under way
  std::uint64_t clock_ = 0, generation_ = 0;
};

} // namespace countersign::ui
