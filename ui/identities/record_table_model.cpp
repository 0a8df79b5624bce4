// SPDX-License-Identifier: Apache-2.0
#include "ui/identities/record_table_model.h"

#include "ui/widgets/cell.h"
#include "ui/widgets/text.h"

using namespace Qt::StringLiterals;

namespace countersign::ui {

QString attentionText(const RecordRow& row) {
  QStringList texts;
  for (const Attention& item : row.attention)
    texts += shown(item.text);
  return texts.join(u"; "_s);
}

QString reachTip(const AccessSummary& access) {
  if (!access.known) return QObject::tr("Nothing that was imported says what it can do");
  QStringList lines;
  lines += access.reason.empty() ? QObject::tr("It can do nothing") : shown(access.reason);
  if (access.undecided() > 0)
    lines += QObject::tr("%1 under conditions or not evaluated")
                 .arg(counted(access.undecided(), QObject::tr("permission"), QObject::tr("permissions")));
  for (const std::string& way : access.escalations)
    lines += shown(way);
  return lines.join(u'\n');
}

RecordTableModel::RecordTableModel(Session& session, QObject* parent)
    : QAbstractTableModel(parent), session_(session), pages_(session) {
  connect(&pages_, &RecordPages::arrived, this,
          [this](int first, int last) { Q_EMIT dataChanged(index(first, 0), index(last, Columns - 1)); });
}

void RecordTableModel::setIds(std::vector<RecordId> ids, std::optional<Instant> asOf) {
  beginResetModel();
  pages_.setIds(std::move(ids), asOf);
  endResetModel();
}

void RecordTableModel::refresh() {
  pages_.refresh();
  if (pages_.size() > 0) Q_EMIT dataChanged(index(0, 0), index(pages_.size() - 1, Columns - 1));
}

int RecordTableModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : pages_.size();
}
int RecordTableModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : Columns;
}

QVariant RecordTableModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  if (role == Qt::TextAlignmentRole && index.column() == SeenLive)
    return QVariant(Qt::AlignRight | Qt::AlignVCenter);
  const RecordRow* row = pages_.row(index.row());
  if (!row || row->id == 0)
    return role == Qt::DisplayRole && index.column() == Identity ? QVariant(u"…"_s) : QVariant();
  switch (role) {
  case Qt::DisplayRole:
  case Qt::AccessibleTextRole:
    return text(*row, index.column());
  case Qt::ToolTipRole:
    return tooltip(*row, index.column());
  default:
    return look(*row, index.column(), role);
  }
}

QVariant RecordTableModel::text(const RecordRow& row, int column) const {
  switch (column) {
  case Identity:
    return shown(row.name);
  case KnownAs:
    return shown(row.knownAs);
  case Owner:
    return row.owner.empty() ? tr("No owner")
                             : shown(row.owner) + (row.ownerContradicted ? u" ≠"_s : QString());
  case TierColumn:
    return tierWord(row.tier);
  case SealColumn:
    return sealLook(row.seal).word;
  case StandingColumn:
    return row.standing == StandingState::Never ? tr("never") : standingLook(row.standing).word;
  case Reach:
    return shown(row.access.reachName());
  case SeenLive:
    return row.seenLive ? ageText(*row.seenLive, session_.now()) : u"—"_s;
  case NeedsAttention:
    return attentionText(row);
  default:
    return {};
  }
}

QVariant RecordTableModel::tooltip(const RecordRow& row, int column) const {
  switch (column) {
  case Identity:
    return shown(row.name) + u'\n' + shown(row.uid);
  case SealColumn:
    return sealLook(row.seal).word + u": "_s + shown(row.sealReason);
  case StandingColumn:
    return shown(row.standingReason);
  case Owner:
    return row.ownerContradicted ? tr("Sources name different owners: %1").arg(shown(row.owner)) : QString();
  case Reach:
    return reachTip(row.access);
  case SeenLive:
    return row.seenLive ? localDateTime(*row.seenLive) + u'\n' + utcTime(*row.seenLive)
                        : tr("Never seen live");
  default:
    return {};
  }
}

QVariant RecordTableModel::look(const RecordRow& row, int column, int role) const {
  if (role == StrongRole) return column == Identity;
  if (role == SealRole && column == SealColumn) return static_cast<int>(row.seal);
  if (role == StandingRole && column == StandingColumn) return static_cast<int>(row.standing);
  if (role != ToneRole) return {};
  switch (column) {
  case Owner:
    return toneVariant(row.owner.empty() ? Tone::Bad : (row.ownerContradicted ? Tone::Warning : Tone::Plain));
  case Identity:
  case TierColumn:
    return toneVariant(Tone::Plain);
  default:
    return toneVariant(Tone::Muted);
  }
}

QVariant RecordTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole && section == SeenLive)
    return QVariant(Qt::AlignRight | Qt::AlignVCenter);
  if (role != Qt::DisplayRole) return {};
  const QString names[] = {tr("Identity"), tr("Known as"),  tr("Owner"),
                           tr("Tier"),     tr("Seal"),      tr("Standing"),
                           tr("Reach"),    tr("Seen live"), tr("What needs attention")};
  if (section < 0 || section >= Columns) return {};
  const auto sort = sortOf(section);
  return sort && *sort == sorted_ ? names[section] + (descending_ ? u" ↓"_s : u" ↑"_s) : names[section];
}

std::optional<RecordColumn> RecordTableModel::sortOf(int column) {
  switch (column) {
  case Identity:
    return RecordColumn::Name;
  case KnownAs:
    return RecordColumn::KnownAs;
  case Owner:
    return RecordColumn::Owner;
  case TierColumn:
    return RecordColumn::Tier;
  case SealColumn:
    return RecordColumn::Seal;
  case StandingColumn:
    return RecordColumn::Standing;
  case Reach:
    return RecordColumn::Reach;
  case SeenLive:
    return RecordColumn::SeenLive;
  case NeedsAttention:
    return RecordColumn::Attention;
  default:
    return {};
  }
}

void RecordTableModel::setSorted(RecordColumn column, bool descending) {
  sorted_ = column;
  descending_ = descending;
  Q_EMIT headerDataChanged(Qt::Horizontal, 0, Columns - 1);
}

} // namespace countersign::ui
