// SPDX-License-Identifier: Apache-2.0
#include "ui/review/sign_off_dialog.h"

#include "ui/jobs/signer_fields.h"
#include "ui/record/decision_rules.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/cell_model.h"
#include "ui/widgets/text.h"

#include <QHeaderView>
#include <QLabel>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {

Cell stagedCell(const StagedDecision& staged, int column, Instant now) {
  Cell cell;
  switch (column) {
  case 0:
    cell.text = shown(staged.recordName);
    cell.second = QObject::tr("state %1").arg(qs(staged.request.shown.brief()));
    cell.secondMono = true;
    cell.strong = true;
    break;
  case 1:
    cell.text = qs(name(staged.request.decision)).replace(u'-', u' ');
    cell.second =
        staged.request.until ? QObject::tr("until %1").arg(localDay(*staged.request.until, now)) : QString();
    break;
  default:
    cell.text = staged.refusal.empty() ? shown(staged.request.reason)
                                       : QObject::tr("Refused: %1").arg(shown(staged.refusal));
    cell.tone = staged.refusal.empty() ? Tone::Muted : Tone::Bad;
    break;
  }
  return cell;
}

Cell outcomeCell(const Outcome& outcome, int column) {
  Cell cell;
  switch (column) {
  case 0:
    cell.text = shown(outcome.recordName);
    cell.strong = true;
    break;
  case 1:
    cell.text = outcome.done ? QObject::tr("signed") : QObject::tr("refused");
    cell.tag = true;
    cell.tone = outcome.done ? Tone::Good : Tone::Bad;
    break;
  default:
    if (outcome.done) {
      cell.text = QObject::tr("Entry #%1 of the log").arg(count(static_cast<std::size_t>(outcome.entry)));
      cell.tone = Tone::Muted;
      if (outcome.secondNeeded)
        cell.second = QObject::tr("Critical: it stands when a second reviewer has certified it too");
    } else if (outcome.refusal) {
      cell.text = errorText(*outcome.refusal);
      cell.second = differenceSummary(outcome.differences);
    }
    break;
  }
  return cell;
}

} // namespace

SignOffDialog::SignOffDialog(Session& session, QWidget* parent)
    : QDialog(parent), session_(session), heading_(label({}, u"heading"_s)), message_(label({}, u"muted"_s)),
      model_(new CellModel({tr("Record"), tr("Decision"), tr("Reason")}, this)),
      table_(new Table(tr("Decisions"), 46)), signer_(new SignerFields(session)),
      sign_(new Button(tr("Sign off"), u"primary"_s)) {
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(tr("Sign off"));
  resize(680, 520);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(18, 16, 18, 16);
  column->setSpacing(9);
  column->addWidget(heading_);
  message_->setWordWrap(true);
  message_->setText(tr("Each decision is checked against the state that is true now, then signed; each "
                       "stands or falls alone."));
  column->addWidget(message_);
  auto* frame = new QFrame;
  frame->setProperty("look", u"card"_s);
  auto* inside = new QVBoxLayout(frame);
  inside->setContentsMargins(1, 1, 1, 4);
  table_->setModel(model_);
  table_->setColumns({-34, 116, -50});
  inside->addWidget(table_);
  column->addWidget(frame, 1);
  column->addWidget(signer_);
  auto* line = new QHBoxLayout;
  line->addStretch(1);
  auto* close = new Button(tr("Close"));
  sign_->setDefault(true);
  line->addWidget(close);
  line->addWidget(sign_);
  column->addLayout(line);
  connect(close, &QPushButton::clicked, this, &QDialog::reject);
  connect(sign_, &QPushButton::clicked, this, &SignOffDialog::sign);
  connect(signer_, &SignerFields::changed, this, &SignOffDialog::check);
  connect(table_, &QTableView::activated, this, [this](const QModelIndex& index) {
    Q_EMIT openRecord(records_[static_cast<std::size_t>(index.row())]);
    accept();
  });
  session.desk().ask(
      channel_, [](Desk& desk) { return desk.staged(); },
      [this](Result<std::vector<StagedDecision>> staged) {
        if (staged)
          fill(std::move(*staged));
        else
          message_->setText(errorText(staged.error()));
      });
  check();
}

void SignOffDialog::fill(std::vector<StagedDecision> staged) {
  count_ = staged.size();
  heading_->setText(tr("Sign off %1").arg(counted(count_, tr("decision"), tr("decisions"))));
  records_.clear();
  for (const StagedDecision& decision : staged)
    records_.push_back(decision.request.record);
  auto kept = std::make_shared<const std::vector<StagedDecision>>(std::move(staged));
  model_->setRows(static_cast<int>(kept->size()), [kept, now = session_.now()](int row, int column) {
    return stagedCell((*kept)[static_cast<std::size_t>(row)], column, now);
  });
  check();
}

void SignOffDialog::check() {
  sign_->setEnabled(!signing_ && count_ > 0 && signer_->complete());
}

void SignOffDialog::sign() {
  signing_ = true;
  check();
  heading_->setText(tr("Signing…"));
  const auto work = [file = session_.file(), clock = session_.clock(),
                     signer = std::make_shared<SignerInput>(signer_->take())](
                        const ProgressFn&) -> Result<std::vector<Outcome>> {
    auto outcomes = [&]() -> Result<std::vector<Outcome>> {
      COUNTERSIGN_ASSIGN(const auto desk, Desk::open(file, clock));
      return desk->signOff(*signer);
    }();
    cleanse(signer->passphrase);
    return outcomes;
  };
  session_.jobs().start(tr("Sign off"), this, work,
                        [this](const Result<std::vector<Outcome>>& outcomes) { showOutcomes(outcomes); });
}

void SignOffDialog::showOutcomes(const Result<std::vector<Outcome>>& outcomes) {
  signing_ = false;
  Q_EMIT session_.stagedChanged();
  session_.poll();
  if (!outcomes) {
    heading_->setText(tr("Nothing was signed"));
    message_->setText(errorText(outcomes.error()));
    setLook(message_, u"bad"_s);
    check();
    return;
  }
  std::size_t done = 0;
  records_.clear();
  for (const Outcome& outcome : *outcomes) {
    done += outcome.done ? 1 : 0;
    records_.push_back(outcome.record);
  }
  const std::size_t refused = outcomes->size() - done;
  heading_->setText(refused == 0 ? tr("%1 signed").arg(counted(done, tr("decision"), tr("decisions")))
                                 : tr("%1 signed, %2 refused").arg(count(done), count(refused)));
  QString message = refused == 0 ? tr("All are in the log.")
                                 : tr("What was refused stays staged with its reason; open a record to look "
                                      "at it.");
  for (const Outcome& outcome : *outcomes)
    if (refused == 1 && outcome.refusal)
      message = errorText(*outcome.refusal); // one has room for all its words
  message_->setText(message);
  auto kept = std::make_shared<const std::vector<Outcome>>(*outcomes);
  model_->setRows(static_cast<int>(kept->size()), [kept](int row, int column) {
    return outcomeCell((*kept)[static_cast<std::size_t>(row)], column);
  });
  signer_->hide();
  sign_->hide();
}

} // namespace countersign::ui
