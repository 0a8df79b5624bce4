// SPDX-License-Identifier: Apache-2.0
#include "ui/evidence/evidence_page.h"

#include "models/evidence/verify.h"
#include "ui/evidence/access_card.h"
#include "ui/evidence/coverage_card.h"
#include "ui/evidence/export_dialog.h"
#include "ui/evidence/key_dialog.h"
#include "ui/evidence/log_model.h"
#include "ui/evidence/report_view.h"
#include "ui/evidence/verify_dialog.h"
#include "ui/theme/theme.h"
#include "ui/widgets/actions.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/cell_model.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/text.h"

#include <QFile>
#include <QFileInfo>
#include <QFrame>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QShortcut>
#include <QStackedLayout>
#include <QVBoxLayout>
#include <memory>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {

struct LogState {
  std::int64_t size = 0;
  std::string head;
};

Cell checkCell(const evidence::Check& check, int column) {
  Cell cell;
  if (column == 0) {
    cell.text = shown(check.name);
    if (!cell.text.isEmpty()) cell.text[0] = cell.text[0].toUpper();
    cell.second = shown(check.detail);
    cell.tip = cell.second;
    return cell;
  }
  cell.text = check.ok ? QObject::tr("pass") : QObject::tr("fail");
  cell.tag = true;
  cell.tone = check.ok ? Tone::Good : Tone::Bad;
  return cell;
}

QLabel* monoLine(const QString& text) {
  auto* line = label(text);
  line->setStyleSheet(u"font-family: \"%1\"; font-size: 11px;"_s.arg(monoFont().family()));
  line->setAccessibleName(QObject::tr("Command to copy"));
  line->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  line->setFocusPolicy(Qt::StrongFocus);
  line->setWordWrap(true);
  return line;
}

} // namespace

EvidencePage::EvidencePage(Session& session, QWidget* parent)
    : QWidget(parent), session_(session), log_(new LogModel(session, this)), summary_(label({}, u"muted"_s)) {
  setProperty("look", u"page"_s);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(18, 14, 18, 14);
  column->setSpacing(12);
  column->addWidget(makeHead());
  auto* across = new QHBoxLayout;
  across->setSpacing(12);
  auto* right = new QVBoxLayout;
  right->setSpacing(12);
  right->addWidget(makeChecks());
  coverage_ = new CoverageCard(session);
  right->addWidget(coverage_);
  access_ = new AccessCard(session);
  right->addWidget(access_);
  right->addStretch(1);
  across->addWidget(makeLog(), 66);
  across->addLayout(right, 34);
  column->addLayout(across, 1);
  column->addWidget(makeHowTo());
  connect(&session_, &Session::opened, this, &EvidencePage::reload);
  connect(&session_, &Session::contentChanged, this, &EvidencePage::reload);
  connect(&session_, &Session::stagedChanged, this, &EvidencePage::reload);
  bindAction("evidence.export", this, [this] { askExport(); });
  bindAction("evidence.verify", this, [this] { askVerify(); });
  bindAction("evidence.report", this, [this] { showReport(); });
}

QWidget* EvidencePage::makeHead() {
  auto* head = new QWidget;
  auto* line = new QHBoxLayout(head);
  line->setContentsMargins(0, 0, 0, 0);
  line->setSpacing(10);
  line->addWidget(label(tr("Evidence"), u"title"_s));
  summary_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  line->addWidget(summary_, 1);
  const auto add = [&](const QString& text, const QString& look, const QString& hint, auto slot) {
    auto* button = new Button(text, look);
    button->setToolTip(tip(hint));
    connect(button, &QPushButton::clicked, this, slot);
    line->addWidget(button);
  };
  add(tr("My key…"), u"small"_s, tr("Make a reviewer key, or enrol one"), &EvidencePage::askKey);
  add(tr("Readable report…"), u"small"_s, actionTip("evidence.report"), &EvidencePage::showReport);
  add(tr("Verify a package…"), u"small"_s, actionTip("evidence.verify"), &EvidencePage::askVerify);
  add(tr("Export evidence…"), u"primary"_s, actionTip("evidence.export"), &EvidencePage::askExport);
  return head;
}

