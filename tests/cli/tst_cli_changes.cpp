// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/program.h"

#include <QDir>
#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using countersign::test::Program;
using countersign::test::Ran;

namespace {

constexpr const char* uid = "broker:svc-orders";

/// What one of the two systems that have the identity shows at a time.
QByteArray snapshot(const QByteArray& system, const QByteArray& at, bool publishes, bool there = true,
                    const QByteArray& completeness = "full") {
  QByteArray out = R"({"t":"snapshot","schema":"nhi-snapshot/1","snapshot_id":"s-)" + system + at +
                   R"(","plane":"live","source_kind":")" + system +
                   R"(","source_scope":"eu","captured_at":")" + at +
                   R"(","captured_at_basis":"tool","completeness":")" + completeness + "\"}\n";
  if (there)
    out +=
        QByteArray(R"({"t":"identity","uid":")") + uid +
        R"(","platform":"broker","kind":"service_account","name":"svc-orders","owners":[{"ref":"orders@example.org","kind":"team","basis":"register"}]})"
        "\n";
  if (there && publishes)
    out += QByteArray(R"({"t":"grant","id":"g-)") + system + R"(","grantee":")" + uid +
           R"(","effect":"allow","actions":["publish"],"resources":["orders.*"],"via":["acl )" + system +
           "\"]}\n";
  return out + R"({"t":"end","counts":{"identity":)" + (there ? "1" : "0") + R"(,"grant":)" +
         (there && publishes ? "1" : "0") + "}}\n";
}

QByteArray list(const QByteArray& lines) {
  return "id,requested_at,requested_by,identity,change,permission,resource,until\n" + lines;
}

} // namespace

/// Requests and revocations, followed in two systems from the command line.
class TestCliChanges : public QObject {
  Q_OBJECT

  Program program_;

  Ran import(const QString& name, const QByteArray& bytes) const {
    program_.write(name, bytes);
    return program_.run({u"import"_s, name});
  }
  Ran importList(const QByteArray& lines) const {
    program_.write(u"t.csv"_s, list(lines));
    return program_.run({u"import"_s, u"t.csv"_s, u"--scope"_s, u"tickets"_s});
  }
  void look(const char* time, bool inBroker, bool inCache) {
    const QByteArray at = QByteArray("2026-11-20T") + time + ":00Z";
    program_.now = at;
    QCOMPARE(import(u"broker.jsonl"_s, snapshot("broker", at, inBroker)).code, 0);
    QCOMPARE(import(u"cache.jsonl"_s, snapshot("cache", at, inCache)).code, 0);
  }
  QJsonObject revocation(int code) const {
    const Ran ran = program_.json({u"revocations"_s});
    if (ran.code != code) qWarning() << ran.code << ran.out << ran.err;
    return ran.code == code ? ran.json()[u"revocations"_s][0].toObject() : QJsonObject();
  }
  QString stateIn(const QJsonObject& change, const QString& system) const {
    const QJsonArray places = change[u"places"_s].toArray();
    for (const QJsonValue& p : places)
      if (p[u"system"_s] == system) return p[u"state"_s].toString();
    return {};
  }
  QString placeOf(const QJsonObject& change, const QString& system) const {
    const QJsonArray places = change[u"places"_s].toArray();
    for (const QJsonValue& p : places)
      if (p[u"system"_s] == system) return p[u"source"_s].toString();
    return {};
  }
  static QString lineOf(const QString& text, const QString& word) {
    const QStringList lines = text.split(u'\n');
    for (const QString& line : lines)
      if (line.contains(word)) return line;
    return {};
  }
  QString reportCell(const QString& folder, const QString& system) const {
    const QList<QByteArray> lines = program_.read(folder + u"/reports/revocations.csv"_s).split('\n');
    for (const QByteArray& line : lines)
      if (line.contains(system.toUtf8())) return QString::fromUtf8(line);
    return {};
  }
  void exportTo(const QString& folder) const {
    const Ran ran = program_.run(QStringList{u"export-evidence"_s, folder} + program_.key(u"me"_s));
    QVERIFY2(ran.code == 0, ran.err.constData());
  }

private Q_SLOTS:
  void initTestCase() {
    program_.now = "2026-11-20T09:00:00Z"; // the key holds from then on
    QCOMPARE(program_.makeKey(u"me"_s, u"Reviewer"_s).code, 0);
  }
  void init() {
    program_.now = "2026-11-20T09:00:00Z";
    program_.freshWorkspace();
  }

