// SPDX-License-Identifier: Apache-2.0
#include "tests/gui/window_user.h"

#include "ui/sources/import_dialog.h"
#include "ui/sources/import_result.h"
#include "ui/theme/theme.h"
#include "ui/widgets/actions.h"
#include "ui/widgets/elided_label.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QDialogButtonBox>
#include <QDirIterator>
#include <QFileDialog>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace countersign::test {

Instant at(const char* text) {
  return parseRfc3339(text).value();
}

WindowUser::WindowUser(Instant now, Importer* importer)
    : own_(importer ? nullptr : makeImporter()), importer_(importer ? importer : own_.get()),
      clock_(std::make_shared<SteppedClock>(now)) {
  qputenv("HOME", folder_.path().toLocal8Bit()); // keys and settings stay in the folder
  qputenv("XDG_CONFIG_HOME", path(u".config"_s).toLocal8Bit());
  QCoreApplication::setOrganizationName(u"Countersign"_s);
  QCoreApplication::setApplicationName(u"window-test"_s);
  ui::Theme::instance();
  ui::AppServices services;
  services.importer = importer_;
  session_ = std::make_unique<ui::Session>(services, clock_);
  window_ = std::make_unique<ui::MainWindow>(*session_);
  window_->show();
  (void)QTest::qWaitForWindowActive(window_.get());
}

QString WindowUser::write(const QString& name, const QByteArray& bytes) const {
  QFile file(path(name));
  if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
    qFatal("cannot write %s", qPrintable(name));
  return path(name);
}

