// SPDX-License-Identifier: Apache-2.0
#include "ui/drift/cause_card.h"

#include "ui/widgets/buttons.h"
#include "ui/widgets/text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {

QString sentence(QString text) {
  if (!text.isEmpty()) text[0] = text[0].toUpper();
  return text;
}

} // namespace

CauseCard::CauseCard(QWidget* parent)
    : Card(tr("Largest single cause"), parent), words_(label({})), who_(new Button({}, u"link"_s)),
      what_(new Button(tr("Show these changes"), u"link"_s)) {
  words_->setWordWrap(true);
  auto* line = new QHBoxLayout;
  line->setSpacing(14);
  line->addWidget(who_);
  line->addWidget(what_);
  line->addStretch(1);
  auto* column = new QVBoxLayout;
  column->setContentsMargins(12, 9, 12, 10);
  column->setSpacing(3);
  column->addWidget(words_);
  column->addLayout(line);
  body()->addLayout(column);
  who_->setToolTip(tip(tr("Show these identities in the list")));
  what_->setToolTip(tip(tr("Show what this edit changed, in the table above")));
  connect(who_, &QPushButton::clicked, this, [this] { Q_EMIT recordsWanted(why_, records_); });
  connect(what_, &QPushButton::clicked, this, [this] { Q_EMIT changesWanted(key_, text_); });
  showNothing();
}

void CauseCard::setData(std::shared_ptr<const DriftData> found) {
  if (!found->causes.empty())
    showEdit(found->causes.front(), found->causes.size() - 1, found->largestReopened);
  else if (!found->report.causes.empty())
    showCause(found->report.causes.front(), found->report.causes.size() - 1);
  else
    showNothing();
}

void CauseCard::showEdit(const CauseRow& cause, std::size_t others, std::size_t reopened) {
  records_ = cause.ids;
  key_ = cause.key;
  text_ = cause.text;
  why_ = sentence(shown(cause.text));
  QString words = tr("%1, with %2.").arg(why_, counted(cause.differences, tr("change"), tr("changes")));
  words += u' ' + (reopened == 0 ? tr("None of them had been certified.")
                                 : tr("%1 certified before, and reopened.")
                                       .arg(counted(reopened, tr("of them was"), tr("of them were"))));
  words_->setText(words);
  who_->setText(tr("Show the %1").arg(counted(records_.size(), tr("identity"), tr("identities"))));
  who_->show();
  what_->show();
  setAside(others == 0 ? QString()
                       : tr("and %1").arg(counted(others, tr("smaller one"), tr("smaller ones"))));
}

void CauseCard::showCause(const CauseRow& cause, std::size_t others) {
  records_ = cause.ids;
  key_ = cause.key;
  text_ = cause.text;
  why_ = sentence(shown(cause.text));
  words_->setText(why_ + u'.');
  who_->setText(tr("Show the %1").arg(counted(records_.size(), tr("identity"), tr("identities"))));
  who_->show();
  what_->hide();
  setAside(others == 0 ? QString()
                       : tr("and %1").arg(counted(others, tr("smaller one"), tr("smaller ones"))));
}

void CauseCard::showNothing() {
  records_.clear();
  words_->setText(tr("No single edit moved more than one identity in this time."));
  who_->hide();
  what_->hide();
  setAside({});
}

} // namespace countersign::ui
