// SPDX-License-Identifier: Apache-2.0
#include "program.h"

#include <QJsonDocument>
#include <QProcess>
#include <QProcessEnvironment>

namespace judge {

using namespace Qt::Literals::StringLiterals;

namespace {
constexpr int timeoutMs = 300'000;
constexpr qsizetype shown = 4000;
} // namespace

QByteArray Outcome::report() const {
  return "\n$ " + command.toUtf8().left(shown) + "\nexit code " + QByteArray::number(exitCode) + '\n' +
         out.right(shown) + '\n' + err.right(shown);
}

Outcome Program::run(const QStringList& arguments) const {
  QProcess process;
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  environment.insert(u"COUNTERSIGN_NOW"_s, now_.toString(Qt::ISODate));
  environment.insert(u"COUNTERSIGN_PASSPHRASE"_s, u"judge passphrase"_s);
  process.setProcessEnvironment(environment);
  Outcome outcome;
  outcome.command = u"countersign "_s + arguments.join(u' ');
  process.start(QStringLiteral(COUNTERSIGN_CLI), arguments);
  if (!process.waitForFinished(timeoutMs)) {
    outcome.err = process.errorString().toUtf8() + process.readAllStandardError();
    process.kill();
    process.waitForFinished();
    return outcome;
  }
  outcome.out = process.readAllStandardOutput();
  outcome.err = process.readAllStandardError();
  outcome.exitCode = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -2;
  return outcome;
}

Outcome Program::onWorkspace(QStringList arguments) const {
  arguments << u"--workspace"_s << workspace_;
  return run(arguments);
}

QJsonObject Program::list(Outcome& outcome) const {
  return answer({u"list"_s}, outcome);
}

QJsonObject Program::answer(QStringList arguments, Outcome& outcome) const {
  outcome = onWorkspace(arguments << u"--json"_s);
  if (outcome.exitCode != 0 && outcome.exitCode != 1) return {};
  outcome.exitCode = 0;
  QJsonParseError error;
  const QJsonDocument json = QJsonDocument::fromJson(outcome.out, &error);
  if (error.error != QJsonParseError::NoError) {
    outcome.exitCode = -3;
    outcome.err += error.errorString().toUtf8();
  }
  return json.object();
}

Outcome Program::revoke(const QString& key, const QString& record, const QStringList& grants) const {
  QStringList arguments{u"attest"_s,
                        u"--key"_s,
                        key,
                        u"--passphrase-env"_s,
                        u"COUNTERSIGN_PASSPHRASE"_s,
                        u"--record"_s,
                        record,
                        u"--decision"_s,
                        u"revoke"_s,
                        u"--reason"_s,
                        u"not needed"_s};
  for (const QString& grant : grants)
    arguments << u"--grant"_s << grant;
  return onWorkspace(arguments);
}

Outcome Program::certify(const QString& key, const QStringList& records) const {
  constexpr qsizetype batch = 200;
  Outcome outcome;
  outcome.exitCode = 0;
  for (qsizetype at = 0; at < records.size() && outcome.ok(); at += batch) {
    QStringList arguments{
        u"attest"_s,     u"--key"_s,   key,           u"--passphrase-env"_s, u"COUNTERSIGN_PASSPHRASE"_s,
        u"--decision"_s, u"certify"_s, u"--reason"_s, u"reviewed"_s};
    for (const QString& id : records.mid(at, batch))
      arguments << u"--record"_s << id;
    outcome = onWorkspace(arguments);
  }
  return outcome;
}

} // namespace judge
