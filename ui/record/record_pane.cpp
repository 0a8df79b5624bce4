// SPDX-License-Identifier: Apache-2.0
#include "ui/record/record_pane.h"

#include "ui/record/decision_bar.h"
#include "ui/record/difference_panel.h"
#include "ui/record/grants_card.h"
#include "ui/record/provenance_panel.h"
#include "ui/record/record_body.h"
#include "ui/record/record_header.h"
#include "ui/record/side_panel.h"
#include "ui/record/why_panel.h"
#include "ui/widgets/actions.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/text.h"

#include <QShortcut>
#include <QStackedLayout>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {
QString decisionWord(const DecisionRequest& request, Instant now) {
  QString word = qs(name(request.decision)).replace(u'-', u' ');
  if (request.decision == Decision::Exception && request.until)
    word += QObject::tr(" until %1").arg(localDay(*request.until, now));
  if (!request.grants.empty())
    word += u' ' + counted(request.grants.size(), QObject::tr("permission"), QObject::tr("permissions"));
  return word;
}
} // namespace

RecordPane::RecordPane(Session& session, QWidget* parent)
    : QWidget(parent), session_(session), body_(new RecordBody), empty_(new EmptyState({}, {})),
      bar_(new DecisionBar) {
  setProperty("look", u"page"_s);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  content_ = new QWidget;
  stack_ = new QStackedLayout(content_);
  stack_->addWidget(body_);
  stack_->addWidget(empty_);
  stack_->setCurrentWidget(empty_);
  column->addWidget(content_, 1);
  column->addWidget(bar_);
  side_ = new SidePanel(this);
  provenance_ = new ProvenancePanel(session);
  difference_ = new DifferencePanel;
  why_ = new WhyPanel;
  for (QWidget* page :
       {static_cast<QWidget*>(provenance_), static_cast<QWidget*>(difference_), static_cast<QWidget*>(why_)})
    side_->addPage(page);

  connect(bar_, &DecisionBar::wanted, this, &RecordPane::run);
  connect(body_, &RecordBody::whereFrom, this, &RecordPane::showWhere);
  connect(body_, &RecordBody::whyWanted, this, &RecordPane::showWhy);
  connect(why_, &WhyPanel::whereFrom, this, &RecordPane::showWhere);
  connect(&session_, &Session::contentChanged, this, &RecordPane::checkDigest);
  connect(&session_, &Session::contentChanged, this, &RecordPane::askChanges);
  connect(&session_, &Session::stagedChanged, this, &RecordPane::askStaged);
  connect(&session_, &Session::aged, this, [this] {
    if (isVisible()) load(true);
  });
  close();
}

void RecordPane::setQueue(bool inQueue) {
  bar_->setQueue(inQueue);
}

void RecordPane::bindKeys(QWidget* scope) {
  for (const ActionSpec& spec : actionTable()) {
    if (spec.context != ActionContext::Record) continue;
    QShortcut* shortcut = bindAction(spec.id, scope, [this, id = spec.id] { run(id); });
    if (spec.id == std::string_view("record.renew")) renew_ = shortcut;
  }
  renew_->setEnabled(false); // Return belongs to lists and buttons until something moved
}

void RecordPane::open(RecordId record, std::optional<Instant> asOf) {
  record_ = record;
  asOf_ = asOf;
  view_.reset();
  screen_ = {};
  moved_.clear();
  staged_.reset();
  changes_ = std::make_shared<const RecordChanges>();
  changesAsked_.drop();
  checking_.drop();
  differing_.drop();
  side_->hide();
  bar_->show();
  bar_->setBusy();
  load(false);
}

void RecordPane::close() {
  record_ = 0;
  view_.reset();
  loading_.drop();
  checking_.drop();
  differing_.drop();
  empty_->setTexts(tr("No record is open"), tr("Choose one in the list."));
  stack_->setCurrentWidget(empty_);
  side_->hide();
  bar_->hide();
}

void RecordPane::load(bool quiet) {
  if (record_ == 0) return;
  session_.desk().ask(
      loading_, [id = record_, asOf = asOf_](Desk& desk) { return desk.record(id, asOf); },
      [this, quiet](Result<RecordView> view) {
        if (!view) {
          if (quiet) return;
          empty_->setTexts(tr("The record cannot be shown"), errorText(view.error()));
          stack_->setCurrentWidget(empty_);
          return;
        }
        if (quiet && view_)
          refresh(std::move(*view));
        else
          present(std::move(*view));
      });
}

