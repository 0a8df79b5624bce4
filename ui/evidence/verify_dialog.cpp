// SPDX-License-Identifier: Apache-2.0
#include "ui/evidence/verify_dialog.h"

#include "ui/widgets/buttons.h"
#include "ui/widgets/text.h"

#include <QFileDialog>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign::ui {

VerifyDialog::VerifyDialog(QWidget* parent) : QDialog(parent) {
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(tr("Verify a package"));
  setMinimumWidth(600);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(18, 16, 18, 16);
  column->setSpacing(9);
  column->addWidget(label(tr("Verify a package"), u"heading"_s));
  auto* hint = label(tr("The fingerprint and the checkpoint have to come from elsewhere than the package; "
                        "without them a package "
                        "only proves that it fits together."),
                     u"muted"_s);
  hint->setWordWrap(true);
  column->addWidget(hint);
  auto* grid = new QGridLayout;
  grid->setVerticalSpacing(6);
  const auto row = [&](int at, const QString& name, const QString& placeholder, bool folder, bool browse) {
    auto* edit = new QLineEdit;
    edit->setAccessibleName(name);
    edit->setPlaceholderText(placeholder);
    grid->addWidget(label(name, u"muted"_s), at, 0);
    grid->addWidget(edit, at, 1, 1, browse ? 1 : 2);
    if (browse) {
      auto* choose = new Button(tr("Choose…"));
      choose->setAccessibleName(tr("Choose: %1").arg(name));
      grid->addWidget(choose, at, 2);
      connect(choose, &QPushButton::clicked, this, [this, edit, folder, name] {
        auto* dialog = new QFileDialog(this, name);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(folder ? QFileDialog::Directory : QFileDialog::ExistingFile);
        connect(dialog, &QFileDialog::fileSelected, edit, &QLineEdit::setText);
        dialog->open();
      });
    }
    return edit;
  };
  QLineEdit* folder = row(0, tr("Package"), tr("The folder"), true, true);
  QLineEdit* ca = row(1, tr("CA SHA-256"), tr("64 digits, by phone or letter"), false, false);
  QLineEdit* checkpoint = row(2, tr("Checkpoint"), tr("A file that was kept elsewhere"), false, true);
  column->addLayout(grid);
  auto* line = new QHBoxLayout;
  line->addStretch(1);
  auto* cancel = new Button(tr("Cancel"));
  auto* verify = new Button(tr("Verify"), u"primary"_s);
  verify->setDefault(true);
  verify->setEnabled(false);
  line->addWidget(cancel);
  line->addWidget(verify);
  column->addLayout(line);
  connect(folder, &QLineEdit::textChanged, this,
          [verify](const QString& text) { verify->setEnabled(!text.trimmed().isEmpty()); });
  connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
  connect(verify, &QPushButton::clicked, this, [this, folder, ca, checkpoint] {
    Q_EMIT requested(folder->text().trimmed(), ca->text().remove(u':').trimmed().toLower(),
                     checkpoint->text().trimmed());
    accept();
  });
}

} // namespace countersign::ui
