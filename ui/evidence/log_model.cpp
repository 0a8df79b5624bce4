// SPDX-License-Identifier: Apache-2.0
#include "ui/evidence/log_model.h"

#include "ui/widgets/cell.h"
#include "ui/widgets/text.h"

using namespace Qt::StringLiterals;

namespace countersign::ui {

QString keyBrief(const std::string& keyId) {
  if (keyId.empty()) return u"–"_s;
  const QString hex = shown(keyId).toUpper();
  if (hex.size() < 6 || hex.contains(u':')) return hex.left(11);
  return hex.mid(0, 2) + u':' + hex.mid(2, 2) + u':' + hex.mid(4, 2);
}

LogModel::LogModel(Session& session, QObject* parent) : QAbstractTableModel(parent), session_(session) {}

void LogModel::setSize(std::int64_t size) {
  beginResetModel();
  if (size < size_)
    pages_.clear(); // another workspace
  else
    pages_.erase(size_ / pageSize); // the page that grew
  channels_.clear();
  size_ = size;
  endResetModel();
}

int LogModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(size_);
}
int LogModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : Columns;
}

const LogRow* LogModel::row(std::int64_t seq) const {
  const std::int64_t page = seq / pageSize;
  const auto found = pages_.find(page);
  if (found == pages_.end()) {
    ask(page);
    return nullptr;
  }
  const auto entry = found->second.find(seq);
  return entry == found->second.end() ? nullptr : &entry->second;
}

void LogModel::ask(std::int64_t page) const {
  auto& channel = channels_[page];
  if (channel) return; // under way
  channel = std::make_unique<Channel>();
  const std::int64_t newest = std::min(size_, (page + 1) * pageSize) - 1;
  const auto wanted = static_cast<std::size_t>(newest - page * pageSize + 1);
  session_.desk().ask(
      *channel, [newest, wanted](Desk& desk) { return desk.log(newest, wanted); },
      [self = const_cast<LogModel*>(this), page](const Result<std::vector<LogRow>>& rows) {
        if (!rows) return;
        if (self->pages_.size() >= keptPages) self->pages_.clear();
        auto& kept = self->pages_[page];
        for (const LogRow& row : *rows)
          kept.emplace(row.seq, row);
        self->channels_.erase(page);
        const int last = static_cast<int>(self->size_ - 1 - page * pageSize);
        Q_EMIT self->dataChanged(self->index(std::max(0, last - pageSize + 1), 0),
                                 self->index(last, Columns - 1));
      });
}

QVariant LogModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const std::int64_t seq = size_ - 1 - index.row();
  const LogRow* entry = row(seq);
  const int column = index.column();
  switch (role) {
  case MonoRole:
    return column == Entry || column == Key;
  case StrongRole:
    return column == What;
  case ToneRole:
    if (column == State) return toneVariant(Tone::Good);
    return toneVariant(column == Time || column == Who ? Tone::Muted : Tone::Plain);
  case TagRole:
    return column == State ? QVariant(entry ? tr("signed") : QString()) : QVariant();
  case Qt::DisplayRole:
  case Qt::AccessibleTextRole:
    if (column == Entry) return u'#' + count(static_cast<std::size_t>(seq));
    return entry ? text(*entry, column) : QVariant();
  case Qt::ToolTipRole:
    if (!entry) return {};
    if (column == Time) return localDateTime(entry->at) + u'\n' + utcTime(entry->at);
    if (column == Key) return shown(entry->keyId);
    if (column == Entry) return tr("Leaf %1").arg(shown(entry->leafHash));
    return {};
  default:
    return {};
  }
}

QVariant LogModel::text(const LogRow& row, int column) const {
  switch (column) {
  case Time:
    return localTime(row.at, session_.now());
  case What:
    return shown(row.what);
  case About:
    return shown(row.about);
  case Who:
    return shown(row.who);
  case Key:
    return keyBrief(row.keyId);
  case State:
    return tr("signed");
  default:
    return {};
  }
}

QVariant LogModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section >= Columns) return {};
  const QString names[] = {tr("Entry"), tr("Time"), tr("What"), tr("About"), tr("Who"), tr("Key"), QString()};
  return names[section];
}

} // namespace countersign::ui
