// SPDX-License-Identifier: Apache-2.0
#include "ui/drift/difference_rows.h"

#include "ui/widgets/change_words.h"
#include "ui/widgets/text.h"

#include <QCoreApplication>
#include <algorithm>
#include <map>
#include <set>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {

enum Column { Kind, States, Identity, Permission, When, Cause, Severity };

QString tr(const char* text) {
  return QCoreApplication::translate("drift", text);
}

Tone severityTone(const std::string& severity) {
  if (severity == "critical") return Tone::Bad;
  return severity == "high" ? Tone::Warning : Tone::Plain;
}

Cell statesCell(const DifferenceRow& row) {
  Cell cell;
  cell.tri = packTri(row.requested, row.applied, row.effective, row.alarm);
  cell.text = tr("requested %1, applied %2, effective %3")
                  .arg(triWord(row.requested), triWord(row.applied), triWord(row.effective));
  if (row.alarm) cell.text += tr(", and should not be");
  cell.tip = cell.text;
  return cell;
}

Cell whenCell(const DifferenceRow& row, Instant now) {
  Cell cell;
  cell.tone = Tone::Muted;
  cell.text = row.since ? tr("since %1").arg(localDay(*row.since, now)) : u"—"_s;
  cell.tip =
      row.since ? localDateTime(*row.since) + u'\n' + utcTime(*row.since) : tr("No snapshot says since when");
  return cell;
}

} // namespace

QStringList DifferenceRows::columns() {
  return {tr("Kind"), tr("Req · app · eff"), tr("Identity"), tr("Permission"),
          tr("When"), tr("Cause"),           tr("Severity")};
}

QList<int> DifferenceRows::widths(bool narrow) {
  return narrow ? QList<int>{-20, 108, -17, -28, 104, -30, 84} : QList<int>{-18, 112, -17, -27, 116, -30, 92};
}

DifferenceRows::DifferenceRows(std::vector<DifferenceRow> rows, bool byCause, Instant now)
    : rows_(std::move(rows)), now_(now) {
  if (byCause) {
    group();
    return;
  }
  for (std::size_t i = 0; i < rows_.size(); ++i)
    lines_.push_back({i, {}});
}

void DifferenceRows::group() {
  struct Group {
    std::vector<std::size_t> rows;
    std::set<RecordId> records;
  };
  std::map<std::string, Group> byKey;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    Group& of = byKey[rows_[i].causeKey];
    of.rows.push_back(i);
    of.records.insert(rows_[i].record);
  }
  std::vector<const Group*> large;
  for (const auto& [key, of] : byKey)
    if (!key.empty() && of.rows.size() > 1) large.push_back(&of);
  std::stable_sort(large.begin(), large.end(),
                   [](const Group* a, const Group* b) { return a->rows.size() > b->rows.size(); });
  for (const Group* of : large) {
    lines_.push_back({0, tr("%1 — %2 of %3")
                             .arg(shortNames(shown(rows_[of->rows.front()].cause)),
                                  counted(of->rows.size(), tr("difference"), tr("differences")),
                                  counted(of->records.size(), tr("identity"), tr("identities")))});
    for (const std::size_t row : of->rows)
      lines_.push_back({row, {}});
  }
  bool said = false;
  for (std::size_t i = 0; i < rows_.size(); ++i) { // the others, worst first
    if (!rows_[i].causeKey.empty() && byKey[rows_[i].causeKey].rows.size() > 1) continue;
    if (!said)
      lines_.push_back({0, large.empty() ? tr("No cause explains more than one") : tr("Each for itself")});
    said = true;
    lines_.push_back({i, {}});
  }
}

bool DifferenceRows::isHeading(int line) const {
  return !lines_[static_cast<std::size_t>(line)].heading.isEmpty();
}

RecordId DifferenceRows::record(int line) const {
  return isHeading(line) ? 0 : rows_[lines_[static_cast<std::size_t>(line)].row].record;
}

Cell DifferenceRows::cell(int index, int column) const {
  const Line& line = lines_[static_cast<std::size_t>(index)];
  if (!line.heading.isEmpty()) {
    Cell cell = textCell(column == Kind ? line.heading : QString(), Tone::Moved);
    cell.strong = true;
    return cell;
  }
  const DifferenceRow& row = rows_[line.row];
  Cell cell;
  switch (column) {
  case Kind:
    cell = textCell(shown(row.title));
    cell.strong = true;
    return cell;
  case States:
    return statesCell(row);
  case Identity:
    return textCell(shown(row.recordName));
  case Permission:
    cell = textCell(permissionText(row.action, row.resource));
    cell.mono = true;
    return cell;
  case When:
    return whenCell(row, now_);
  case Cause:
    return textCell(row.cause.empty() ? tr("not known") : shortNames(shown(row.cause)), Tone::Muted,
                    shown(row.cause));
  default:
    return textCell(shown(row.severity), severityTone(row.severity));
  }
}

} // namespace countersign::ui