  /// In one of two systems, in both, and back again.
  void revocationInTwoSystems() {
    look("09:00", true, true);
    program_.now = "2026-11-20T09:10:00Z";
    const Ran revoked =
        program_.run(QStringList{u"attest"_s, u"--record"_s, u"svc-orders"_s, u"--decision"_s, u"revoke"_s,
                                 u"--grant"_s, u"publish on orders.*"_s, u"--reason"_s, u"not needed"_s} +
                     program_.key(u"me"_s));
    QVERIFY2(revoked.code == 0, revoked.err + revoked.out);
    QCOMPARE(revocation(1)[u"state"_s].toString(), u"requested"_s);

    look("10:00", false, true);
    program_.now = "2026-11-21T11:00:00Z"; // past the window of the tier
    QCOMPARE(import(u"cache2.jsonl"_s, snapshot("cache", "2026-11-21T11:00:00Z", true)).code, 0);
    const QJsonObject partly = revocation(1);
    QCOMPARE(partly[u"state"_s].toString(), u"partly-landed"_s);
    QCOMPARE(stateIn(partly, u"broker"_s), u"effective"_s);
    QCOMPARE(stateIn(partly, u"cache"_s), u"never-landed"_s);
    QVERIFY2(partly[u"text"_s].toString().contains(u"g-cache"_s), qPrintable(partly[u"text"_s].toString()));
    const Ran drift = program_.json({u"drift"_s, u"--kind"_s, u"still-there"_s, u"--gate"_s, u"low"_s});
    QCOMPARE(drift.code, 1);
    QCOMPARE(drift.json()[u"differences"_s].toArray().size(), 1);
    exportTo(u"package"_s);
    QVERIFY(reportCell(u"package"_s, u"broker"_s).contains(u"partly-landed"_s));
    QVERIFY(reportCell(u"package"_s, u"broker"_s).contains(u"SHA-256"_s));
    QVERIFY(reportCell(u"package"_s, u"cache"_s).contains(u"g-cache"_s));
    QCOMPARE(program_.run({u"verify"_s, u"package"_s}).code, 0);

    program_.now = "2026-11-21T12:00:00Z";
    QCOMPARE(import(u"cache3.jsonl"_s, snapshot("cache", "2026-11-21T12:00:00Z", false)).code, 0);
    QCOMPARE(revocation(0)[u"state"_s].toString(), u"effective"_s);
    program_.now = "2026-11-21T13:00:00Z";
    for (const QByteArray system : {"broker", "cache"})
      QCOMPARE(
          import(QString::fromUtf8(system) + u"4.jsonl"_s, snapshot(system, "2026-11-21T13:00:00Z", false))
              .code,
          0);
    QCOMPARE(revocation(0)[u"state"_s].toString(), u"held"_s);
    const Ran signed_ =
        program_.run(QStringList{u"revocations"_s, u"--sign"_s} + program_.key(u"me"_s).mid(1));
    QVERIFY2(signed_.code == 0, signed_.err.constData());
    QVERIFY(signed_.err.contains("1 outcome"));
    QVERIFY(program_.run({u"log"_s}).out.contains("revocation held"));

    program_.now = "2026-11-21T14:00:00Z";
    QCOMPARE(import(u"broker5.jsonl"_s, snapshot("broker", "2026-11-21T14:00:00Z", true)).code, 0);
    QCOMPARE(revocation(1)[u"state"_s].toString(), u"returned"_s);
    const Ran changes = program_.json({u"changes"_s, u"--open"_s});
    QCOMPARE(changes.code, 1);
    QCOMPARE(changes.json()[u"changes"_s].toArray().size(), 1);
  }

