// SPDX-License-Identifier: Apache-2.0
#include "ui/record/record_body.h"

#include "ui/record/changes_card.h"
#include "ui/record/facts_card.h"
#include "ui/record/grants_card.h"
#include "ui/record/record_header.h"
#include "ui/record/trail_card.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/text.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign::ui {

RecordBody::RecordBody(QWidget* parent)
    : QScrollArea(parent), header_(new RecordHeader), attention_(new AttentionCard),
      owner_(new FactsCard(tr("Owner"))), location_(new FactsCard(tr("Where it is active"))),
      credentials_(new FactsCard(tr("Secrets and keys"))), grants_(new GrantsCard), changes_(new ChangesCard),
      trail_(new TrailCard) {
  setWidgetResizable(true);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setFocusPolicy(Qt::NoFocus);
  setAccessibleName(tr("Record"));
  auto* inside = new QWidget;
  inside->setProperty("look", u"page"_s);
  auto* column = new QVBoxLayout(inside);
  column->setContentsMargins(18, 14, 18, 16);
  column->setSpacing(11);
  column->addWidget(header_);
  column->addWidget(attention_);
  auto* across = new QHBoxLayout;
  across->setSpacing(11);
  auto* left = new QVBoxLayout;
  left->setSpacing(11);
  left->addWidget(owner_);
  left->addWidget(location_);
  left->addWidget(credentials_);
  left->addStretch(1);
  // Shares of the width, whatever the cards would like.
  for (QWidget* card :
       {static_cast<QWidget*>(owner_), static_cast<QWidget*>(location_), static_cast<QWidget*>(credentials_)})
    card->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Maximum);
  grants_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  across->addLayout(left, 31);
  across->addWidget(grants_, 63);
  column->addLayout(across);
  column->addWidget(changes_);
  column->addWidget(trail_);
  column->addStretch(1);
  setWidget(inside);
  for (FactsCard* card : {owner_, location_, credentials_}) {
    card->setMinimumWidth(236);
    connect(card, &FactsCard::whereFrom, this, &RecordBody::whereFrom);
  }
  connect(attention_, &AttentionCard::whereFrom, this, &RecordBody::whereFrom);
  connect(grants_, &GrantsCard::whereFrom, this, &RecordBody::whereFrom);
  connect(grants_, &GrantsCard::whyWanted, this, &RecordBody::whyWanted);
  connect(trail_, &TrailCard::whereFrom, this, &RecordBody::whereFrom);
}

void RecordBody::show(std::shared_ptr<const RecordView> view, Instant now) {
  header_->show(*view, now);
  attention_->setAttention(view->attention);
  owner_->setFacts(view->ownerFacts, tr("No source names an owner."));
  location_->setFacts(view->locationFacts, tr("Nothing shows where it is used."));
  credentials_->setFacts(view->credentialFacts, tr("No long-lived secret is known."));
  grants_->setView(view);
  trail_->setView(view, now);
}

void RecordBody::showChanges(std::shared_ptr<const RecordChanges> changes, Instant now) {
  trail_->setChanges(changes->seen);
  changes_->setChanges(std::move(changes), now);
}

Trace RecordBody::traceInFocus(QString& meaning) const {
  const QWidget* focus = QApplication::focusWidget();
  if (const auto* value = qobject_cast<const ValueLabel*>(focus)) {
    meaning = value->accessibleName();
    return value->trace();
  }
  if (focus == trail_->table() && trail_->table()->currentIndex().isValid()) {
    const QModelIndex index = trail_->table()->currentIndex();
    meaning = index.siblingAtColumn(1).data().toString();
    return index.data(TraceRole).value<Trace>();
  }
  if (const GrantRow* grant = grants_->current()) {
    meaning = shown(grant->title.empty() ? grant->action : grant->title);
    return grant->trace;
  }
  return {};
}

} // namespace countersign::ui
