// SPDX-License-Identifier: Apache-2.0
#include "ui/identities/as_of_dialog.h"
#include "ui/identities/csv_export.h"
#include "ui/identities/identities_page.h"
#include "ui/identities/record_table_model.h"
#include "ui/widgets/cell.h"
#include "ui/widgets/text.h"

#include <QFileDialog>
#include <QInputDialog>
#include <QLabel>

using namespace Qt::StringLiterals;

namespace countersign::ui {

void IdentitiesPage::openCurrent() {
  const QModelIndex current = table_->currentIndex();
  if (current.isValid()) Q_EMIT openRecord(model_->pages().idAt(current.row()), query_.asOf);
}

void IdentitiesPage::askAsOf() {
  auto* dialog = new AsOfDialog(session_, query_.asOf, this);
  connect(dialog, &AsOfDialog::chosen, this, &IdentitiesPage::setAsOf);
  dialog->open();
}

void IdentitiesPage::exportView() {
  auto* dialog = new QFileDialog(this, tr("Export view"), u"identities.csv"_s, tr("CSV (*.csv)"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix(u"csv"_s);
  connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
    const auto work = [workspace = session_.file(), clock = session_.clock(), query = query_,
                       file](const ProgressFn& progress) {
      return exportCsv(workspace, clock, query, file, progress);
    };
    session_.jobs().start(tr("Export view"), this, work, [](const Result<std::size_t>&) {});
  });
  dialog->open();
}

void IdentitiesPage::saveView() {
  auto* dialog = new QInputDialog(this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(tr("Save view"));
  dialog->setLabelText(tr("Name of the view"));
  connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString& name) {
    if (name.trimmed().isEmpty()) return;
    RecordQuery kept = query_;
    kept.asOf.reset();
    session_.desk().tell(
        this, [name = ss(name.trimmed()), kept](Desk& desk) { return desk.saveView(name, kept); },
        [this](const Result<void>& saved) {
          if (saved)
            Q_EMIT viewsChanged();
          else
            summary_->setText(errorText(saved.error()));
        });
  });
  dialog->open();
}

void IdentitiesPage::review() {
  if (query_.asOf || model_->pages().size() == 0) return;
  const QModelIndexList rows = table_->selectionModel()->selectedRows();
  std::vector<RecordId> chosen;
  if (rows.size() > 1)
    for (const QModelIndex& row : rows)
      chosen.push_back(model_->pages().idAt(row.row()));
  else
    chosen = model_->pages().ids();
  const QString title = query_.text.empty() ? tr("Review of %1").arg(localDay(session_.now(), session_.now()))
                                            : tr("Review of “%1”").arg(shown(query_.text));
  Q_EMIT startReview(title, chosen);
}

} // namespace countersign::ui