  /// Gone from one of two systems: said everywhere, with the same system named.
  void partlyLandedIsSaidEverywhere() {
    look("09:00", true, true);
    program_.now = "2026-11-20T09:10:00Z";
    const Ran revoked =
        program_.run(QStringList{u"attest"_s, u"--record"_s, u"svc-orders"_s, u"--decision"_s, u"revoke"_s,
                                 u"--grant"_s, u"publish on orders.*"_s, u"--reason"_s, u"not needed"_s} +
                     program_.key(u"me"_s));
    QVERIFY2(revoked.code == 0, revoked.err + revoked.out);
    look("10:00", false, true);
    program_.now = "2026-11-21T11:00:00Z"; // past the window of the tier
    QCOMPARE(import(u"cache2.jsonl"_s, snapshot("cache", "2026-11-21T11:00:00Z", true)).code, 0);
    const QJsonObject partly = revocation(1);
    const QString landed = placeOf(partly, u"broker"_s), open = placeOf(partly, u"cache"_s);
    QVERIFY(!landed.isEmpty() && !open.isEmpty() && landed != open);

    // The command line.
    QCOMPARE(partly[u"state"_s].toString(), u"partly-landed"_s);
    const QString text = u"landed in "_s + landed + u"; not in "_s + open;
    QVERIFY2(partly[u"text"_s].toString().startsWith(text), qPrintable(partly[u"text"_s].toString()));
    const QString table = QString::fromUtf8(program_.run({u"revocations"_s}).out);
    QVERIFY2(table.contains(u"partly-landed"_s) && lineOf(table, open).contains(u"never-landed"_s),
             qPrintable(table));
    QVERIFY(program_.run({u"revocations"_s, u"--asked"_s}).out.contains(table.toUtf8().split('\n').at(1)));
    const Ran changes = program_.json({u"changes"_s, u"--state"_s, u"partly-landed"_s});
    QCOMPARE(changes.code, 1);
    QCOMPARE(changes.json()[u"changes"_s][0].toObject(), partly);

    // The record.
    const Ran shown = program_.json({u"show"_s, u"svc-orders"_s});
    QCOMPARE(shown.json()[u"changes"_s].toArray(), QJsonArray{partly});
    const QString words = QString::fromUtf8(program_.run({u"show"_s, u"svc-orders"_s}).out);
    QVERIFY2(words.contains(u"partly-landed — "_s + text), qPrintable(words));
    QVERIFY2(words.contains(open + u": never-landed"_s) && words.contains(landed + u": effective"_s),
             qPrintable(words));
    QVERIFY(program_.json({u"show"_s, u"svc-orders"_s, u"--as-of"_s, u"2026-11-20T09:30:00Z"_s})
                .json()[u"changes"_s]
                .isNull());

    // The overview.
    const QJsonObject overview = program_.json({u"overview"_s}).json();
    QCOMPARE(overview[u"revocations"_s][u"open"_s].toInt(), 1);
    const QJsonObject todo = overview[u"todo"_s][0].toObject();
    QCOMPARE(todo[u"kind"_s].toString(), u"revocations-open"_s);
    QCOMPARE(todo[u"where"_s].toArray(), QJsonArray{open});
    QCOMPARE(todo[u"records"_s].toArray(), QJsonArray{partly[u"record"_s]});
    const QString figures = QString::fromUtf8(program_.run({u"overview"_s}).out);
    QVERIFY2(figures.contains(u"1 revocation is still effective (in "_s + open + u")"_s),
             qPrintable(figures));

    // The evidence package.
    exportTo(u"partly"_s);
    QVERIFY(reportCell(u"partly"_s, landed).contains(u"partly-landed"_s));
    QVERIFY(reportCell(u"partly"_s, landed).contains(u",effective,"_s));
    QVERIFY(reportCell(u"partly"_s, open).contains(u",never-landed,"_s));
    QVERIFY(reportCell(u"partly"_s, open).contains(u"g-cache"_s));
  }

  /// A partial export that does not show the grant proves nothing.
  void partialProvesNothing() {
    look("09:00", true, true);
    QCOMPARE(importList("T-1,2026-11-20T08:00:00Z,team,broker:svc-orders,revoke,publish,orders.*,\n").code,
             0);
    program_.now = "2026-11-20T10:00:00Z";
    QCOMPARE(import(u"p.jsonl"_s, snapshot("broker", "2026-11-20T10:00:00Z", false, true, "partial")).code,
             0);
    const QJsonObject change = program_.json({u"changes"_s}).json()[u"changes"_s][0].toObject();
    QVERIFY(stateIn(change, u"broker"_s) == u"requested"_s);
  }

  /// Between two looks: an interval, never one number.
  void latencyIsAnInterval() {
    look("09:00", false, false);
    program_.now = "2026-11-20T09:06:00Z";
    QCOMPARE(importList("T-1,2026-11-20T09:05:00Z,team,broker:svc-orders,grant,publish,orders.*,\n").code, 0);
    program_.now = "2026-11-20T09:30:00Z";
    QCOMPARE(import(u"a.jsonl"_s, snapshot("broker", "2026-11-20T09:30:00Z", false)).code, 0);
    program_.now = "2026-11-20T10:00:00Z";
    QCOMPARE(import(u"b.jsonl"_s, snapshot("broker", "2026-11-20T10:00:00Z", true)).code, 0);
    const QJsonObject change = program_.json({u"changes"_s}).json()[u"changes"_s][0].toObject();
    const QJsonObject applied = change[u"latencies"_s][u"applied"_s].toObject();
    QCOMPARE(applied[u"atLeastSeconds"_s].toInt(), 25 * 60);
    QCOMPARE(applied[u"atMostSeconds"_s].toInt(), 55 * 60);
    QCOMPARE(change[u"latencies"_s][u"shown"_s][u"atMostSeconds"_s].toInt(), 55 * 60);
    QCOMPARE(program_.run({u"latency"_s, u"--leg"_s, u"applied"_s, u"--max"_s, u"1h"_s}).code, 0);
    QCOMPARE(program_.run({u"latency"_s, u"--leg"_s, u"applied"_s, u"--max"_s, u"30m"_s}).code, 1);
    // What was asked for is no unrequested change.
    const Ran seen = program_.json({u"changes"_s, u"--seen"_s});
    QCOMPARE(seen.code, 0);
    QCOMPARE(seen.json()[u"seen"_s].toArray().size(), 1);
    QCOMPARE(seen.json()[u"seen"_s][0][u"request"_s].toString(), u"T-1"_s);
  }

