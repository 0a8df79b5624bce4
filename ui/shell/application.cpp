// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/application.h"

#include "ui/shell/main_window.h"
#include "ui/shell/screen_pictures.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QSettings>
#include <QTemporaryDir>
#include <cstring>
#include <iostream>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {

bool asks(int argc, char** argv, const char* option) {
  for (int i = 1; i < argc; ++i)
    if (std::strncmp(argv[i], option, std::strlen(option)) == 0) return true;
  return false;
}

int takePictures(QApplication& application, Session& session, const QString& folder,
                 std::function<void()> open) {
  MainWindow window(session);
  window.show();
  ScreenPictures pictures(window, session, folder);
  QObject::connect(&session, &Session::failed, &application, [](const QString& what, const QString& why) {
    std::cerr << what.toStdString() << ": " << why.toStdString() << '\n';
  });
  QObject::connect(&pictures, &ScreenPictures::done, &application,
                   [](int failed) { QApplication::exit(failed == 0 ? 0 : 1); });
  pictures.start(std::move(open));
  return QApplication::exec();
}

} // namespace

int runWindow(int argc, char** argv, const AppServices& services, std::shared_ptr<const Clock> clock) {
  const bool pictures = asks(argc, argv, "--screenshots");
  if (pictures && qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication application(argc, argv);
  QApplication::setOrganizationName(u"Countersign"_s);
  QApplication::setApplicationName(pictures ? u"Countersign-pictures"_s : u"Countersign"_s);
  QApplication::setApplicationVersion(QStringLiteral(COUNTERSIGN_VERSION));
  QCommandLineParser parser;
  parser.setApplicationDescription(u"Reviews non-human identities against the state that is true now."_s);
  parser.addHelpOption();
  parser.addVersionOption();
  const QCommandLineOption workspace(u"workspace"_s, u"Open this workspace."_s, u"file"_s);
  const QCommandLineOption sample(u"sample"_s, u"Open a new sample estate."_s);
  const QCommandLineOption shots(u"screenshots"_s,
                                 u"Write a picture of every screen into a folder and exit."_s, u"folder"_s);
  parser.addOptions({workspace, sample, shots});
  parser.addPositionalArgument(u"workspace"_s, u"The same as --workspace."_s, u"[file]"_s);
  parser.process(application);

  Session session(services, std::move(clock));
  QTemporaryDir scratch;
  std::function<void()> open;
  const std::string file =
      (parser.isSet(workspace) ? parser.value(workspace) : parser.positionalArguments().value(0))
          .toStdString();
  if (!file.empty())
    open = [&session, file] { session.openWorkspace(file); };
  else if (parser.isSet(sample) || (pictures && services.makeSample))
    open = [&session, path = scratch.filePath(u"sample.countersign"_s).toStdString()] {
      session.openSample(path);
    };
  if (pictures) {
    QSettings().clear();
    return takePictures(application, session, parser.value(shots), std::move(open));
  }
  restoreTheme();
  MainWindow window(session);
  window.show();
  if (open) open();
  return QApplication::exec();
}

} // namespace countersign::ui