void RecordPane::present(RecordView view) {
  view_ = std::make_shared<const RecordView>(std::move(view));
  openedAt_ = session_.now();
  screen_ = {view_->asOf.has_value(), false, false};
  moved_.clear();
  body_->show(view_, openedAt_);
  body_->showChanges(changes_, openedAt_);
  body_->ensureVisible(0, 0);
  stack_->setCurrentWidget(body_);
  showBar();
  askStaged();
  askChanges();
}

void RecordPane::askChanges() {
  if (record_ == 0 || asOf_) return; // what was asked for is told as of now alone
  session_.desk().ask(
      changesAsked_, [id = record_](Desk& desk) { return desk.recordChanges(id); },
      [this](Result<RecordChanges> changes) {
        if (!changes || !view_) return;
        changes_ = std::make_shared<const RecordChanges>(std::move(*changes));
        body_->showChanges(changes_, session_.now());
      },
      Lane::Deep);
}

void RecordPane::refresh(RecordView view) {
  if (view.digest != view_->digest) {
    becomeMoved(view.digest);
    return;
  }
  const bool sameLists =
      view.trail.size() == view_->trail.size() && view.attention.size() == view_->attention.size();
  view_ = std::make_shared<const RecordView>(std::move(view));
  screen_.moved = screen_.sawDifference = false;
  if (sameLists)
    body_->header()->show(*view_, session_.now());
  else {
    body_->show(view_, session_.now());
    body_->showChanges(changes_, session_.now());
  }
  showBar();
}

void RecordPane::checkDigest() {
  if (!view_ || screen_.asOf) return;
  session_.desk().ask(
      checking_, [id = record_](Desk& desk) { return desk.currentDigest(id); },
      [this](const Result<Digest>& digest) {
        if (!digest || !view_) return;
        if (*digest == view_->digest)
          load(true);
        else
          becomeMoved(*digest);
      });
}

void RecordPane::becomeMoved(const Digest& now) {
  if (screen_.moved && now == nowDigest_) return;
  screen_.moved = true;
  screen_.sawDifference = false;
  nowDigest_ = now;
  noticedAt_ = session_.now();
  moved_.clear();
  compared_ = false;
  cannotCompare_.clear();
  body_->header()->showMoved(*view_, now, noticedAt_, noticedAt_);
  showBar();
  session_.desk().ask(
      differing_,
      [id = record_, from = view_->digest, now](Desk& desk) { return desk.differences(id, from, now); },
      [this](Result<std::vector<Difference>> differences) {
        compared_ = differences.has_value();
        if (differences)
          moved_ = std::move(*differences);
        else
          cannotCompare_ = errorText(differences.error());
        if (difference_->isVisible())
          showMoved();
        else
          showBar();
        if (!differences) say(tr("The state is now different."), cannotCompare_);
      });
}

void RecordPane::showBar() {
  if (renew_) renew_->setEnabled(screen_.moved);
  StagedHere here;
  if (staged_)
    here = {decisionWord(staged_->request, session_.now()), decidedEarlier(), shown(staged_->refusal)};
  const BarText text = barText(*view_, screen_, moved_, openedAt_, session_.now());
  bar_->present(*view_, screen_, withStaged(text, screen_, here), screen_.moved || decidedEarlier());
}

bool RecordPane::decidedEarlier() const {
  return staged_ && view_ && !screen_.asOf && staged_->request.shown != view_->digest;
}

void RecordPane::say(const QString& lead, const QString& detail) {
  bar_->present(*view_, screen_, {lead, detail, Tone::Bad}, screen_.moved || decidedEarlier());
}

void RecordPane::askStaged() {
  if (record_ == 0) return;
  session_.desk().ask(
      stagedAsked_, [](Desk& desk) { return desk.staged(); },
      [this](const Result<std::vector<StagedDecision>>& staged) {
        if (!staged || !view_) return;
        staged_.reset();
        for (const StagedDecision& decision : *staged)
          if (decision.request.record == record_) staged_ = decision;
        showBar();
      });
}

void RecordPane::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  side_->place(content_->geometry());
}

} // namespace countersign::ui