QByteArray WindowUser::read(const QString& name) const {
  QFile file(path(name));
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool WindowUser::settled() {
  int calm = 0; // an answer may ask the next question
  return QTest::qWaitFor(
      [&] {
        calm = session_->desk().idle() && session_->jobs().running() == 0 ? calm + 1 : 0;
        return calm > 3;
      },
      longest);
}

QWidget* WindowUser::focus() {
  if (!QApplication::activeWindow()) { // a dialog was closed, and no window manager hands the focus back
    window_->activateWindow();
    (void)QTest::qWaitForWindowActive(window_.get());
  }
  QWidget* focus = QApplication::focusWidget();
  return focus ? focus : window_.get();
}

void WindowUser::press(const char* action) {
  QTest::keySequence(focus(), QKeySequence::fromString(QString::fromLatin1(ui::actionSpec(action).key)));
}

void WindowUser::key(Qt::Key key) {
  QTest::keyClick(focus(), key);
}

bool WindowUser::shows(const QString& text) {
  return QTest::qWaitFor(
      [&] {
        for (const QAbstractButton* button : window_->findChildren<QAbstractButton*>())
          if (button->text() == text && button->isVisible()) return true;
        return false;
      },
      longest);
}

bool WindowUser::click(QWidget* in, const QString& name) {
  for (QAbstractButton* button : in->findChildren<QAbstractButton*>())
    if (button->isVisible() && (button->text() == name || button->accessibleName() == name)) {
      if (!button->isEnabled()) return false;
      QTest::mouseClick(button, Qt::LeftButton);
      return true;
    }
  return false;
}

bool WindowUser::type(QWidget* in, const QString& name, const QString& text) {
  for (QLineEdit* edit : in->findChildren<QLineEdit*>())
    if (edit->isVisible() && edit->accessibleName() == name) {
      edit->setFocus();
      edit->selectAll();
      QTest::keyClicks(edit, text);
      return edit->text() == text;
    }
  return false;
}

bool WindowUser::chooseFile(const QString& file) {
  auto* dialog = opened<QFileDialog>();
  if (!dialog) return false;
  auto* edit = dialog->findChild<QLineEdit*>(u"fileNameEdit"_s);
  auto* buttons = dialog->findChild<QDialogButtonBox*>();
  if (!edit || !buttons) return false;
  edit->setText(file);
  const auto accept =
      dialog->acceptMode() == QFileDialog::AcceptSave ? QDialogButtonBox::Save : QDialogButtonBox::Open;
  const QPointer<QFileDialog> answered(dialog);
  QTest::mouseClick(buttons->button(accept), Qt::LeftButton);
  return QTest::qWaitFor([&] { return !answered; }, longest);
}

QString WindowUser::words(const QWidget* in) {
  QStringList lines;
  for (const QWidget* widget : in->findChildren<QWidget*>()) {
    if (!widget->isVisible()) continue;
    if (const auto* elided = qobject_cast<const ui::ElidedLabel*>(widget))
      lines += elided->fullText();
    else if (const auto* line = qobject_cast<const QLabel*>(widget))
      lines += line->text();
    else if (!widget->accessibleName().isEmpty())
      lines += widget->accessibleName();
  }
  return lines.join(u'\n');
}

bool WindowUser::makeWorkspace(const QString& name) {
  press("workspace.new");
  return chooseFile(path(name)) && QTest::qWaitFor([&] { return session_->isOpen(); }, longest) && settled();
}

QString WindowUser::importFile(const QString& file, Instant capturedAt, const QString& scope) {
  press("import");
  if (!chooseFile(file)) return u"no file dialog"_s;
  auto* dialog = opened<ui::ImportDialog>();
  if (!dialog || !settled()) return u"no import dialog"_s;
  for (QComboBox* box : dialog->findChildren<QComboBox*>())
    if (box->accessibleName() == u"Where the capture time comes from"_s) {
      box->setFocus();
      QTest::keyClick(box, Qt::Key_Down);
    }
  dialog->findChild<QDateTimeEdit*>()->setDateTime(
      QDateTime::fromMSecsSinceEpoch(toMicros(capturedAt) / 1000));
  if (!scope.isEmpty() && !type(dialog, u"Scope"_s, scope)) return u"no scope field"_s;
  if (!type(dialog, u"Owner"_s, u"Cloud platform"_s)) return u"no owner field"_s;
  if (!click(dialog, u"Import"_s)) return words(dialog);
  auto* result = opened<ui::ImportResult>();
  if (!result) return u"no result"_s;
  const QString said = words(result);
  click(result, u"Close"_s);
  settled();
  return said;
}

Result<ImportReport> WindowUser::importElsewhere(const QString& file, Instant capturedAt) {
  ImportRequest request;
  request.paths = {file.toStdString()};
  request.capturedAt = capturedAt;
  return makeImporter()->import(session_->file(), request, *clock_, {});
}

std::unique_ptr<Desk> WindowUser::desk() {
  auto desk = Desk::open(session_->file(), clock_);
  if (!desk) qFatal("%s", desk.error().text().c_str());
  return std::move(*desk);
}

int verifySh(const QString& script, const QString& package, QByteArray* said) {
  QProcess sh;
  sh.setProcessChannelMode(QProcess::MergedChannels);
  sh.start(u"sh"_s, {script, package});
  if (!sh.waitForFinished(longest) || sh.exitStatus() != QProcess::NormalExit) return -1;
  if (said) *said = sh.readAll();
  return sh.exitCode();
}

QStringList filesBelow(const QString& folder) {
  QStringList files;
  QDirIterator all(folder, QDir::Files, QDirIterator::Subdirectories);
  while (all.hasNext())
    files += QDir(folder).relativeFilePath(all.next());
  files.sort();
  return files;
}

bool flipOneByte(const QString& name) {
  QFile file(name);
  if (!file.setPermissions(file.permissions() | QFile::WriteOwner) || !file.open(QIODevice::ReadWrite))
    return false;
  char byte = 0;
  const qint64 where = file.size() / 2;
  return file.seek(where) && file.getChar(&byte) && file.seek(where) &&
         file.putChar(static_cast<char>(byte ^ 1));
}

} // namespace countersign::test
