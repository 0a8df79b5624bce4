// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/loop_views.h"
#include "ui/widgets/cell_model.h"

#include <QStringList>

namespace countersign::ui {

/// The table of differences: worst first, or those of one cause together under a line for that cause.
class DifferenceRows {
public:
  static QStringList columns();
  /// Pixels, or negative for a share of what is left.
  static QList<int> widths(bool narrow);

  DifferenceRows() = default;
  DifferenceRows(std::vector<DifferenceRow> rows, bool byCause, Instant now);
  int size() const { return static_cast<int>(lines_.size()); }
  Cell cell(int line, int column) const;
  /// The line is the heading of a cause.
  bool isHeading(int line) const;
  /// 0 for a heading, or where no record is known.
  RecordId record(int line) const;

private:
  struct Line {
    std::size_t row = 0;
    QString heading; ///< empty: a difference
  };
  void group();

  std::vector<DifferenceRow> rows_;
  std::vector<Line> lines_;
  Instant now_{};
};

} // namespace countersign::ui