  void windowsClose() {
    look("09:00", false, false);
    program_.now = "2026-11-20T09:06:00Z";
    QCOMPARE(importList("T-1,2026-11-20T09:05:00Z,on-call,broker:svc-orders,grant,publish,"
                        "orders.*,2026-11-20T11:00:00Z\n")
                 .code,
             0);
    look("10:00", true, false);
    const auto state = [&] {
      return program_.json({u"changes"_s}).json()[u"changes"_s][0][u"state"_s].toString();
    };
    QCOMPARE(state(), u"applied"_s); // nothing evaluates this system
    look("12:00", true, false);
    QCOMPARE(state(), u"still-open"_s);
    QCOMPARE(program_.json({u"drift"_s, u"--kind"_s, u"window-closed"_s})
                 .json()[u"differences"_s]
                 .toArray()
                 .size(),
             1);
    look("13:00", false, false);
    QCOMPARE(state(), u"closed"_s);
  }

  void unknownIdentity() {
    look("09:00", true, true);
    QCOMPARE(importList("T-1,2026-11-20T08:00:00Z,team,broker:nobody,revoke,publish,,\n").code, 0);
    const QJsonObject change = program_.json({u"changes"_s}).json()[u"changes"_s][0].toObject();
    QCOMPARE(change[u"state"_s].toString(), u"unknown"_s);
    QVERIFY(change[u"text"_s].toString().contains(u"no identity"_s));
    QCOMPARE(change[u"about"_s].toString(), u"broker:nobody"_s);
  }

  void probes() {
    look("09:00", false, false);
    const Ran added =
        program_.run({u"probe"_s, u"add"_s, u"p1"_s, u"--identity"_s, u"svc-orders"_s, u"--kind"_s, u"give"_s,
                      u"--action"_s, u"publish"_s, u"--resource"_s, u"orders.*"_s});
    QVERIFY2(added.code == 0, added.err.constData());
    QCOMPARE(program_.run({u"probe"_s, u"list"_s}).code, 1);
    look("10:00", true, false);
    const Ran listed = program_.json({u"probe"_s, u"list"_s});
    QCOMPARE(listed.code, 0);
    QCOMPARE(listed.json()[u"probes"_s][0][u"change"_s][u"state"_s].toString(), u"applied"_s);
    QCOMPARE(
        program_
            .run({u"probe"_s, u"add"_s, u"p1"_s, u"--identity"_s, u"svc-orders"_s, u"--kind"_s, u"edit"_s})
            .code,
        2);
    QCOMPARE(program_.run({u"probe"_s, u"remove"_s, u"p1"_s}).code, 0);
    QCOMPARE(program_.run({u"probe"_s, u"remove"_s, u"p1"_s}).code, 1);
  }

  void watching() {
    look("09:00", false, false);
    QVERIFY(QDir().mkpath(program_.path(u"inbox"_s)));
    program_.now = "2026-11-20T10:00:00Z";
    program_.write(u"inbox/b.jsonl"_s, snapshot("broker", "2026-11-20T10:00:00Z", true));
    program_.write(u"inbox/.half"_s, "{");
    const Ran first = program_.json({u"watch"_s, u"inbox"_s, u"--once"_s, u"--exec"_s, u"cat > news.json"_s});
    QCOMPARE(first.code, 1);
    const QJsonObject news = QJsonDocument::fromJson(program_.read(u"news.json"_s)).object();
    QCOMPARE(news[u"diverged"_s].toArray().size(), 1);
    QCOMPARE(news[u"diverged"_s][0][u"what"_s].toString(), u"unrequested"_s);
    QCOMPARE(program_.run({u"watch"_s, u"inbox"_s, u"--once"_s}).code, 0);
    program_.write(u"inbox/bad.jsonl"_s, "{\"t\":\"snapshot\"");
    QCOMPARE(program_.run({u"watch"_s, u"inbox"_s, u"--once"_s}).code, 4);
    QCOMPARE(program_.run({u"watch"_s, u"nowhere"_s, u"--once"_s}).code, 1);
  }
};

QTEST_GUILESS_MAIN(TestCliChanges)
#include "tst_cli_changes.moc"
