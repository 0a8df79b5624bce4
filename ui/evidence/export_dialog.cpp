// SPDX-License-Identifier: Apache-2.0
#include "ui/evidence/export_dialog.h"

#include "ui/jobs/signer_fields.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/text.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign::ui {

ExportDialog::ExportDialog(Session& session, QWidget* parent)
    : QDialog(parent), target_(new QLineEdit), signer_(new SignerFields(session)),
      export_(new Button(tr("Export"), u"primary"_s)) {
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(tr("Export evidence"));
  setMinimumWidth(560);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(18, 16, 18, 16);
  column->setSpacing(9);
  column->addWidget(label(tr("Export evidence"), u"heading"_s));
  auto* hint = label(tr("A folder that an auditor checks with sha256sum and openssl alone. Your key signs "
                        "its list of files."),
                     u"muted"_s);
  hint->setWordWrap(true);
  column->addWidget(hint);
  auto* line = new QHBoxLayout;
  target_->setPlaceholderText(tr("A folder that does not exist yet"));
  target_->setAccessibleName(tr("Folder of the package"));
  auto* choose = new Button(tr("Choose…"));
  line->addWidget(target_, 1);
  line->addWidget(choose);
  column->addWidget(label(tr("Folder"), u"strong"_s));
  column->addLayout(line);
  column->addWidget(label(tr("Signed by"), u"strong"_s));
  column->addWidget(signer_);
  auto* buttons = new QHBoxLayout;
  buttons->addStretch(1);
  auto* cancel = new Button(tr("Cancel"));
  export_->setDefault(true);
  buttons->addWidget(cancel);
  buttons->addWidget(export_);
  column->addLayout(buttons);
  connect(choose, &QPushButton::clicked, this, &ExportDialog::browse);
  connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
  connect(target_, &QLineEdit::textChanged, this, &ExportDialog::check);
  connect(signer_, &SignerFields::changed, this, &ExportDialog::check);
  connect(export_, &QPushButton::clicked, this, [this] {
    Q_EMIT requested(target_->text(), signer_->take());
    accept();
  });
  check();
}

void ExportDialog::browse() {
  auto* dialog = new QFileDialog(this, tr("Folder of the package"), u"evidence"_s);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  connect(dialog, &QFileDialog::fileSelected, target_, &QLineEdit::setText);
  dialog->open();
}

void ExportDialog::check() {
  export_->setEnabled(!target_->text().trimmed().isEmpty() && signer_->complete());
}

} // namespace countersign::ui
