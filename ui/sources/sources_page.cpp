// SPDX-License-Identifier: Apache-2.0
#include "ui/sources/sources_page.h"

#include "ui/sources/commands_dialog.h"
#include "ui/sources/drop_area.h"
#include "ui/sources/import_dialog.h"
#include "ui/sources/import_result.h"
#include "ui/sources/people_dialog.h"
#include "ui/sources/source_details.h"
#include "ui/widgets/actions.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/cell_model.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/source_age.h"
#include "ui/widgets/text.h"

#include <QFileDialog>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QShortcut>
#include <QStackedLayout>
#include <QVBoxLayout>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {

Cell sourceCell(const SourceRow& source, int column, Instant now) {
  Cell cell;
  switch (column) {
  case 0:
    cell.text = shown(source.name);
    cell.second = systemWord(source.system) + u" · "_s + shown(source.scope);
    cell.strong = true;
    break;
  case 1:
    cell.text = qs(name(source.role));
    cell.tone = Tone::Muted;
    break;
  case 2: {
    const SourceAge age = ageOf(source, now);
    cell.text = age.text;
    cell.bar = age.share;
    cell.barTone = age.tone;
    if (source.lastCaptured)
      cell.tip = localDateTime(*source.lastCaptured) + u'\n' + utcTime(*source.lastCaptured) + u'\n' +
                 QObject::tr("time by %1").arg(shown(source.captureBasis));
    break;
  }
  case 3:
    cell.text = source.role == SourceRole::Audit
                    ? counted(source.holds, QObject::tr("event"), QObject::tr("events"))
                    : count(source.holds);
    cell.tone = Tone::Muted;
    break;
  case 4:
    cell.text = shown(source.completeness);
    cell.tone = source.complete ? Tone::Plain : Tone::Bad;
    break;
  case 5:
  case 6: {
    const std::string& who = column == 5 ? source.owner : source.fallback;
    cell.text = who.empty() ? QObject::tr("none") : shown(who);
    cell.tone = who.empty() ? Tone::Bad : Tone::Plain;
    break;
  }
  default:
    cell.text = source.gaps == 0 ? QObject::tr("none")
                                 : counted(source.gaps, QObject::tr("gap"), QObject::tr("gaps"));
    cell.tone = source.gaps == 0 ? Tone::Muted : Tone::Warning;
    break;
  }
  return cell;
}

} // namespace

SourcesPage::SourcesPage(Session& session, QWidget* parent)
    : QWidget(parent), session_(session), summary_(label({}, u"muted"_s)),
      model_(new CellModel({tr("Source"), tr("Role"), tr("Age against window"), tr("Holds"),
                            tr("Completeness"), tr("Owner"), tr("Fallback"), tr("Not read")},
                           this)),
      table_(new Table(tr("Sources"), 48)), details_(new SourceDetails(session)) {
  setProperty("look", u"page"_s);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(18, 14, 18, 14);
  column->setSpacing(12);
  column->addWidget(makeHead());
  auto* drop = new DropArea(session);
  column->addWidget(drop);
  auto* card = new QFrame;
  card->setProperty("look", u"card"_s);
  auto* inside = new QVBoxLayout(card);
  inside->setContentsMargins(1, 1, 1, 4);
  table_->setModel(model_);
  table_->setColumns({-23, 64, 150, 116, -19, -17, -16, 84});
  auto* empty =
      new EmptyState(tr("No sources yet"), tr("Drop exports above, or press Import files. Each export "
                                              "becomes a source with its own age and owner."));
  auto* pages = new QWidget;
  stack_ = new QStackedLayout(pages);
  stack_->addWidget(empty);
  stack_->addWidget(table_);
  inside->addWidget(pages);
  column->addWidget(card, 3);
  details_->hide();
  column->addWidget(details_, 2);

  connect(drop, &DropArea::dropped, this, &SourcesPage::import);
  connect(drop, &DropArea::commandsWanted, this, &SourcesPage::showCommands);
  connect(table_, &QTableView::activated, this, &SourcesPage::askPeople);
  connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &SourcesPage::showCurrent);
  connect(&session_, &Session::opened, this, &SourcesPage::reload);
  connect(&session_, &Session::contentChanged, this, &SourcesPage::reload);
  ages_.setInterval(20'000);
  connect(&ages_, &QTimer::timeout, model_, &CellModel::touch);
  ages_.start();
  bindAction("sources.people", this, [this] { askPeople(); });
  bindAction("sources.commands", this, [this] { showCommands(); });
}

