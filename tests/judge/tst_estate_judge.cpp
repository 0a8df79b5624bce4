// SPDX-License-Identifier: Apache-2.0
#include "finding_check.h"
#include "loop_verdict.h"
#include "program.h"
#include "verdict.h"

#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace Qt::Literals::StringLiterals;
using judge::Outcome;
using judge::Planted;
using judge::Program;
using judge::Verdict;

namespace {

constexpr int days = 3;

QByteArray readFile(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray lines(const QStringList& differences) {
  return '\n' + differences.join(u'\n').toUtf8();
}

} // namespace

#define RUN(outcome)                                                                                         \
  do {                                                                                                       \
    const Outcome& ran = (outcome);                                                                          \
    QVERIFY2(ran.ok(), ran.report().constData());                                                            \
  } while (false)
#define NO_DIFFERENCE(differences)                                                                           \
  do {                                                                                                       \
    const QStringList found = (differences);                                                                 \
    QVERIFY2(found.isEmpty(), lines(found).constData());                                                     \
  } while (false)

/// Generates estates from seeds that nobody knew before, lets the program review them, and demands that it
/// finds what was planted and nothing else. COUNTERSIGN_JUDGE_SEEDS="1,2,3" repeats chosen ones,
/// COUNTERSIGN_JUDGE_IDENTITIES changes the size.
class TestEstateJudge : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void seeds_data();
  void seeds();

private:
  void generate(quint64 seed);
  void importDay(int day);
  void makeKeys();
  void revoke(int day);
  void certifyAll();
  void lastDay();
  void findings();
  void loop();
  void again();
  void noCanary();

  const QDateTime now_ = QDateTime(QDate(2026, 11, 20), QTime(9, 0), Qt::UTC);
  std::unique_ptr<QTemporaryDir> dir_;
  std::unique_ptr<Program> program_;
  QJsonObject plantedJson_;
  Planted planted_;
  QJsonObject list_;
  QString key(const QString& name) const { return dir_->filePath(name + u".pem"_s); }
  QString estate() const { return dir_->filePath(u"estate"_s); }
};

void TestEstateJudge::seeds_data() {
  QTest::addColumn<quint64>("seed");
  QList<quint64> seeds;
  const QByteArray chosen = qgetenv("COUNTERSIGN_JUDGE_SEEDS");
  for (const QByteArray& seed : chosen.split(','))
    if (!seed.trimmed().isEmpty()) seeds << seed.trimmed().toULongLong();
  while (chosen.isEmpty() && seeds.size() < 20)
    seeds << QRandomGenerator::system()->generate();
  QStringList names;
  for (const quint64 seed : seeds) {
    QTest::addRow("seed %llu", static_cast<unsigned long long>(seed)) << seed;
    names << QString::number(seed);
  }
  qInfo("COUNTERSIGN_JUDGE_SEEDS=%s", qPrintable(names.join(u',')));
}

void TestEstateJudge::generate(quint64 seed) {
  dir_ = std::make_unique<QTemporaryDir>();
  QVERIFY(dir_->isValid() && QDir(dir_->path()).mkdir(u"workspace"_s));
  program_ = std::make_unique<Program>(dir_->filePath(u"workspace/review.countersign"_s));
  program_->setNow(now_);
  const QString identities = qEnvironmentVariable("COUNTERSIGN_JUDGE_IDENTITIES", u"40"_s);
  RUN(program_->run({u"sample"_s, u"--generate-only"_s, u"--seed"_s, QString::number(seed), u"--identities"_s,
                     identities, u"--days"_s, QString::number(days), u"--out"_s, estate()}));
  plantedJson_ = QJsonDocument::fromJson(readFile(estate() + u"/planted.json"_s)).object();
  planted_ = Planted::fromJson(plantedJson_);
  QCOMPARE(planted_.everybody().size(), identities.toInt());
  QVERIFY(planted_.canaries.size() >= 20);
  RUN(program_->run({u"workspace"_s, u"create"_s, program_->workspace()}));
}

void TestEstateJudge::importDay(int day) {
  program_->setNow(now_.addDays(day - days));
  RUN(program_->onWorkspace({u"import"_s, estate() + u"/day-"_s + QString::number(day)}));
  Outcome outcome;
  list_ = program_->list(outcome);
  RUN(outcome);
}

void TestEstateJudge::makeKeys() {
  program_->setNow(now_.addDays(1 - days));
  for (const QString& name : {u"Reviewer"_s, u"Second reviewer"_s})
    RUN(program_->run({u"key"_s, u"create"_s, u"--out"_s, key(name), u"--name"_s, name, u"--passphrase-env"_s,
                       u"COUNTERSIGN_PASSPHRASE"_s}));
}

void TestEstateJudge::revoke(int day) {
  for (const judge::ToRevoke& one : judge::toRevoke(plantedJson_, day))
    RUN(program_->revoke(key(u"Reviewer"_s), one.uid, one.grants));
}

