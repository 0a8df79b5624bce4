// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/loop_views.h"
#include "ui/widgets/cell_model.h"

#include <QStringList>

/// Cells of the tables of changes.
namespace countersign::ui {

/// Requests that are followed: id, what, identity, state, where it has not landed, when, how long it took.
QStringList followedColumns();
QList<int> followedWidths(bool narrow);
Cell followedCell(const ChangeRow& row, int column, Instant now);

/// Changes seen live: when, requested or not, identity, what, who, from where, source.
QStringList seenColumns();
QList<int> seenWidths(bool narrow);
Cell seenCell(const SeenChangeRow& row, int column, Instant now);

} // namespace countersign::ui