QWidget* EvidencePage::makeLog() {
  auto* card = new Card(tr("Log"));
  card->setAside(tr("append-only · newest first"));
  table_ = new Table(tr("Log"), 33);
  table_->setModel(log_);
  table_->setColumns({70, 102, -27, -25, -33, 80, 76});
  auto* empty = new EmptyState(
      tr("Nothing is signed yet"),
      tr("Each decision that is signed off becomes an entry here; entries are never changed or removed."));
  auto* pages = new QWidget;
  logStack_ = new QStackedLayout(pages);
  logStack_->addWidget(empty);
  logStack_->addWidget(table_);
  card->body()->addWidget(pages);
  return card;
}

QWidget* EvidencePage::makeChecks() {
  checks_ = new Card(tr("No package was checked yet"));
  verdict_ = label(tr("Verify a package to see here what holds and what does not."), u"muted"_s);
  notes_ = label({}, u"small"_s);
  checkModel_ = new CellModel({tr("Check"), tr("Outcome")}, this);
  checkTable_ = new Table(tr("Checks of the package"), 46);
  checkTable_->setModel(checkModel_);
  checkTable_->horizontalHeader()->hide();
  checkTable_->setColumns({-1, 76});
  checkTable_->setVisibleRows(7);
  checkTable_->hide();
  for (QLabel* line : {verdict_, notes_}) {
    line->setWordWrap(true);
    line->setContentsMargins(12, 9, 12, 9);
  }
  notes_->hide();
  checks_->body()->addWidget(verdict_);
  checks_->body()->addWidget(checkTable_, 1);
  checks_->body()->addWidget(notes_);
  checks_->body()->addStretch(0);
  return checks_;
}

QWidget* EvidencePage::makeHowTo() {
  auto* card = new Card(tr("How an auditor checks this without the program"));
  auto* lines = new QVBoxLayout;
  lines->setContentsMargins(12, 9, 12, 10);
  lines->setSpacing(3);
  lines->addWidget(monoLine(u"sh verify.sh PACKAGE CA_SHA256 CHECKPOINT"_s));
  lines->addWidget(
      monoLine(u"cd PACKAGE && sha256sum --quiet --strict -c MANIFEST.sha256 && openssl dgst -sha256 -verify "
               "trust/$(cat log/exportkey.txt).pem -signature MANIFEST.sha256.sig MANIFEST.sha256"_s));
  auto* note = label(tr("openssl and sha256sum only; VERIFY.txt explains every step. Take verify.sh and the "
                        "CA's fingerprint from "
                        "elsewhere than the package."),
                     u"small"_s);
  note->setWordWrap(true);
  lines->addWidget(note);
  for (QLabel* line : card->findChildren<QLabel*>())
    line->setMinimumWidth(0);
  card->body()->addLayout(lines);
  return card;
}

void EvidencePage::reload() {
  if (!session_.isOpen()) return;
  const auto work = [](Desk& desk) -> Result<LogState> {
    LogState state;
    COUNTERSIGN_ASSIGN(state.size, desk.logSize());
    COUNTERSIGN_ASSIGN(state.head, desk.logHead());
    return state;
  };
  session_.desk().ask(channel_, work, [this](const Result<LogState>& state) {
    if (!state) return summary_->setText(errorText(state.error()));
    const QString head = shown(state->head).left(8);
    summary_->setText(
        tr("Log of %1").arg(counted(static_cast<std::size_t>(state->size), tr("entry"), tr("entries"))) +
        (head.isEmpty() ? QString() : tr(" · head %1").arg(head)));
    log_->setSize(state->size);
    logStack_->setCurrentIndex(state->size > 0 ? 1 : 0);
    Q_EMIT logChanged(state->size, head);
  });
  coverage_->reload();
  access_->reload();
}

void EvidencePage::askExport() {
  if (!session_.isOpen()) return;
  auto* dialog = new ExportDialog(session_, this);
  connect(dialog, &ExportDialog::requested, this, &EvidencePage::exportTo);
  dialog->open();
}

