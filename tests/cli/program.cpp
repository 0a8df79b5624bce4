// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/program.h"

#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTest>

namespace countersign::test {
namespace {

constexpr int patience = 300'000; // ms

Ran finish(QProcess& process) {
  process.closeWriteChannel();
  Ran ran;
  if (process.waitForFinished(patience) && process.exitStatus() == QProcess::NormalExit)
    ran.code = process.exitCode();
  ran.out = process.readAllStandardOutput();
  ran.err = process.readAllStandardError();
  return ran;
}

} // namespace

QJsonObject Ran::json() const {
  QJsonParseError error{};
  const QJsonDocument document = QJsonDocument::fromJson(out, &error);
  return error.error == QJsonParseError::NoError ? document.object() : QJsonObject();
}

Program::Program() {
  if (!folder_.isValid()) qFatal("no temporary folder");
  write(QStringLiteral("passphrase"), "correct horse battery staple\n");
}

void Program::write(const QString& name, const QByteArray& bytes) const {
  QFile file(path(name));
  if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
    qFatal("%s cannot be written", qPrintable(name));
}

QByteArray Program::read(const QString& name) const {
  QFile file(path(name));
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void Program::prepare(QProcess& process, const QStringList& arguments) const {
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  environment.insert(QStringLiteral("COUNTERSIGN_WORKSPACE"), path(QStringLiteral("review.countersign")));
  environment.remove(QStringLiteral("COUNTERSIGN_NOW"));
  if (!now.isEmpty()) environment.insert(QStringLiteral("COUNTERSIGN_NOW"), QString::fromLatin1(now));
  process.setProcessEnvironment(environment);
  process.setWorkingDirectory(folder_.path());
  process.setProgram(QStringLiteral(COUNTERSIGN_PROGRAM));
  process.setArguments(arguments);
}

Ran Program::run(const QStringList& arguments) const {
  QProcess process;
  prepare(process, arguments);
  process.start();
  return finish(process);
}

Ran Program::under(const QStringList& outer, const QStringList& arguments) const {
  QProcess process;
  prepare(process, outer.mid(1) + QStringList{QStringLiteral(COUNTERSIGN_PROGRAM)} + arguments);
  process.setProgram(outer.first());
  QProcessEnvironment environment = process.processEnvironment();
  environment.insert(QStringLiteral("ASAN_OPTIONS"), QStringLiteral("detect_leaks=0")); // not below a tracer
  process.setProcessEnvironment(environment);
  process.start();
  return finish(process);
}

QByteArray Program::dump() const {
  const Ran ran = run({QStringLiteral("workspace"), QStringLiteral("dump")});
  return ran.code == 0 ? ran.out : "no dump: " + ran.err;
}

void Program::freshWorkspace() const {
  const QString file = QStringLiteral("review.countersign");
  for (const char* suffix : {"", "-wal", "-shm"})
    QFile::remove(path(file + QString::fromLatin1(suffix)));
  if (run({QStringLiteral("workspace"), QStringLiteral("create"), file}).code != 0) qFatal("no workspace");
}

void Program::copy(const QString& from, const QString& to) const {
  for (const char* suffix : {"", "-wal", "-shm"}) {
    const QString end = QString::fromLatin1(suffix);
    QFile::remove(path(to + end));
    if (QFile::exists(path(from + end)) && !QFile::copy(path(from + end), path(to + end)))
      qFatal("%s cannot be copied", qPrintable(from));
  }
}

Ran Program::json(QStringList arguments) const {
  arguments.append(QStringLiteral("--json"));
  return run(arguments);
}

Ran Program::other(const QString& program, const QStringList& arguments) const {
  QProcess process;
  process.setWorkingDirectory(folder_.path());
  process.start(program, arguments);
  return finish(process);
}

Ran Program::makeKey(const QString& name, const QString& person) const {
  return run({QStringLiteral("key"), QStringLiteral("create"), QStringLiteral("--out"),
              name + QStringLiteral(".pem"), QStringLiteral("--name"), person, QStringLiteral("--email"),
              name + QStringLiteral("@example.org"), QStringLiteral("--passphrase-file"),
              QStringLiteral("passphrase")});
}

QStringList Program::key(const QString& name) const {
  return {QStringLiteral("--key"), name + QStringLiteral(".pem"), QStringLiteral("--passphrase-file"),
          QStringLiteral("passphrase")};
}

} // namespace countersign::test
