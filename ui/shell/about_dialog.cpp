// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/about_dialog.h"

#include "ui/shell/top_bar.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign::ui {

AboutDialog::AboutDialog(QWidget* parent) : QDialog(parent) {
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(tr("About Countersign"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(22, 20, 22, 18);
  column->setSpacing(9);
  auto* head = new QHBoxLayout;
  head->setSpacing(12);
  head->addWidget(new BrandMark(32));
  head->addWidget(label(tr("Countersign %1").arg(QStringLiteral(COUNTERSIGN_VERSION)), u"title"_s));
  head->addStretch(1);
  column->addLayout(head);
  const QString lines[] = {tr("Reviews the access of non-human identities against the state that is true "
                              "now. It needs no server and sends nothing anywhere."),
                           tr("Source code: Apache License 2.0."),
                           tr("This program as it is built, with Qt Charts: GNU General Public License 3.0. "
                              "It comes without any warranty."),
                           tr("Made with Qt %1, SQLite, OpenSSL, simdjson, libarchive, Zstandard and "
                              "yaml-cpp, each under its own licence.")
                               .arg(QString::fromLatin1(qVersion()))};
  for (const QString& text : lines) {
    auto* line = label(text, u"muted"_s);
    line->setWordWrap(true);
    line->setMinimumWidth(440);
    column->addWidget(line);
  }
  auto* close = new Button(tr("Close"));
  connect(close, &QPushButton::clicked, this, &QDialog::accept);
  column->addWidget(close, 0, Qt::AlignRight);
}

} // namespace countersign::ui