void EvidencePage::exportTo(const QString& target, const SignerInput& signer) {
  const auto work = [file = session_.file(), clock = session_.clock(), target = ss(target),
                     kept =
                         std::make_shared<SignerInput>(signer)](const ProgressFn& progress) -> Result<void> {
    auto exported = [&]() -> Result<void> {
      COUNTERSIGN_ASSIGN(const auto desk, Desk::open(file, clock));
      return desk->exportEvidence(target, *kept, progress);
    }();
    cleanse(kept->passphrase);
    return exported;
  };
  session_.jobs().start(tr("Export evidence"), this, work, [this, target](const Result<void>& exported) {
    session_.poll();
    if (!exported) {
      if (exported.error().code != ErrorCode::Cancelled)
        Q_EMIT session_.failed(tr("Nothing was exported"), errorText(exported.error()));
      return;
    }
    summary_->setText(tr("Exported to %1").arg(target));
    summary_->setToolTip(tip(summary_->text()));
    verify(target, {}, {});
  });
}

void EvidencePage::askVerify() {
  auto* dialog = new VerifyDialog(this);
  connect(dialog, &VerifyDialog::requested, this, &EvidencePage::verify);
  dialog->open();
}

void EvidencePage::verify(const QString& folder, const QString& ca, const QString& checkpointFile) {
  const auto work = [folder = ss(folder), ca = ss(ca),
                     checkpointFile](const ProgressFn& progress) -> Result<evidence::Verification> {
    evidence::VerifyOptions options;
    options.caSha256 = ca;
    options.progress = [&progress](double fraction) { return progress(fraction, "Checking"); };
    if (!checkpointFile.isEmpty()) {
      QFile file(checkpointFile);
      if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::Io, "The checkpoint cannot be read: " + file.errorString().toStdString());
      options.checkpoint = file.read(1 << 20).toStdString();
    }
    return evidence::verifyPackage(folder, options);
  };
  checks_->setTitle(tr("Checking…"));
  session_.jobs().start(tr("Verify package"), this, work,
                        [this, folder](const Result<evidence::Verification>& found) {
                          if (found) return showVerification(folder, *found);
                          checks_->setTitle(tr("Not checked"));
                          verdict_->setText(errorText(found.error()));
                        });
}

void EvidencePage::showVerification(const QString& folder, const evidence::Verification& found) {
  using evidence::Verdict;
  checks_->setTitle(tr("Checked: %1").arg(QFileInfo(folder).fileName()));
  checks_->setAside(localTime(session_.now(), session_.now()));
  const QString words = found.verdict == Verdict::Pass
                            ? tr("PASS: %1").arg(counted(found.entries, tr("entry"), tr("entries")))
                        : found.verdict == Verdict::Fail ? tr("FAIL: the package does not hold")
                                                         : tr("CANNOT CHECK");
  verdict_->setText(words);
  setLook(verdict_, found.verdict == Verdict::Pass ? u"ok"_s : u"bad"_s);
  QStringList notes;
  for (const std::string& note : found.notes)
    notes += shown(note);
  if (!found.caSha256.empty()) notes.prepend(tr("CA SHA-256, to compare: %1").arg(shown(found.caSha256)));
  notes_->setText(notes.join(u'\n'));
  notes_->setVisible(!notes.isEmpty());
  auto kept = std::make_shared<const std::vector<evidence::Check>>(found.checks);
  checkModel_->setRows(static_cast<int>(kept->size()), [kept](int row, int column) {
    return checkCell((*kept)[static_cast<std::size_t>(row)], column);
  });
  checkTable_->setVisible(!kept->empty());
}

void EvidencePage::askKey() {
  auto* dialog = new KeyDialog(session_, this);
  connect(dialog, &KeyDialog::enrolled, this, &EvidencePage::reload);
  dialog->open();
}

void EvidencePage::showReport() {
  if (!session_.isOpen()) return;
  auto* view = new ReportView(session_, this);
  view->open();
}

} // namespace countersign::ui