// The day before the last: all that can be certified is, by two reviewers where it is critical.
void TestEstateJudge::certifyAll() {
  const Verdict before(planted_, judge::recordsFrom(list_));
  NO_DIFFERENCE(before.beforeLastDay());
  QStringList critical;
  const QStringList certifiable = before.certifiable(&critical);
  QVERIFY(!certifiable.isEmpty());
  RUN(program_->certify(key(u"Reviewer"_s), certifiable));
  if (!critical.isEmpty()) {
    RUN(program_->onWorkspace({u"key"_s, u"enrol"_s, u"--key"_s, key(u"Reviewer"_s), u"--certificate"_s,
                               dir_->filePath(u"Second reviewer.crt"_s), u"--passphrase-env"_s,
                               u"COUNTERSIGN_PASSPHRASE"_s}));
    RUN(program_->certify(key(u"Second reviewer"_s), critical));
  }
  Outcome outcome;
  list_ = program_->list(outcome);
  RUN(outcome);
  NO_DIFFERENCE(Verdict(planted_, judge::recordsFrom(list_)).allStand(certifiable));
}

void TestEstateJudge::lastDay() {
  importDay(days);
  if (QTest::currentTestFailed()) return;
  NO_DIFFERENCE(Verdict(planted_, judge::recordsFrom(list_)).afterLastDay());
}

// What contradicts itself, and which rule of the estate makes such identities.
void TestEstateJudge::findings() {
  Outcome outcome;
  const QJsonObject answer = program_->answer({u"findings"_s}, outcome);
  RUN(outcome);
  NO_DIFFERENCE(judge::findingDifferences(plantedJson_, judge::recordsFrom(list_), answer));
  for (const QString& uid : judge::tombstones(plantedJson_)) {
    const QJsonObject shown = program_->answer({u"show"_s, uid}, outcome);
    RUN(outcome);
    const QString difference = judge::trustStatementDifference(shown);
    QVERIFY2(difference.isEmpty(), qPrintable(uid + u": "_s + difference));
  }
}

// What was asked for, what was seen, who did it, how long it took, and whether it stayed.
void TestEstateJudge::loop() {
  Outcome outcome;
  judge::LoopAnswers answers;
  answers.changes = program_->answer({u"changes"_s}, outcome)["changes"_L1].toArray();
  RUN(outcome);
  const QJsonObject seen = program_->answer({u"changes"_s, u"--seen"_s}, outcome);
  RUN(outcome);
  answers.seen = seen["seen"_L1].toArray();
  answers.clockSkew = seen["clockSkew"_L1].toArray();
  answers.drift = program_
                      ->answer({u"drift"_s, u"--kind"_s, u"still-there"_s, u"--kind"_s, u"window-closed"_s},
                               outcome)["differences"_L1]
                      .toArray();
  RUN(outcome);
  answers.edits = program_->answer({u"drift"_s, u"--causes"_s}, outcome)["edits"_L1].toArray();
  RUN(outcome);
  answers.revocations = program_->answer({u"revocations"_s}, outcome)["revocations"_L1].toArray();
  RUN(outcome);
  NO_DIFFERENCE(judge::LoopVerdict(plantedJson_, judge::recordsFrom(list_), answers).all());
}

// The same exports once more change nothing.
void TestEstateJudge::again() {
  const QJsonObject before = list_;
  importDay(days);
  if (QTest::currentTestFailed()) return;
  QCOMPARE(QJsonDocument(list_).toJson(), QJsonDocument(before).toJson());
}

void TestEstateJudge::noCanary() {
  const Outcome dump = program_->run({u"workspace"_s, u"dump"_s, program_->workspace()});
  RUN(dump);
  QStringList leaks;
  const auto look = [&](const QByteArray& bytes, const QString& where) {
    for (const QString& canary : planted_.canaries)
      if (bytes.contains(canary.toUtf8())) leaks << u"a planted secret is in "_s + where + u": "_s + canary;
  };
  QVERIFY2(!dump.out.isEmpty(), "the dump of the workspace is empty");
  look(dump.out, u"the dump"_s);
  int files = 0;
  const QString folder = QFileInfo(program_->workspace()).path();
  for (QDirIterator it(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories); it.hasNext();
       ++files) {
    const QString path = it.next();
    look(readFile(path), path);
  }
  QVERIFY(files > 0);
  NO_DIFFERENCE(leaks);
}

void TestEstateJudge::seeds() {
  QFETCH(quint64, seed);
  const auto goesOn = [] { return !QTest::currentTestFailed(); };
  generate(seed);
  if (goesOn()) makeKeys();
  for (int day = 1; goesOn() && day < days; ++day) {
    importDay(day);
    if (goesOn()) revoke(day);
  }
  if (goesOn()) certifyAll();
  if (goesOn()) lastDay();
  if (goesOn()) findings();
  if (goesOn()) loop();
  if (goesOn()) again();
  // Whatever went wrong before: no secret may be in the workspace.
  if (program_ && QFileInfo::exists(program_->workspace())) noCanary();
}

QTEST_GUILESS_MAIN(TestEstateJudge)
#include "tst_estate_judge.moc"
