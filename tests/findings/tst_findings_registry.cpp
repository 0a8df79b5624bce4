// SPDX-License-Identifier: Apache-2.0
#include "facts.h"
#include "models/drift/findings/controls.h"
#include "models/drift/findings/manual.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <set>

using namespace countersign;
using namespace countersign::findings;

namespace {

bool sentence(std::string_view text) {
  return text.size() > 10 && text.back() == '.';
}

} // namespace

class TestFindingsRegistry : public QObject {
  Q_OBJECT

private Q_SLOTS:
  void idsAreUnique() {
    std::set<std::string_view> ids;
    for (const Rule& rule : allRules())
      QVERIFY2(ids.insert(rule.id).second, std::string(rule.id).c_str());
    QVERIFY(ids.size() >= 38);
    for (const char* known : {"no-owner", "owner-contradiction", "undeclared", "recreated",
                              "federation-claimed", "federation-open", "federation-ambiguous", "escalation",
                              "contradicted", "unseen", "evaluator-disagrees"})
      QVERIFY2(ids.count(known) == 1, known);
  }

  void everyFieldIsFilled() {
    for (const Rule& rule : allRules()) {
      const std::string id(rule.id);
      QVERIFY2(QString::fromStdString(id).contains(QRegularExpression(QStringLiteral("^[a-z]+(-[a-z]+)*$"))),
               id.c_str());
      QVERIFY2(rule.title.size() > 3 && rule.title.back() != '.', id.c_str());
      QVERIFY2(sentence(rule.blind), id.c_str());
      QVERIFY2(sentence(rule.remedy), id.c_str());
      QVERIFY2(!rule.reads.empty(), id.c_str());
      QVERIFY2(rule.check != nullptr, id.c_str());
      QVERIFY2(!rule.controls.empty(), id.c_str());
      for (std::size_t tier = 1; tier < rule.severity.size(); ++tier) // never worse on a less critical one
        QVERIFY2(rule.severity[tier] <= rule.severity[tier - 1], id.c_str());
    }
  }

  void controlsAreOfficial() {
    for (const Rule& rule : allRules())
      for (const Control& c : rule.controls)
        QVERIFY2(officialControl(c.framework, c.id) != nullptr,
                 (std::string(rule.id) + ": " + std::string(c.framework) + " " + std::string(c.id)).c_str());
    QVERIFY(officialControl(csf, "PR.AC-4") == nullptr); // an id of version 1.1
    QVERIFY(officialControl(owasp, "NHI11:2025") == nullptr);
  }

  void everyOwaspRiskHasRules() {
    int risks = 0;
    for (const OfficialControl& risk : officialControls()) {
      if (risk.framework != owasp) continue;
      ++risks;
      bool covered = false;
      for (const Rule& rule : allRules())
        for (const Control& c : rule.controls)
          covered = covered || (c.framework == owasp && c.id == risk.id);
      QVERIFY2(covered, std::string(risk.id).c_str());
    }
    QCOMPARE(risks, 10);
  }

  /// Nobody writes a finding but who runs the registry: a code that a record has is that of a rule.
  void codesComeFromRulesAlone() {
    QDirIterator files(QStringLiteral(COUNTERSIGN_SOURCE_DIR "/models"), {QStringLiteral("*.cpp")},
                       QDir::Files, QDirIterator::Subdirectories);
    QStringList writers;
    while (files.hasNext()) {
      QFile file(files.next());
      QVERIFY(file.open(QIODevice::ReadOnly));
      if (file.readAll().contains("attention.push_back(")) writers << QFileInfo(file.fileName()).fileName();
    }
    QCOMPARE(writers, QStringList{QStringLiteral("attention.cpp")});
  }

  void manualIsTheRegistry() {
    QFile file(QStringLiteral(COUNTERSIGN_SOURCE_DIR "/docs/findings.md"));
    const QByteArray there = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    const QByteArray wanted = QByteArray::fromStdString(manual());
    if (there != wanted) {
      QFile actual(QStringLiteral(COUNTERSIGN_BINARY_DIR "/findings.md.actual"));
      QVERIFY(actual.open(QIODevice::WriteOnly));
      actual.write(wanted);
      QFAIL(qPrintable(QStringLiteral("docs/findings.md is not what the registry says; see ") +
                       actual.fileName()));
    }
    for (const Rule& rule : allRules())
      QVERIFY(wanted.contains("`" + QByteArray::fromStdString(std::string(rule.id)) + "`"));
  }

  void coverageSaysWhatWasNeverImported() {
    const auto of = [](const std::vector<RuleCoverage>& all, std::string_view id) {
      for (const RuleCoverage& c : all)
        if (c.rule->id == id) return c;
      qFatal("no such rule");
    };
    const auto nothing = ruleCoverage({});
    QCOMPARE(nothing.size(), allRules().size());
    for (const RuleCoverage& c : nothing)
      QVERIFY2(!c.looks(), std::string(c.rule->id).c_str());
    const auto some = ruleCoverage({"live sources", "aws.role", "aws.access-keys"});
    QVERIFY(of(some, "overprivileged").looks());
    QVERIFY(!of(some, "undeclared").looks());
    QCOMPARE(of(some, "undeclared").missing, std::vector<std::string_view>{"intent sources"});
    QVERIFY(of(some, "two-active-keys").looks());
    QCOMPARE(of(some, "two-active-keys").partly, std::vector<std::string_view>{"aws.credential-report-row"});
    QVERIFY(!of(some, "federation-open").looks());
    QVERIFY(of(ruleCoverage({"aws.role", "k8s.serviceaccount"}), "federation-open").looks());
  }

  void alternativesAreTakenApart() {
    QCOMPARE(alternatives("a"), std::vector<std::string_view>{"a"});
    QCOMPARE(alternatives("a or b c or d"), (std::vector<std::string_view>{"a", "b c", "d"}));
  }
};

QTEST_GUILESS_MAIN(TestFindingsRegistry)
#include "tst_findings_registry.moc"
