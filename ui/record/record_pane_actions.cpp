// SPDX-License-Identifier: Apache-2.0
#include "ui/record/record_pane.h"

#include "ui/record/decision_bar.h"
#include "ui/record/decision_dialogs.h"
#include "ui/record/difference_panel.h"
#include "ui/record/grants_card.h"
#include "ui/record/provenance_panel.h"
#include "ui/record/record_body.h"
#include "ui/record/side_panel.h"
#include "ui/record/why_panel.h"
#include "ui/widgets/text.h"

#include <algorithm>

/// What the keys and buttons of a record do.
namespace countersign::ui {

void RecordPane::run(const char* action) {
  const std::string_view id = action;
  if (id == "record.skip") return next();
  if (id == "record.previous") return previous();
  if (id == "record.close") {
    if (side_->isVisible()) return side_->hide();
    return closed();
  }
  if (id == "record.undo") return takeBack();
  if (!view_) return;
  if (id == "record.certify") decide(Decision::Certify);
  if (id == "record.revoke") decide(Decision::Revoke);
  if (id == "record.exception") decide(Decision::Exception);
  if (id == "record.flag") decide(Decision::Flag);
  if (id == "record.reassign") decide(Decision::Reassign);
  if (id == "record.cannot") decide(Decision::CannotDecide);
  if (id == "record.moved") showMoved();
  if (id == "record.why") showWhy();
  if (id == "record.renew" && screen_.moved) open(record_);
  if (id == "record.filter") body_->grants()->focusFilter();
  if (id == "record.where") {
    QString meaning;
    const Trace trace = body_->traceInFocus(meaning);
    showWhere(trace, meaning);
  }
}

void RecordPane::decide(Decision decision) {
  const Offer offer = offerOf(decision, *view_, screen_);
  if (!offer.allowed) {
    if (screen_.moved) showMoved();
    if (!screen_.moved || decision == Decision::Certify) say(tr("Not possible."), offer.why);
    return;
  }
  if (decision == Decision::Certify && alarms(*view_) == 0) {
    DecisionRequest request;
    stage(std::move(request));
    return;
  }
  auto* dialog = new DecisionDialog(decision, *view_, decision == Decision::Certify ? QString() : offer.why,
                                    session_.now(), this);
  connect(dialog, &DecisionDialog::decided, this, [this, opened = view_](const DecisionRequest& request) {
    if (view_ && view_->id == opened->id) stage(request);
  });
  dialog->open();
}

void RecordPane::stage(DecisionRequest request) {
  request.record = record_;
  request.shown = view_->digest;
  request.sawDifference = screen_.sawDifference;
  session_.desk().tell(
      this,
      [request = std::move(request), view = view_](Desk& desk) {
        DecisionRequest whole = request;
        whole.viewText = viewText(*view);
        return desk.stage(whole);
      },
      [this, id = record_](const Result<std::int64_t>& staged) {
        if (!staged) {
          if (view_) say(tr("Refused."), errorText(staged.error()));
          checkDigest();
          return;
        }
        Q_EMIT session_.stagedChanged();
        Q_EMIT decided(id);
      });
}

void RecordPane::takeBack() {
  const auto work = [](Desk& desk) -> Result<RecordId> {
    COUNTERSIGN_ASSIGN(const std::vector<StagedDecision> staged, desk.staged());
    const auto last = std::max_element(staged.begin(), staged.end(),
                                       [](const auto& a, const auto& b) { return a.id < b.id; });
    if (last == staged.end()) return failure(ErrorCode::NotFound, "Nothing is staged.");
    COUNTERSIGN_TRY(desk.unstage(last->id));
    return last->request.record;
  };
  session_.desk().tell(this, work, [this](const Result<RecordId>& record) {
    if (!record) {
      if (view_) say(tr("Nothing to take back."), errorText(record.error()));
      return;
    }
    Q_EMIT session_.stagedChanged();
    Q_EMIT takenBack(*record);
  });
}

void RecordPane::showMoved() {
  side_->open(difference_, tr("What moved"));
  if (screen_.moved) {
    const QString opened =
        tr("Between %1, when you opened it, and now").arg(localTime(openedAt_, session_.now()));
    if (!compared_)
      return difference_->setMessage(opened, cannotCompare_.isEmpty() ? tr("Comparing…") : cannotCompare_);
    screen_.sawDifference = true;
    difference_->setDifferences(opened, moved_);
    showBar();
    return;
  }
  if (decidedEarlier())
    return compare(tr("Between the state that was decided on and the one on the screen"),
                   [id = record_, from = staged_->request.shown, to = view_->digest](Desk& desk) {
                     return desk.differences(id, from, to);
                   });
  const QString between = tr("Since the last certification");
  if (view_->standing.state == StandingState::Never)
    return difference_->setMessage(between, tr("Never certified: there is nothing to compare with."));
  compare(between, [id = record_](Desk& desk) { return desk.differencesSinceCertified(id); });
}

void RecordPane::compare(const QString& between, std::function<Result<std::vector<Difference>>(Desk&)> work) {
  difference_->setMessage(between, tr("Comparing…"));
  session_.desk().ask(differing_, std::move(work), [this, between](Result<std::vector<Difference>> found) {
    if (found)
      difference_->setDifferences(between, std::move(*found));
    else
      difference_->setMessage(between, errorText(found.error()));
  });
}

void RecordPane::showWhy() {
  const GrantRow* grant = body_->grants()->current();
  if (!grant) return;
  why_->show(*grant, shown(view_->name));
  side_->open(why_, tr("Why?"));
}

void RecordPane::showWhere(const Trace& trace, const QString& meaning) {
  if (!trace.known()) return;
  provenance_->show(trace, meaning);
  side_->open(provenance_, tr("Where does this come from?"));
}

} // namespace countersign::ui
