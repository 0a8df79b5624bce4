// SPDX-License-Identifier: Apache-2.0
#include "ui/evidence/key_dialog.h"

#include "ui/evidence/log_model.h"
#include "ui/jobs/signer_fields.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/text.h"

#include <QDir>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QTabWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {

QLineEdit* field(QFormLayout* form, const QString& name, const QString& value, bool secret = false) {
  auto* edit = new QLineEdit(value);
  edit->setAccessibleName(name);
  if (secret) edit->setEchoMode(QLineEdit::Password);
  form->addRow(label(name, u"muted"_s), edit);
  return edit;
}

} // namespace

KeyDialog::KeyDialog(Session& session, QWidget* parent)
    : QDialog(parent), session_(session), message_(label({}, u"muted"_s)) {
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(tr("My reviewer key"));
  setMinimumWidth(560);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(18, 16, 18, 16);
  column->setSpacing(9);
  column->addWidget(label(tr("My reviewer key"), u"heading"_s));
  auto* hint = label(tr("Decisions are signed with a key that only you have. Its certificate lies beside it, "
                        "and the log knows it once it is enrolled."),
                     u"muted"_s);
  hint->setWordWrap(true);
  column->addWidget(hint);
  auto* tabs = new QTabWidget;
  tabs->addTab(makeCreate(), tr("Make a key"));
  tabs->addTab(makeEnrol(), tr("Enrol a key I have"));
  column->addWidget(tabs);
  message_->setWordWrap(true);
  column->addWidget(message_);
  auto* close = new Button(tr("Close"));
  connect(close, &QPushButton::clicked, this, &QDialog::accept);
  column->addWidget(close, 0, Qt::AlignRight);
  check();
}

QWidget* KeyDialog::makeCreate() {
  auto* page = new QWidget;
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(0, 12, 0, 4);
  auto* form = new QFormLayout;
  form->setVerticalSpacing(6);
  const QString home = QDir::homePath() + u"/.countersign/"_s;
  name_ = field(form, tr("Your name"), {});
  email_ = field(form, tr("E-mail"), {});
  file_ = field(form, tr("Key file"), home + u"reviewer.key"_s);
  passphrase_ = field(form, tr("Passphrase"), {}, true);
  again_ = field(form, tr("Once more"), {}, true);
  authority_ = field(form, tr("Reviewers' CA key"), home + u"reviewers-ca.key"_s);
  authorityPassphrase_ = field(form, tr("Its passphrase"), {}, true);
  column->addLayout(form);
  auto* note = label(
      tr("The CA says whose key is whose. It is made if it does not exist; one person of the team keeps it."),
      u"small"_s);
  note->setWordWrap(true);
  column->addWidget(note);
  create_ = new Button(tr("Make and enrol"), u"primary"_s);
  column->addWidget(create_, 0, Qt::AlignRight);
  for (QLineEdit* edit : {name_, file_, passphrase_, again_, authority_, authorityPassphrase_})
    connect(edit, &QLineEdit::textChanged, this, &KeyDialog::check);
  connect(create_, &QPushButton::clicked, this, &KeyDialog::create);
  return page;
}

QWidget* KeyDialog::makeEnrol() {
  auto* page = new QWidget;
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(0, 12, 0, 4);
  signer_ = new SignerFields(session_);
  column->addWidget(signer_);
  auto* form = new QFormLayout;
  certificate_ = field(form, tr("Let in another"), {});
  certificate_->setPlaceholderText(tr("A colleague's certificate (.crt); empty: the key above itself"));
  column->addLayout(form);
  column->addStretch(1);
  enrol_ = new Button(tr("Enrol"), u"primary"_s);
  column->addWidget(enrol_, 0, Qt::AlignRight);
  connect(signer_, &SignerFields::changed, this, &KeyDialog::check);
  connect(enrol_, &QPushButton::clicked, this,
          [this] { enrol(signer_->take(), certificate_->text().trimmed()); });
  return page;
}

void KeyDialog::check() {
  const bool same = passphrase_->text() == again_->text();
  create_->setEnabled(!busy_ && !name_->text().trimmed().isEmpty() && !file_->text().isEmpty() &&
                      !passphrase_->text().isEmpty() && same && !authority_->text().isEmpty() &&
                      !authorityPassphrase_->text().isEmpty());
  enrol_->setEnabled(!busy_ && signer_->complete());
  if (!same && !again_->text().isEmpty())
    say(tr("The two passphrases differ."), u"warn"_s);
  else if (!busy_)
    say({}, u"muted"_s);
}

void KeyDialog::say(const QString& text, const QString& look) {
  message_->setText(text);
  setLook(message_, look);
}

void KeyDialog::create() {
  busy_ = true;
  auto wanted = std::make_shared<NewReviewerKey>(
      NewReviewerKey{ss(file_->text()), ss(passphrase_->text()), ss(name_->text().trimmed()),
                     ss(email_->text().trimmed()), ss(authority_->text()), ss(authorityPassphrase_->text())});
  QDir().mkpath(QFileInfo(file_->text()).absolutePath());
  QDir().mkpath(QFileInfo(authority_->text()).absolutePath());
  check();
  say(tr("Making the key…"), u"muted"_s);
  const auto work = [wanted, now = session_.now()](const ProgressFn&) {
    auto made = makeReviewerKey(*wanted, now);
    cleanse(wanted->authorityPassphrase);
    return made;
  };
  session_.jobs().start(tr("Make a key"), this, work, [this, wanted](const Result<std::string>& keyId) {
    busy_ = false;
    SignerInput signer{wanted->file, wanted->passphrase};
    cleanse(wanted->passphrase);
    check();
    if (!keyId) return say(errorText(keyId.error()), u"bad"_s);
    session_.setLastKeyFile(qs(wanted->file));
    enrol(signer, {});
  });
}

void KeyDialog::enrol(const SignerInput& signer, const QString& certificate) {
  if (!session_.isOpen()) return say(tr("The key is made. Open a workspace to enrol it."), u"ok"_s);
  busy_ = true;
  check();
  auto kept = std::make_shared<SignerInput>(signer);
  session_.desk().tell(
      this,
      [kept, certificate = ss(certificate)](Desk& desk) {
        auto enrolled = desk.enrolKey(*kept, certificate);
        cleanse(kept->passphrase);
        return enrolled;
      },
      [this](const Result<std::string>& keyId) {
        busy_ = false;
        check();
        if (!keyId) return say(errorText(keyId.error()), u"bad"_s);
        say(tr("Enrolled: key %1").arg(keyBrief(*keyId)), u"ok"_s);
        session_.poll();
        Q_EMIT enrolled(qs(*keyId));
      });
}

} // namespace countersign::ui
