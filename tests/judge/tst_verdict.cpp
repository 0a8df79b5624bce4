// SPDX-License-Identifier: Apache-2.0
#include "verdict.h"

#include <QJsonArray>
#include <QTest>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;
using namespace judge;

namespace {

const QString clean = u"aws:arn:aws:iam::111122223333:role/clean"_s;
const QString moved = u"aws:arn:aws:iam::111122223333:role/moved"_s;
const QString again = u"aws:arn:aws:iam::111122223333:role/again"_s;
const QString absent = u"aws:arn:aws:iam::111122223333:role/absent"_s;
const QString account = u"k8s:prod-eu:system:serviceaccount:billing:export"_s;
const QString role = u"aws:arn:aws:iam::111122223333:role/export"_s;

Planted plantedSample() {
  Planted planted;
  planted.clean = {clean, account, role};
  planted.faults[u"moved"_s] = {moved};
  planted.faults[u"recreated"_s] = {again};
  planted.faults[u"unseen"_s] = {absent};
  planted.faults[u"orphaned"_s] = {absent};
  planted.oldUniqueId[again] = u"AROAOLD"_s;
  planted.newUniqueId[again] = u"AROANEW"_s;
  planted.confirmed.emplace_back(account, role);
  return planted;
}

Record record(const QString& uid, const QString& standing = u"stands"_s, const QString& seal = u"current"_s) {
  Record out;
  out.id = out.name = uid;
  out.uids = {uid};
  out.seal = seal;
  out.standing = standing;
  return out;
}

/// What a program that finds everything says on the last day.
std::vector<Record> rightAnswers() {
  std::vector<Record> out{record(clean),
                          record(moved, u"moved"_s),
                          record(again, u"never"_s),
                          record(again, u"stands"_s, u"unseen"_s),
                          record(absent, u"never"_s, u"unseen"_s),
                          record(role)};
  out[2].uniqueIds = {u"AROANEW"_s};
  out[2].attention = {u"recreated"_s};
  out[3].uniqueIds = {u"AROAOLD"_s};
  out[4].attention = {u"no-owner"_s, u"something-else"_s};
  out[5].uids.insert(account);
  return out;
}

} // namespace

/// The judge itself: the right answers are right, and each wrong one is noticed.
class TestVerdict : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void rightIsRight() {
    const Planted planted = plantedSample();
    const QStringList found = Verdict(planted, rightAnswers()).afterLastDay();
    QVERIFY2(found.isEmpty(), qPrintable(found.join(u'\n')));
  }

  void wrongIsNoticed_data() {
    QTest::addColumn<int>("index");
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("value");
    QTest::newRow("clean is stale") << 0 << u"seal"_s << u"stale"_s;
    QTest::newRow("clean moved") << 0 << u"standing"_s << u"moved"_s;
    QTest::newRow("clean was never certified") << 0 << u"standing"_s << u"never"_s;
    QTest::newRow("clean expired") << 0 << u"standing"_s << u"expired"_s;
    QTest::newRow("clean is undeclared") << 0 << u"attention"_s << u"undeclared"_s;
    QTest::newRow("moved is not noticed") << 1 << u"standing"_s << u"stands"_s;
    QTest::newRow("approval carries over") << 2 << u"standing"_s << u"stands"_s;
    QTest::newRow("no attention to the new one") << 2 << u"calm"_s << QString();
    QTest::newRow("the old one counts as current") << 3 << u"seal"_s << u"current"_s;
    QTest::newRow("unseen is current") << 4 << u"seal"_s << u"current"_s;
    QTest::newRow("no owner is not noticed") << 4 << u"calm"_s << QString();
    QTest::newRow("federation is not joined") << 5 << u"uids"_s << role;
    QTest::newRow("a stranger") << 0 << u"uids"_s << u"aws:arn:aws:iam::111122223333:root"_s;
    QTest::newRow("one is missing") << 1 << u"gone"_s << QString();
    QTest::newRow("one is there twice") << 0 << u"twice"_s << QString();
  }

  void wrongIsNoticed() {
    QFETCH(int, index);
    QFETCH(QString, what);
    QFETCH(QString, value);
    const Planted planted = plantedSample();
    std::vector<Record> answers = rightAnswers();
    Record& r = answers[static_cast<std::size_t>(index)];
    if (what == u"seal"_s)
      r.seal = value;
    else if (what == u"standing"_s)
      r.standing = value;
    else if (what == u"attention"_s)
      r.attention.insert(value);
    else if (what == u"calm"_s)
      r.attention.clear();
    else if (what == u"uids"_s)
      r.uids = {value};
    else if (what == u"gone"_s)
      answers.erase(answers.begin() + index);
    else
      answers.push_back(Record(r));
    QVERIFY(!Verdict(planted, answers).afterLastDay().isEmpty());
  }

  void beforeTheLastDay() {
    const Planted planted = plantedSample();
    std::vector<Record> answers{record(clean, u"never"_s), record(moved, u"never"_s),
                                record(again, u"never"_s), record(absent, u"never"_s, u"unseen"_s),
                                record(role, u"never"_s)};
    answers[2].uniqueIds = {u"AROAOLD"_s};
    answers[3].attention = {u"no-owner"_s};
    answers[4].uids.insert(account);
    answers[0].tier = u"critical"_s;
    Verdict verdict(planted, answers);
    const QStringList found = verdict.beforeLastDay();
    QVERIFY2(found.isEmpty(), qPrintable(found.join(u'\n')));
    QStringList critical;
    QCOMPARE(verdict.certifiable(&critical).size(), 4);
    QCOMPARE(critical, QStringList{clean});
    QCOMPARE(verdict.allStand({clean}).size(), 1);
    answers[1].seal = u"stale"_s;
    QVERIFY(!Verdict(planted, answers).beforeLastDay().isEmpty());
  }

  void readsTheList() {
    const QJsonObject principal{{u"system"_s, u"aws"_s}, {u"uid"_s, clean}, {u"uniqueId"_s, u"AROACLEAN"_s}};
    const QJsonObject json{
        {u"id"_s, 7},
        {u"name"_s, u"clean"_s},
        {u"seal"_s, u"current"_s},
        {u"standing"_s, u"stands"_s},
        {u"principals"_s, QJsonArray{principal}},
        {u"attention"_s, QJsonArray{u"undeclared"_s, QJsonObject{{u"code"_s, u"no-owner"_s}}}}};
    const auto records = recordsFrom(QJsonObject{{u"records"_s, QJsonArray{json}}});
    QCOMPARE(records.size(), std::size_t{1});
    QCOMPARE(records[0].id, u"7"_s);
    QCOMPARE(records[0].uids, Uids{clean});
    QCOMPARE(records[0].uniqueIds, QSet<QString>{u"AROACLEAN"_s});
    QCOMPARE(records[0].attention, (QSet<QString>{u"undeclared"_s, u"no-owner"_s}));
  }
};

QTEST_GUILESS_MAIN(TestVerdict)
#include "tst_verdict.moc"
