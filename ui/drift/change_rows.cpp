// SPDX-License-Identifier: Apache-2.0
#include "ui/drift/change_rows.h"

#include "ui/widgets/change_words.h"
#include "ui/widgets/text.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("drift", text);
}

Cell tagCell(const QString& text, Tone tone, const QString& hint) {
  Cell cell = textCell(text, tone, hint);
  cell.tag = true;
  return cell;
}

QString bothTimes(Instant t) {
  return localDateTime(t) + u'\n' + utcTime(t);
}

Cell requestedCell(const ChangeRow& row, Instant now) {
  QString hint = bothTimes(row.requested.by);
  if (!row.requested.exact())
    hint.prepend(tr("Between %1 and").arg(localDateTime(row.requested.after)) + u'\n');
  if (!row.by.empty()) hint += u'\n' + tr("by %1").arg(shown(row.by));
  if (!row.approvedBy.empty()) hint += u'\n' + tr("approved by %1").arg(shown(row.approvedBy));
  return textCell(localTime(row.requested.by, now), Tone::Muted, hint);
}

Cell latencyCell(const ChangeRow& row) {
  const auto found = row.latencies.find(drift::Leg::Shown);
  QString hint;
  for (const auto& [leg, latency] : row.latencies)
    hint += (hint.isEmpty() ? QString() : u"\n"_s) + qs(name(leg)) + u": "_s + shown(text(latency));
  for (const std::string& refused : row.refused)
    hint += (hint.isEmpty() ? QString() : u"\n"_s) + shown(refused);
  return textCell(found == row.latencies.end() ? u"—"_s : latencyText(found->second), Tone::Muted, hint);
}

QString fromWhere(const SeenChangeRow& row) {
  QString out = row.who.empty() ? tr("not known") : shown(row.who);
  if (!row.from.empty()) out += tr(" from %1").arg(shown(row.from));
  return out;
}

QString seenWhen(const SeenChangeRow& row) {
  QString out = bothTimes(row.at);
  if (row.after) out.prepend(tr("Between %1 and").arg(localDateTime(*row.after)) + u'\n');
  if (row.eventAt) out += u'\n' + tr("%1 at %2").arg(shown(row.event), utcTime(*row.eventAt));
  return out;
}

} // namespace

QStringList followedColumns() {
  return {tr("Change"),           tr("What"),      tr("Identity"), tr("State"),
          tr("Where not landed"), tr("Requested"), tr("Took")};
}

QList<int> followedWidths(bool narrow) {
  return narrow ? QList<int>{-16, -27, -18, 112, -28, 106, 112}
                : QList<int>{-15, -28, -17, 116, -28, 116, 132};
}

Cell followedCell(const ChangeRow& row, int column, Instant now) {
  Cell cell;
  switch (column) {
  case 0:
    cell = textCell(shown(row.id), Tone::Plain,
                    shown(row.id) + u'\n' + qs(name(row.origin)) + u" · "_s + shown(row.source));
    cell.mono = true;
    return cell;
  case 1:
    cell = textCell(wishText(row));
    cell.strong = true;
    return cell;
  case 2:
    return textCell(
        shown(row.record != 0 ? row.recordName : row.about), row.record != 0 ? Tone::Plain : Tone::Muted,
        row.record != 0 ? QString() : shown(row.about) + u'\n' + tr("No identity is known by this"));
  case 3:
    return tagCell(stateWord(row.state), stateTone(row.state), placesText(row));
  case 4: {
    const QString where = notLandedText(row);
    return textCell(where.isEmpty() ? u"—"_s : where,
                    drift::wantsAction(row.state) ? Tone::Plain : Tone::Muted, placesText(row));
  }
  case 5:
    return requestedCell(row, now);
  default:
    return latencyCell(row);
  }
}

QStringList seenColumns() {
  return {tr("When"), tr("Asked for"), tr("Identity"), tr("What"), tr("Who, from where"), tr("Source")};
}

QList<int> seenWidths(bool) {
  return {116, 122, -18, -40, -24, -15};
}

Cell seenCell(const SeenChangeRow& row, int column, Instant now) {
  switch (column) {
  case 0:
    return textCell(localTime(row.at, now), Tone::Muted, seenWhen(row));
  case 1:
    return tagCell(row.requested ? tr("requested") : tr("not requested"),
                   row.requested ? Tone::Good : Tone::Bad, row.requested ? shown(row.request) : QString());
  case 2: {
    Cell cell = textCell(shown(row.recordName));
    cell.strong = true;
    return cell;
  }
  case 3:
    return textCell(shown(row.text), Tone::Plain,
                    shown(row.text) + (row.cause.empty() ? QString() : u'\n' + shown(row.cause)));
  case 4:
    return textCell(shortNames(fromWhere(row)), Tone::Muted, fromWhere(row));
  default:
    return textCell(row.shown ? shown(row.sourceName) : tr("audit trail alone"), Tone::Muted);
  }
}

} // namespace countersign::ui
