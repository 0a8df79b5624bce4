// SPDX-License-Identifier: Apache-2.0
#include "ui/record/side_panel.h"

#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign::ui {

SidePanel::SidePanel(QWidget* parent)
    : QFrame(parent), title_(label({}, u"heading"_s)), pages_(new QStackedWidget) {
  setProperty("look", u"right"_s);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(1, 0, 0, 0);
  column->setSpacing(0);
  auto* head = new QHBoxLayout;
  head->setContentsMargins(14, 10, 10, 8);
  head->addWidget(title_, 1);
  auto* close = new Button(tr("Close"), u"small"_s);
  close->setToolTip(tip(tr("Close this panel (Esc)")));
  head->addWidget(close);
  column->addLayout(head);
  column->addWidget(rule());
  column->addWidget(pages_, 1);
  connect(close, &QPushButton::clicked, this, [this] {
    hide();
    Q_EMIT closed();
  });
  hide();
}

void SidePanel::addPage(QWidget* page) {
  pages_->addWidget(page);
}

void SidePanel::open(QWidget* page, const QString& title) {
  title_->setText(title);
  setAccessibleName(title);
  pages_->setCurrentWidget(page);
  show();
  raise();
}

void SidePanel::place(const QRect& area) {
  const int width = std::min(470, std::max(340, area.width() * 55 / 100));
  setGeometry(area.right() + 1 - width, area.top(), width, area.height());
}

} // namespace countersign::ui
