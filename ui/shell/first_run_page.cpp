// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/first_run_page.h"

#include "ui/shell/top_bar.h"
#include "ui/widgets/actions.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/text.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QSettings>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {
constexpr qsizetype mostRecent = 5;
}

QStringList recentWorkspaces() {
  QStringList there;
  for (const QString& file : QSettings().value(u"workspaces/recent"_s).toStringList())
    if (QFileInfo::exists(file)) there += file;
  return there;
}

void addRecentWorkspace(const QString& file) {
  QStringList all = recentWorkspaces();
  all.removeAll(file);
  all.prepend(file);
  QSettings().setValue(u"workspaces/recent"_s, all.mid(0, mostRecent));
}

FirstRunPage::FirstRunPage(Session& session, QWidget* parent) : QWidget(parent) {
  setProperty("look", u"page"_s);
  auto* across = new QHBoxLayout(this);
  across->addStretch(1);
  auto* column = new QVBoxLayout;
  column->setSpacing(10);
  across->addLayout(column);
  across->addStretch(1);
  column->addStretch(1);
  auto* head = new QHBoxLayout;
  head->setSpacing(14);
  head->addWidget(new BrandMark(38));
  head->addWidget(label(tr("Countersign"), u"hero"_s));
  head->addStretch(1);
  column->addLayout(head);
  auto* text = label(tr("Review the access of service accounts, roles, keys and workloads, and sign that "
                        "review against the state "
                        "that is true now. Everything stays on this computer."),
                     u"muted"_s);
  text->setWordWrap(true);
  text->setFixedWidth(560);
  column->addWidget(text);
  column->addSpacing(8);
  auto* card = new QFrame;
  card->setProperty("look", u"card"_s);
  card->setFixedWidth(560);
  auto* offers = new QVBoxLayout(card);
  offers->setContentsMargins(1, 1, 1, 1);
  offers->setSpacing(0);
  if (session.services().makeSample)
    addOffer(offers, tr("Open the sample estate"),
             tr("A fictional company with AWS, Kubernetes and Terraform, to look around"), {},
             &FirstRunPage::sampleWanted);
  addOffer(offers, tr("New workspace"), tr("An empty file that will hold everything you import and sign"),
           actionKeyText("workspace.new"), &FirstRunPage::newWanted);
  addOffer(offers, tr("Open a workspace"), tr("A *.countersign file that you or a colleague made"),
           actionKeyText("workspace.open"), &FirstRunPage::openWanted);
  addOffer(offers, tr("Import exports"), tr("Makes a new workspace and asks for the files"),
           actionKeyText("import"), &FirstRunPage::importWanted);
  column->addWidget(card);
  const QStringList recent = recentWorkspaces();
  if (!recent.isEmpty()) {
    column->addSpacing(6);
    column->addWidget(label(tr("OPENED BEFORE"), u"section"_s));
    for (const QString& file : recent) {
      auto* again = new Button(QFileInfo(file).fileName(), u"link"_s);
      again->setToolTip(tip(file));
      connect(again, &QPushButton::clicked, this, [this, file] { Q_EMIT recentWanted(file); });
      column->addWidget(again);
    }
  }
  column->addStretch(2);
}

template <class Signal>
void FirstRunPage::addOffer(QVBoxLayout* column, const QString& title, const QString& text,
                            const QString& key, Signal signal) {
  if (column->count() > 0) column->addWidget(rule());
  auto* row = new QWidget;
  auto* line = new QHBoxLayout(row);
  line->setContentsMargins(16, 12, 14, 12);
  auto* words = new QVBoxLayout;
  words->setSpacing(1);
  words->addWidget(label(title, u"strong"_s));
  words->addWidget(new ElidedLabel(text, u"muted"_s));
  line->addLayout(words, 1);
  if (!key.isEmpty()) line->addWidget(label(key, u"keycap"_s), 0, Qt::AlignVCenter);
  auto* button = new Button(tr("Open"), column->count() == 0 ? u"primary"_s : QString());
  button->setText(column->count() == 0 ? tr("Try it") : tr("Choose…"));
  button->setAccessibleName(title);
  connect(button, &QPushButton::clicked, this, signal);
  line->addWidget(button);
  column->addWidget(row);
}

} // namespace countersign::ui
