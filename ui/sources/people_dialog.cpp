// SPDX-License-Identifier: Apache-2.0
#include "ui/sources/people_dialog.h"

#include "ui/widgets/buttons.h"
#include "ui/widgets/text.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign::ui {

PeopleDialog::PeopleDialog(const SourceRow& source, QWidget* parent) : QDialog(parent) {
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(tr("Owner and fallback"));
  setMinimumWidth(420);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(18, 16, 18, 16);
  column->setSpacing(9);
  column->addWidget(label(tr("Who answers for %1?").arg(shown(source.name)), u"heading"_s));
  auto* form = new QFormLayout;
  auto* owner = new QLineEdit(qs(source.owner));
  owner->setAccessibleName(tr("Owner"));
  auto* fallback = new QLineEdit(qs(source.fallback));
  fallback->setAccessibleName(tr("Fallback"));
  fallback->setPlaceholderText(tr("Who is asked when the owner cannot be reached"));
  form->addRow(label(tr("Owner"), u"muted"_s), owner);
  form->addRow(label(tr("Fallback"), u"muted"_s), fallback);
  column->addLayout(form);
  auto* line = new QHBoxLayout;
  line->addStretch(1);
  auto* cancel = new Button(tr("Cancel"));
  auto* save = new Button(tr("Save"), u"primary"_s);
  save->setDefault(true);
  line->addWidget(cancel);
  line->addWidget(save);
  column->addLayout(line);
  connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
  connect(save, &QPushButton::clicked, this, [this, id = source.id, owner, fallback] {
    Q_EMIT chosen(id, owner->text().trimmed(), fallback->text().trimmed());
    accept();
  });
}

} // namespace countersign::ui
