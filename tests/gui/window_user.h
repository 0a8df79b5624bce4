// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/importer/importer.h"
#include "ui/shell/main_window.h"

#include <QLabel>
#include <QTemporaryDir>
#include <QtTest>
#include <atomic>

class QLineEdit;

namespace countersign::test {

constexpr int longest = 60'000; ///< ms: how long anything may take

/// A clock that the test moves on while other threads look at it.
class SteppedClock final : public Clock {
public:
  explicit SteppedClock(Instant t) : micros_(toMicros(t)) {}
  Instant now() const override { return fromMicros(micros_); }
  void set(Instant t) { micros_ = toMicros(t); }

private:
  std::atomic<std::int64_t> micros_;
};

/// "2026-11-20T12:00:00Z".
Instant at(const char* text);

/// The whole window with a folder and settings of its own, used as a person uses it: by keys, buttons and
/// fields.
class WindowUser {
public:
  explicit WindowUser(Instant now, Importer* importer = nullptr);
  ui::MainWindow& window() { return *window_; }
  ui::Session& session() { return *session_; }
  Importer& importer() { return *importer_; }
  const std::shared_ptr<SteppedClock>& clock() const { return clock_; }
  QString path(const QString& name) const { return folder_.filePath(name); }
  QString write(const QString& name, const QByteArray& bytes) const; ///< its path
  QByteArray read(const QString& name) const;

  /// Nothing is under way.
  bool settled();
  /// The key of an action, pressed where the focus is.
  void press(const char* action);
  void key(Qt::Key key);
  /// Waits until a button with this text is there.
  bool shows(const QString& button);
  /// Clicks the button with this text or accessible name.
  bool click(QWidget* in, const QString& name);
  /// Fills the field with this accessible name.
  bool type(QWidget* in, const QString& name, const QString& text);
  /// Answers the file dialog that is open.
  bool chooseFile(const QString& file);
  /// All that labels, badges and the like say, a line each.
  static QString words(const QWidget* in);

  /// Waits for a dialog or panel of this class to be open.
  template <class Widget>
  Widget* opened() {
    Widget* found = nullptr;
    (void)QTest::qWaitFor(
        [&] {
          for (Widget* each : window_->findChildren<Widget*>())
            if (each->isVisible()) found = each;
          return found != nullptr;
        },
        longest);
    return found;
  }

  /// Ctrl+N, and a file name.
  bool makeWorkspace(const QString& name);
  /// Imports through the dialog, on the person's word about the time; what the result says.
  QString importFile(const QString& file, Instant capturedAt, const QString& scope = {});
  /// Another program imports into the same workspace.
  Result<ImportReport> importElsewhere(const QString& file, Instant capturedAt);
  /// A look at the workspace beside the window.
  std::unique_ptr<Desk> desk();

private:
  QWidget* focus();
  QTemporaryDir folder_;
  std::unique_ptr<Importer> own_;
  Importer* importer_;
  std::shared_ptr<SteppedClock> clock_;
  std::unique_ptr<ui::Session> session_;
  std::unique_ptr<ui::MainWindow> window_;
};

/// The exit code of a package's script, which lies elsewhere; -1: it did not end by itself.
int verifySh(const QString& script, const QString& package, QByteArray* said = nullptr);
/// Names of all files below, relative.
QStringList filesBelow(const QString& folder);
/// Flips a bit in the middle; twice is nothing.
bool flipOneByte(const QString& file);

} // namespace countersign::test
