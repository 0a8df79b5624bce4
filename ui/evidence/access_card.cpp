// SPDX-License-Identifier: Apache-2.0
#include "ui/evidence/access_card.h"

#include "ui/theme/theme.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/text.h"

#include <QLabel>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign::ui {

AccessCard::AccessCard(Session& session, QWidget* parent)
    : Card(tr("How far effective access is known"), parent), session_(session), words_(label({}, u"small"_s)),
      rest_(label({}, u"muted"_s)) {
  auto* column = new QVBoxLayout;
  column->setContentsMargins(12, 6, 12, 9);
  column->setSpacing(3);
  words_->setWordWrap(true);
  column->addWidget(words_);
  for (ElidedLabel*& line : gaps_) {
    line = new ElidedLabel({}, u"muted"_s);
    column->addWidget(line);
  }
  rest_->setWordWrap(true);
  column->addWidget(rest_);
  body()->addLayout(column);
}

void AccessCard::reload() {
  session_.desk().ask(
      channel_, [](Desk& desk) { return desk.accessCoverage(); },
      [this](const Result<AccessCoverage>& coverage) {
        if (coverage)
          show(*coverage);
        else
          words_->setText(errorText(coverage.error()));
      },
      Lane::Slow);
}

void AccessCard::show(const AccessCoverage& c) {
  const std::size_t decided = c.permissions - c.conditional - c.notEvaluated;
  QString words = c.records == 0 ? tr("There are no records: nothing is covered.")
                                 : tr("%1 permissions: %2 decided, %3 under conditions, %4 not evaluated.")
                                       .arg(count(c.permissions), count(decided), count(c.conditional),
                                            count(c.notEvaluated));
  if (c.unknown > 0)
    words += u' ' +
             tr("Of %1 nothing says what they can do.").arg(counted(c.unknown, tr("record"), tr("records")));
  words_->setText(words);
  setLook(words_, c.records == 0 ? u"bad"_s : u"small"_s);
  for (std::size_t i = 0; i < gaps_.size(); ++i) {
    const bool there = i < c.gaps.size();
    gaps_[i]->setVisible(there);
    if (there)
      gaps_[i]->setFullText(
          tr("? %1: %2").arg(counted(c.gaps[i].records, tr("record"), tr("records")), shown(c.gaps[i].text)));
  }
  const std::size_t more = (c.gaps.size() > gaps_.size() ? c.gaps.size() - gaps_.size() : 0) + c.moreGaps;
  rest_->setVisible(more > 0);
  rest_->setText(tr("and %1 more in the readable report").arg(count(more)));
}

} // namespace countersign::ui
