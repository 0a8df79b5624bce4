// SPDX-License-Identifier: Apache-2.0
#include "finding_check.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace judge;

namespace {

const QString role = u"aws:arn:aws:iam::111122223333:role/export"_s;
const QString account = u"k8s:staging-eu:system:serviceaccount:billing:export"_s;
const QString user = u"aws:arn:aws:iam::111122223333:user/svc-old"_s;

QJsonObject finding(const QString& rule, const QString& identity, const QString& text) {
  const QString record = identity == user ? u"3c13cc2a6553d2b1"_s : u"5107d3a48807eca3"_s;
  return {{u"rule"_s, rule}, {u"record"_s, record}, {u"name"_s, identity}, {u"text"_s, text}};
}

QJsonObject planted() {
  const auto of = [](const QString& rule, const QString& uid, const QString& text) {
    return QJsonObject{{u"rule"_s, rule}, {u"uid"_s, uid}, {u"text"_s, text}};
  };
  return {{u"finding_rules"_s, QJsonArray{u"unused"_s, u"tombstone"_s}},
          {u"findings"_s, QJsonArray{of(u"tombstone"_s, role, u"Repository example/web is gone"_s),
                                     of(u"unused"_s, user, QString())}}};
}

std::vector<Record> records() {
  std::vector<Record> out(2);
  out[0].uid = u"5107d3a48807eca3"_s;
  out[0].uids = {role, account};
  out[1].uid = u"3c13cc2a6553d2b1"_s;
  out[1].uids = {user};
  return out;
}

QJsonArray rightAnswers() {
  return {finding(u"tombstone"_s, account, u"Repository example/web is gone from github"_s),
          finding(u"unused"_s, user, u"Not used"_s), finding(u"no-owner"_s, user, u"No owner"_s)};
}

QStringList differences(const QJsonArray& findings) {
  return findingDifferences(planted(), records(), {{u"findings"_s, findings}});
}

} // namespace

/// The judge of findings: the right answers are right, and each wrong one is noticed.
class TestFindingCheck : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void rightIsRight() {
    const QStringList found = differences(rightAnswers());
    QVERIFY2(found.isEmpty(), qPrintable(found.join(u'\n')));
  }

  void oneTooFew() {
    QJsonArray findings = rightAnswers();
    findings.removeFirst();
    QCOMPARE(differences(findings).size(), 1);
  }
  void oneTooMany() {
    QJsonArray findings = rightAnswers();
    findings << finding(u"unused"_s, role, u"Not used"_s);
    QCOMPARE(differences(findings), QStringList{u"found, not planted: unused of %1: Not used"_s.arg(role)});
    findings << finding(u"unused"_s, user, u"Not used"_s); // twice is one too many as well
    QCOMPARE(differences(findings).size(), 2);
  }
  void otherWords() {
    QJsonArray findings = rightAnswers();
    findings[0] = finding(u"tombstone"_s, account, u"Repository example/api is gone from github"_s);
    QCOMPARE(differences(findings).size(), 2);
  }
  void onAnotherRecord() {
    QJsonArray findings = rightAnswers();
    findings[0] = finding(u"tombstone"_s, user, u"Repository example/web is gone from github"_s);
    QCOMPARE(differences(findings).size(), 2);
  }

  void whatIsToBeReviewed() {
    QCOMPARE(tombstones(planted()), QStringList{role});
    const auto shown = [](const QString& code, const QString& inner) {
      return QJsonObject{
          {u"attention"_s,
           QJsonArray{QJsonObject{{u"code"_s, u"unused"_s}},
                      QJsonObject{{u"code"_s, code}, {u"trace"_s, QJsonObject{{u"inner"_s, inner}}}}}}};
    };
    QVERIFY(trustStatementDifference(shown(u"tombstone"_s, u"/trust/statements/0"_s)).isEmpty());
    QVERIFY(!trustStatementDifference(shown(u"tombstone"_s, u"/tags"_s)).isEmpty());
    QVERIFY(!trustStatementDifference(shown(u"no-owner"_s, u"/trust/statements/0"_s)).isEmpty());
  }
};

QTEST_GUILESS_MAIN(TestFindingCheck)
#include "tst_finding_check.moc"
