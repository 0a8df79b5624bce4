// SPDX-License-Identifier: Apache-2.0
#include "live_server.h"

#include <QDir>
#include <QThread>

#include <unistd.h>

namespace countersign::test {

QString LiveServer::programs() {
  const QDir versions(QStringLiteral("/usr/lib/postgresql"));
  QString found;
  for (const QString& version : versions.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name))
    if (const QString bin = versions.filePath(version) + QStringLiteral("/bin");
        QFile::exists(bin + QStringLiteral("/initdb")))
      found = bin;
  return found;
}

/// initdb and postgres refuse root.
QStringList LiveServer::asOwner(const QString& program, const QStringList& arguments) const {
  QStringList out;
  if (!user_.isEmpty())
    out << QStringLiteral("setpriv") << QStringLiteral("--reuid=") + user_
        << QStringLiteral("--regid=") + user_ << QStringLiteral("--clear-groups");
  return out << program << arguments;
}

QString LiveServer::start() {
  if (!folder_.isValid()) return QStringLiteral("no temporary folder");
  const QString data = folder_.filePath(QStringLiteral("data"));
  if (geteuid() == 0) {
    user_ = QStringLiteral("postgres");
    if (QProcess::execute(QStringLiteral("chown"), {user_, folder_.path()}) != 0)
      return QStringLiteral("root, and no user postgres");
  }
  QStringList init =
      asOwner(programs() + QStringLiteral("/initdb"),
              {QStringLiteral("-D"), data, QStringLiteral("-U"), QStringLiteral("super"),
               QStringLiteral("-A"), QStringLiteral("trust"), QStringLiteral("-E"), QStringLiteral("UTF8"),
               QStringLiteral("--locale=C"), QStringLiteral("--no-sync")});
  QProcess made;
  made.setProcessChannelMode(QProcess::MergedChannels);
  made.setWorkingDirectory(folder_.path());
  made.start(init.takeFirst(), init);
  if (!made.waitForFinished(120000) || made.exitCode() != 0)
    return QStringLiteral("initdb: ") + QString::fromLocal8Bit(made.readAll());
  QStringList serve =
      asOwner(programs() + QStringLiteral("/postgres"),
              {QStringLiteral("-D"), data, QStringLiteral("-k"), folder_.path(), QStringLiteral("-F"),
               QStringLiteral("-c"), QStringLiteral("listen_addresses="), QStringLiteral("-c"),
               QStringLiteral("log_min_messages=fatal"), QStringLiteral("-c"),
               QStringLiteral("log_min_error_statement=fatal")});
  server_.setProcessChannelMode(QProcess::MergedChannels);
  server_.setWorkingDirectory(folder_.path());
  server_.start(serve.takeFirst(), serve);
  for (int i = 0; i < 300; ++i) {
    if (run(QStringLiteral("postgres"), "SELECT 'up'").trimmed() == "up") return {};
    if (server_.state() == QProcess::NotRunning) break;
    QThread::msleep(100);
  }
  return QStringLiteral("postgres: ") + QString::fromLocal8Bit(server_.readAll());
}

QByteArray LiveServer::run(const QString& database, const QByteArray& sql) {
  QProcess psql;
  psql.start(programs() + QStringLiteral("/psql"),
             {QStringLiteral("-X"), QStringLiteral("-q"), QStringLiteral("-A"), QStringLiteral("-t"),
              QStringLiteral("-h"), folder_.path(), QStringLiteral("-U"), QStringLiteral("super"),
              QStringLiteral("-d"), database, QStringLiteral("-f"), QStringLiteral("-")});
  psql.write(sql);
  psql.closeWriteChannel();
  if (!psql.waitForFinished(120000)) return "psql does not end";
  return psql.readAllStandardOutput();
}

LiveServer::~LiveServer() {
  if (server_.state() == QProcess::NotRunning) return;
  server_.terminate(); // postgres: smart shutdown, and nobody is connected
  if (!server_.waitForFinished(20000)) server_.kill();
  server_.waitForFinished(5000);
}

} // namespace countersign::test
