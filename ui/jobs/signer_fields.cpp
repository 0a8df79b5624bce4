// SPDX-License-Identifier: Apache-2.0
#include "ui/jobs/signer_fields.h"

#include "ui/widgets/buttons.h"
#include "ui/widgets/text.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>

using namespace Qt::StringLiterals;

namespace countersign::ui {

SignerFields::SignerFields(Session& session, QWidget* parent)
    : QWidget(parent), session_(session), file_(new QLineEdit(session.lastKeyFile())),
      passphrase_(new QLineEdit), keep_(new QCheckBox(tr("Remember until the program ends"))) {
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setVerticalSpacing(6);
  file_->setAccessibleName(tr("Key file"));
  file_->setPlaceholderText(tr("Your encrypted key file (PEM)"));
  passphrase_->setAccessibleName(tr("Passphrase"));
  passphrase_->setEchoMode(QLineEdit::Password);
  auto* choose = new Button(tr("Choose…"));
  grid->addWidget(label(tr("Key file"), u"muted"_s), 0, 0);
  grid->addWidget(file_, 0, 1);
  grid->addWidget(choose, 0, 2);
  grid->addWidget(label(tr("Passphrase"), u"muted"_s), 1, 0);
  grid->addWidget(passphrase_, 1, 1, 1, 2);
  grid->addWidget(keep_, 2, 1, 1, 2);
  if (const auto& known = session.remembered()) {
    file_->setText(QString::fromStdString(known->keyFile.string()));
    passphrase_->setPlaceholderText(tr("remembered until the program ends"));
    keep_->setChecked(true);
  }
  connect(choose, &QPushButton::clicked, this, &SignerFields::browse);
  connect(file_, &QLineEdit::textChanged, this, &SignerFields::changed);
  connect(passphrase_, &QLineEdit::textChanged, this, &SignerFields::changed);
}

void SignerFields::browse() {
  auto* dialog = new QFileDialog(this, tr("Key file"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFile);
  connect(dialog, &QFileDialog::fileSelected, file_, &QLineEdit::setText);
  dialog->open();
}

bool SignerFields::complete() const {
  return !file_->text().isEmpty() && (!passphrase_->text().isEmpty() || session_.remembered());
}

SignerInput SignerFields::take() {
  SignerInput input;
  input.keyFile = ss(file_->text());
  input.passphrase = ss(passphrase_->text());
  if (input.passphrase.empty() && session_.remembered()) input.passphrase = session_.remembered()->passphrase;
  passphrase_->clear();
  session_.setLastKeyFile(file_->text());
  if (keep_->isChecked())
    session_.remember(input);
  else
    session_.forgetSigner();
  return input;
}

} // namespace countersign::ui
