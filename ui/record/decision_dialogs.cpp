// SPDX-License-Identifier: Apache-2.0
#include "ui/record/decision_dialogs.h"

#include "ui/record/decision_rules.h"

#include "ui/widgets/buttons.h"
#include "ui/widgets/text.h"

#include <QCheckBox>
#include <QDateEdit>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {

struct Words {
  QString title, explain, button, look;
};

Words wordsOf(Decision decision) {
  using D = DecisionDialog;
  switch (decision) {
  case Decision::Certify:
    return {D::tr("Certify with a reason"),
            D::tr("Some permissions should not be as they are. Say why the state is right all the same."),
            D::tr("Certify current state"), u"primary"_s};
  case Decision::Revoke:
    return {
        D::tr("Revoke"),
        D::tr("Opens a change that stays open until the permission is gone from live state in every system."),
        D::tr("Revoke"), u"danger"_s};
  case Decision::Exception:
    return {D::tr("Exception"),
            D::tr("Accepted until a date. It is policy debt and never counts as certified."),
            D::tr("Accept until then"),
            {}};
  case Decision::Flag:
    return {D::tr("Flag"), D::tr("A question about this record. It stays open."), D::tr("Flag"), {}};
  case Decision::Reassign:
    return {D::tr("Reassign"),
            D::tr("Hands the record to someone who can answer for it."),
            D::tr("Reassign"),
            {}};
  case Decision::CannotDecide:
    break;
  }
  return {D::tr("Cannot decide"),
          D::tr("Says openly that no decision is possible, and why."),
          D::tr("Cannot decide"),
          {}};
}

constexpr std::size_t mostGrants = 2000;

} // namespace

DecisionDialog::DecisionDialog(Decision decision, const RecordView& view, const QString& warning, Instant now,
                               QWidget* parent)
    : QDialog(parent), decision_(decision), now_(now) {
  setAttribute(Qt::WA_DeleteOnClose);
  const Words words = wordsOf(decision);
  setWindowTitle(words.title);
  setMinimumWidth(470);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(18, 16, 18, 16);
  column->setSpacing(8);
  column->addWidget(label(words.title + u": "_s + shown(view.name), u"heading"_s));
  auto* explain = label(words.explain, u"muted"_s);
  explain->setWordWrap(true);
  column->addWidget(explain);
  if (!warning.isEmpty()) {
    auto* warn = label(warning, u"warn"_s);
    warn->setWordWrap(true);
    column->addWidget(warn);
  }
  if (decision == Decision::Revoke) addGrants(column, view);
  addReason(column, decision == Decision::Flag ? tr("Question") : tr("Reason"));
  if (decision == Decision::Exception) {
    addUntil(column, now);
    addOwner(column, tr("Who owns this debt"), qs(view.owner));
  }
  if (decision == Decision::Reassign) addOwner(column, tr("New owner"), {});
  missing_ = label({}, u"small"_s);
  column->addWidget(missing_);
  auto* line = new QHBoxLayout;
  line->addStretch(1);
  auto* cancel = new Button(tr("Cancel"));
  ok_ = new Button(words.button, words.look);
  ok_->setDefault(true);
  line->addWidget(cancel);
  line->addWidget(ok_);
  column->addLayout(line);
  connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
  connect(ok_, &QPushButton::clicked, this, [this] {
    Q_EMIT decided(request());
    accept();
  });
  check();
}

void DecisionDialog::addReason(QVBoxLayout* column, const QString& prompt) {
  column->addWidget(label(prompt, u"strong"_s));
  reason_ = new QPlainTextEdit;
  reason_->setAccessibleName(prompt);
  reason_->setTabChangesFocus(true);
  reason_->setFixedHeight(76);
  column->addWidget(reason_);
  connect(reason_, &QPlainTextEdit::textChanged, this, &DecisionDialog::check);
}

void DecisionDialog::addUntil(QVBoxLayout* column, Instant now) {
  column->addWidget(label(tr("Until the end of"), u"strong"_s));
  const QDate today = QDateTime::fromMSecsSinceEpoch(toMicros(now) / 1000).date();
  until_ = new QDateEdit(today.addDays(90));
  until_->setMinimumDate(today.addDays(1));
  until_->setCalendarPopup(true);
  until_->setDisplayFormat(u"d MMM yyyy"_s);
  until_->setAccessibleName(tr("End date of the exception"));
  column->addWidget(until_);
}

void DecisionDialog::addOwner(QVBoxLayout* column, const QString& prompt, const QString& value) {
  column->addWidget(label(prompt, u"strong"_s));
  owner_ = new QLineEdit(value);
  owner_->setAccessibleName(prompt);
  column->addWidget(owner_);
  connect(owner_, &QLineEdit::textChanged, this, &DecisionDialog::check);
}

void DecisionDialog::addGrants(QVBoxLayout* column, const RecordView& view) {
  whole_ = new QCheckBox(tr("The whole identity, everywhere"));
  whole_->setChecked(alarms(view) == 0);
  column->addWidget(whole_);
  auto* list = new QListWidget;
  list->setAccessibleName(tr("Permissions to revoke"));
  list->setFixedHeight(150);
  grants_ = list;
  for (const GrantRow& grant : view.grants) {
    if (grant.deny) continue;
    if (choices_.size() == mostGrants) break;
    choices_.push_back(grant.action + " on " + grant.resource);
    auto* item = new QListWidgetItem(shown(choices_.back()), list);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable | Qt::ItemIsSelectable);
    item->setCheckState(grant.alarm ? Qt::Checked : Qt::Unchecked);
    item->setToolTip(tip(shown(grant.path)));
    if (grant.alarm) chosen_.insert(choices_.size() - 1);
  }
  list->setEnabled(!whole_->isChecked());
  column->addWidget(list);
  connect(whole_, &QCheckBox::toggled, this, [this](bool on) {
    grants_->setEnabled(!on);
    check();
  });
  connect(list, &QListWidget::itemChanged, this, [this, list](QListWidgetItem* item) {
    const auto row = static_cast<std::size_t>(list->row(item));
    if (item->checkState() == Qt::Checked)
      chosen_.insert(row);
    else
      chosen_.erase(row);
    check();
  });
}

void DecisionDialog::check() {
  if (!ok_) return;
  QStringList missing;
  if (reason_->toPlainText().trimmed().isEmpty())
    missing += decision_ == Decision::Flag ? tr("a question") : tr("a reason");
  if (owner_ && owner_->text().trimmed().isEmpty()) missing += tr("an owner");
  if (whole_ && !whole_->isChecked() && chosen_.empty())
    missing += tr("at least one permission, or the whole identity");
  ok_->setEnabled(missing.isEmpty());
  missing_->setText(missing.isEmpty() ? QString() : tr("Still missing: %1").arg(missing.join(u", "_s)));
}

DecisionRequest DecisionDialog::request() const {
  DecisionRequest made;
  made.decision = decision_;
  made.reason = ss(reason_->toPlainText().trimmed());
  if (owner_) made.owner = ss(owner_->text().trimmed());
  if (until_)
    made.until = fromMicros(until_->date().addDays(1).startOfDay().toMSecsSinceEpoch() * 1000 - 1'000'000);
  if (whole_ && !whole_->isChecked())
    for (const std::size_t index : chosen_)
      made.grants.push_back(choices_[index]);
  return made;
}

} // namespace countersign::ui
