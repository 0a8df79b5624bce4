// SPDX-License-Identifier: Apache-2.0
#include "ui/sources/source_details.h"

#include "ui/widgets/card.h"
#include "ui/widgets/cell_model.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QStackedLayout>
#include <QTabBar>
#include <QVBoxLayout>
#include <memory>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {

Cell gapCell(const GapRow& gap, int column) {
  Cell cell;
  switch (column) {
  case 0:
    cell.text = shown(std::filesystem::path(gap.error.place.file).filename().string());
    cell.tip = shown(gap.error.place.file);
    cell.mono = true;
    break;
  case 1: {
    QStringList place;
    if (gap.error.place.byte) place += QObject::tr("byte %1").arg(count(*gap.error.place.byte));
    if (gap.error.place.line) place += QObject::tr("line %1").arg(count(*gap.error.place.line));
    if (!gap.error.place.pointer.empty()) place += shown(gap.error.place.pointer);
    cell.text = place.isEmpty() ? shown(gap.part) : place.join(u" · "_s);
    cell.tip =
        cell.text + (gap.error.place.excerpt.empty() ? QString() : u'\n' + shown(gap.error.place.excerpt));
    cell.mono = true;
    break;
  }
  case 2:
    cell.text = shown(gap.error.message);
    cell.second = (gap.warning ? QObject::tr("note") : QObject::tr("gap")) + u" · "_s + shown(gap.part);
    cell.strong = true;
    break;
  default:
    cell.text = gap.error.remedy.empty() ? u"—"_s : shown(gap.error.remedy);
    cell.tone = Tone::Muted;
    break;
  }
  return cell;
}

Cell snapshotCell(const SnapshotRow& row, int column, Instant now) {
  Cell cell;
  switch (column) {
  case 0:
    cell.text = u'#' + QString::number(row.id);
    cell.mono = true;
    break;
  case 1:
    cell.text = localTime(row.capturedAt, now);
    cell.tip = QObject::tr("Captured %1, imported %2").arg(utcTime(row.capturedAt), utcTime(row.importedAt));
    cell.second = QObject::tr("time by %1").arg(shown(row.basis));
    break;
  case 2:
    cell.text = shown(std::filesystem::path(row.file).filename().string());
    cell.second = shown(row.sha256).left(16) + u"…"_s;
    cell.secondMono = true;
    cell.tip = shown(row.file) + u"\nSHA-256 "_s + shown(row.sha256);
    break;
  case 3:
    cell.text = row.events > 0 && row.documents == 0
                    ? counted(row.events, QObject::tr("event"), QObject::tr("events"))
                    : counted(row.documents, QObject::tr("document"), QObject::tr("documents"));
    cell.second = QObject::tr("%1 new, %2 changed, %3 gone")
                      .arg(count(row.added), count(row.changed), count(row.removed));
    break;
  default:
    cell.text = shown(row.completeness);
    cell.tone = row.completeness == "complete" ? Tone::Plain : Tone::Bad;
    cell.second =
        (row.gaps > 0 ? counted(row.gaps, QObject::tr("gap"), QObject::tr("gaps")) : QObject::tr("no gaps")) +
        (row.bytesKept ? QObject::tr(" · bytes kept") : QObject::tr(" · bytes not kept"));
    break;
  }
  return cell;
}

} // namespace

SourceDetails::SourceDetails(Session& session, QWidget* parent)
    : QWidget(parent), session_(session), card_(new Card({})), tabs_(new QTabBar),
      gaps_(new CellModel({tr("File"), tr("Place"), tr("What"), tr("What to do")}, this)),
      snapshots_(
          new CellModel({tr("Snapshot"), tr("Captured"), tr("File"), tr("Holds"), tr("Completeness")}, this)),
      none_(new EmptyState({}, {})) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(card_);
  tabs_->addTab(tr("What could not be read"));
  tabs_->addTab(tr("Snapshots"));
  tabs_->setDrawBase(false);
  tabs_->setExpanding(false);
  tabs_->setAccessibleName(tr("About the selected source"));
  card_->head()->insertWidget(1, tabs_);
  auto* pages = new QWidget;
  stack_ = new QStackedLayout(pages);
  gapsPage_ = addTable(tr("What could not be read"), 46, gaps_, {-20, -25, -32, -42});
  snapshotsPage_ = addTable(tr("Snapshots"), 46, snapshots_, {92, 140, -30, -25, -30});
  stack_->addWidget(none_);
  card_->body()->addWidget(pages);
  connect(tabs_, &QTabBar::currentChanged, this, [this] { show(source_); });
}

Table* SourceDetails::addTable(const QString& name, int height, CellModel* model, const QList<int>& columns) {
  auto* table = new Table(name, height);
  table->setModel(model);
  table->setColumns(columns);
  stack_->addWidget(table);
  return table;
}

void SourceDetails::show(const SourceRow& source) {
  source_ = source;
  card_->setTitle(source.lastSnapshot ? tr("%1, snapshot %2").arg(shown(source.name)).arg(source.lastSnapshot)
                                      : shown(source.name));
  tabs_->setTabText(0, tr("What could not be read (%1)").arg(count(source.gaps)));
  if (tabs_->currentIndex() == 0)
    session_.desk().ask(
        gapsAsked_, [snapshot = source.lastSnapshot](Desk& desk) { return desk.gaps(snapshot); },
        [this](const Result<std::vector<GapRow>>& gaps) { fillGaps(gaps); });
  else
    session_.desk().ask(
        snapshotsAsked_, [id = source.id](Desk& desk) { return desk.snapshots(id); },
        [this](const Result<std::vector<SnapshotRow>>& rows) { fillSnapshots(rows); });
}

void SourceDetails::fillGaps(const Result<std::vector<GapRow>>& gaps) {
  if (tabs_->currentIndex() != 0) return;
  if (!gaps || gaps->empty()) {
    none_->setTexts(gaps ? tr("Everything was read") : tr("Cannot be shown"),
                    gaps ? tr("The newest snapshot of this source has no gaps.") : errorText(gaps.error()));
    card_->setAside({});
    stack_->setCurrentWidget(none_);
    return;
  }
  auto kept = std::make_shared<const std::vector<GapRow>>(*gaps);
  gaps_->setRows(static_cast<int>(kept->size()), [kept](int row, int column) {
    return gapCell((*kept)[static_cast<std::size_t>(row)], column);
  });
  card_->setAside(
      counted(kept->size(), tr("gap"), tr("gaps")) +
      (source_.complete ? QString() : tr(" · nothing counted as deleted, because the snapshot is partial")));
  stack_->setCurrentWidget(gapsPage_);
}

void SourceDetails::fillSnapshots(const Result<std::vector<SnapshotRow>>& rows) {
  if (tabs_->currentIndex() != 1) return;
  if (!rows || rows->empty()) {
    none_->setTexts(tr("No snapshots"), rows ? QString() : errorText(rows.error()));
    stack_->setCurrentWidget(none_);
    return;
  }
  auto kept = std::make_shared<const std::vector<SnapshotRow>>(*rows);
  snapshots_->setRows(static_cast<int>(kept->size()), [kept, now = session_.now()](int row, int column) {
    return snapshotCell((*kept)[static_cast<std::size_t>(row)], column, now);
  });
  card_->setAside(counted(kept->size(), tr("snapshot, newest first"), tr("snapshots, newest first")));
  stack_->setCurrentWidget(snapshotsPage_);
}

} // namespace countersign::ui
