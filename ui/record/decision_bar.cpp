// SPDX-License-Identifier: Apache-2.0
#include "ui/record/decision_bar.h"

#include "ui/theme/theme.h"
#include "ui/widgets/actions.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {

QString leadLook(Tone tone) {
  switch (tone) {
  case Tone::Moved:
    return u"moved"_s;
  case Tone::Bad:
    return u"bad"_s;
  case Tone::Warning:
    return u"warn"_s;
  case Tone::Good:
    return u"ok"_s;
  case Tone::Plain:
  case Tone::Muted:
    break;
  }
  return u"strong"_s;
}

} // namespace

DecisionBar::DecisionBar(QWidget* parent)
    : QFrame(parent), lead_(label({}, u"strong"_s)), detail_(label({}, u"muted"_s)),
      showMoved_(new Button(tr("Show what moved"), u"link"_s)), more_(new Button(tr("More"), {})) {
  setProperty("look", u"bottom"_s);
  setAccessibleName(tr("Decision"));
  auto* across = new QHBoxLayout(this);
  across->setContentsMargins(18, 11, 18, 11);
  across->setSpacing(10);
  auto* words = new QVBoxLayout;
  words->setSpacing(1);
  for (QLabel* line : {lead_, detail_}) {
    line->setWordWrap(true);
    line->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Minimum);
    words->addWidget(line);
  }
  showMoved_->setToolTip(tip(actionTip("record.moved")));
  words->addWidget(showMoved_, 0, Qt::AlignLeft);
  across->addLayout(words, 1);
  across->addWidget(add("record.revoke", tr("Revoke…"), u"danger"_s));
  across->addWidget(add("record.exception", tr("Exception…"), {}));
  across->addWidget(add("record.flag", tr("Flag"), {}));
  across->addWidget(more_);
  across->addWidget(add("record.skip", tr("Skip"), {}));
  across->addWidget(add("record.certify", tr("Certify current state"), u"primary"_s));
  across->addWidget(add("record.renew", tr("Review the new state"), u"moved"_s));
  more_->setMinimumHeight(33);
  more_->setToolTip(tip(tr("Flag, reassign, cannot decide, take back")));
  connect(more_, &QPushButton::clicked, this, &DecisionBar::openMore);
  connect(showMoved_, &QPushButton::clicked, this, [this] { Q_EMIT wanted("record.moved"); });
}

KeyButton* DecisionBar::add(const char* action, const QString& caption, const QString& look) {
  auto* button = new KeyButton(caption, actionKeyText(action), look);
  button->setObjectName(QString::fromLatin1(action));
  button->setToolTip(tip(actionTip(action)));
  connect(button, &QPushButton::clicked, this, [this, action] { Q_EMIT wanted(action); });
  buttons_.emplace(action, button);
  return button;
}

void DecisionBar::offer(const char* action, const Offer& offer) {
  KeyButton* button = buttons_.at(action);
  button->setEnabled(offer.allowed);
  const QString hint = offer.why.isEmpty() ? actionTip(action) : actionTip(action) + u'\n' + offer.why;
  button->setToolTip(tip(hint));
  button->setAccessibleDescription(hint);
}

void DecisionBar::present(const RecordView& view, const ScreenState& screen, const BarText& text,
                          bool difference) {
  locked_ = screen.asOf;
  lead_->setText(text.lead);
  setLook(lead_, leadLook(text.tone));
  detail_->setText(text.detail);
  showMoved_->setVisible(difference);
  showMoved_->setText(tr("Show what moved"));
  offer("record.certify", offerOf(Decision::Certify, view, screen));
  offer("record.revoke", offerOf(Decision::Revoke, view, screen));
  offer("record.exception", offerOf(Decision::Exception, view, screen));
  offer("record.flag", offerOf(Decision::Flag, view, screen));
  more_->setEnabled(!screen.asOf);
  buttons_.at("record.renew")->setEnabled(true);
  buttons_.at("record.certify")->setVisible(!screen.moved);
  buttons_.at("record.renew")->setVisible(screen.moved);
}

void DecisionBar::setQueue(bool inQueue) {
  buttons_.at("record.skip")->setVisible(inQueue);
}

void DecisionBar::setBusy() {
  for (const auto& [id, button] : buttons_)
    if (id != "record.skip") button->setEnabled(false);
  buttons_.at("record.certify")->setVisible(true);
  buttons_.at("record.renew")->setVisible(false);
  showMoved_->hide();
  more_->setEnabled(false);
  lead_->clear();
  detail_->clear();
}

void DecisionBar::resizeEvent(QResizeEvent* event) {
  QFrame::resizeEvent(event);
  buttons_.at("record.flag")->setVisible(width() > 900); // it is in the menu as well
}

void DecisionBar::openMore() {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  for (const char* id : {"record.flag", "record.reassign", "record.cannot", "record.undo"})
    menu->addAction(actionText(id) + u'\t' + actionKeyText(id), this, [this, id] { Q_EMIT wanted(id); });
  menu->addSeparator();
  for (const char* id : {"record.moved", "record.why", "record.where"})
    menu->addAction(actionText(id) + u'\t' + actionKeyText(id), this, [this, id] { Q_EMIT wanted(id); });
  menu->popup(more_->mapToGlobal(QPoint(0, -menu->sizeHint().height())));
}

} // namespace countersign::ui