QWidget* SourcesPage::makeHead() {
  auto* head = new QWidget;
  auto* line = new QHBoxLayout(head);
  line->setContentsMargins(0, 0, 0, 0);
  line->setSpacing(10);
  line->addWidget(label(tr("Sources"), u"title"_s));
  summary_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  line->addWidget(summary_, 1);
  auto* people = new Button(tr("Owner and fallback…"), u"small"_s);
  people->setToolTip(tip(actionTip("sources.people")));
  connect(people, &QPushButton::clicked, this, &SourcesPage::askPeople);
  line->addWidget(people);
  auto* files = new Button(tr("Import files…"));
  files->setToolTip(tip(actionTip("import")));
  connect(files, &QPushButton::clicked, this, &SourcesPage::askFiles);
  line->addWidget(files);
  return head;
}

void SourcesPage::reload() {
  session_.desk().ask(
      channel_, [](Desk& desk) { return desk.sources(); },
      [this](Result<std::vector<SourceRow>> sources) {
        if (sources)
          fill(std::move(*sources));
        else
          summary_->setText(errorText(sources.error()));
      },
      Lane::Slow);
}

void SourcesPage::fill(std::vector<SourceRow> sources) {
  const int row = table_->currentIndex().row();
  const std::int64_t before = row >= 0 ? sources_[static_cast<std::size_t>(row)].id : 0;
  sources_ = std::move(sources);
  const auto orphans =
      std::count_if(sources_.begin(), sources_.end(), [](const SourceRow& s) { return s.fallback.empty(); });
  QString text = counted(sources_.size(), tr("source"), tr("sources"));
  if (orphans > 0) text += tr(" · %1 without a fallback").arg(count(static_cast<std::size_t>(orphans)));
  summary_->setText(text);
  auto kept = std::make_shared<const std::vector<SourceRow>>(sources_);
  model_->setRows(static_cast<int>(kept->size()), [kept, clock = session_.clock()](int index, int column) {
    return sourceCell((*kept)[static_cast<std::size_t>(index)], column, clock->now());
  });
  stack_->setCurrentIndex(sources_.empty() ? 0 : 1);
  details_->setVisible(!sources_.empty());
  if (!sources_.empty()) {
    auto found = std::find_if(sources_.begin(), sources_.end(),
                              [before](const SourceRow& s) { return s.id == before; });
    if (found == sources_.end()) // the one that most needs a look
      found = std::find_if(sources_.begin(), sources_.end(), [](const SourceRow& s) { return s.gaps > 0; });
    if (found == sources_.end()) found = sources_.begin();
    table_->selectRow(static_cast<int>(found - sources_.begin()));
    showCurrent();
  }
  Q_EMIT sourcesChanged(sources_);
}

void SourcesPage::select(std::int64_t source) {
  const auto found = std::find_if(sources_.begin(), sources_.end(),
                                  [source](const SourceRow& row) { return row.id == source; });
  if (found != sources_.end()) table_->selectRow(static_cast<int>(found - sources_.begin()));
}

void SourcesPage::showCurrent() {
  const int row = table_->currentIndex().row();
  if (row >= 0 && row < static_cast<int>(sources_.size()))
    details_->show(sources_[static_cast<std::size_t>(row)]);
}

void SourcesPage::askFiles() {
  auto* dialog = new QFileDialog(this, tr("Import files"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFiles);
  connect(dialog, &QFileDialog::filesSelected, this, &SourcesPage::import);
  dialog->open();
}

void SourcesPage::import(const QStringList& paths) {
  if (!session_.isOpen()) return;
  auto* dialog = new ImportDialog(session_, paths, this);
  connect(dialog, &ImportDialog::requested, this, &SourcesPage::start);
  dialog->open();
}

void SourcesPage::start(const ImportRequest& request) {
  const auto work = [importer = session_.services().importer, file = session_.file(), request,
                     clock = session_.clock()](const ProgressFn& progress) {
    return importer->import(file, request, *clock, progress);
  };
  session_.jobs().start(tr("Import"), this, work, [this](Result<ImportReport> report) {
    session_.poll();
    reload();
    if (!report) {
      Q_EMIT session_.failed(tr("Nothing was imported"), errorText(report.error()));
      return;
    }
    if (report->cancelled && report->files.empty()) return; // the job list says so
    auto* result = new ImportResult(std::move(*report), this);
    result->open();
  });
}

void SourcesPage::askPeople() {
  const int row = table_->currentIndex().row();
  if (row < 0) return;
  auto* dialog = new PeopleDialog(sources_[static_cast<std::size_t>(row)], this);
  connect(dialog, &PeopleDialog::chosen, this,
          [this](qint64 source, const QString& owner, const QString& fallback) {
            session_.desk().tell(
                this,
                [source, owner = ss(owner), fallback = ss(fallback)](Desk& desk) {
                  return desk.setSourcePeople(source, owner, fallback);
                },
                [this](const Result<void>& kept) {
                  if (kept)
                    reload();
                  else
                    summary_->setText(errorText(kept.error()));
                });
          });
  dialog->open();
}

void SourcesPage::showCommands() {
  if (!session_.services().importer) return;
  auto* dialog = new CommandsDialog(session_.services().importer->exportCommands(), this);
  dialog->open();
}

} // namespace countersign::ui
