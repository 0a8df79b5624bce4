// SPDX-License-Identifier: Apache-2.0
#include "program.h"
#include "tests/exports/exports.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using countersign::test::accountDetails;
using countersign::test::Program;
using countersign::test::Ran;

namespace {

const QByteArray backup = "aws:arn:aws:iam::111122223333:role/backup-writer";

/// Text with ' for ".
QByteArray q(const char* text) {
  return QByteArray(text).replace('\'', '"');
}

/// A snapshot of the neutral format with these records, each a JSON object without its braces.
QByteArray snapshot(const char* plane, const char* kind, const QByteArray& at,
                    const QList<QByteArray>& records, const QByteArray& counts) {
  QByteArray out = q("{'t':'snapshot','schema':'nhi-snapshot/1','snapshot_id':'") + at + q("','plane':'") +
                   plane + q("','source_kind':'") + kind + q("','source_scope':'acme','captured_at':'") + at +
                   q("','captured_at_basis':'tool','completeness':'full'}") + "\n";
  for (const QByteArray& record : records)
    out += "{" + record + "}\n";
  const QByteArray digest = QCryptographicHash::hash(out, QCryptographicHash::Sha256).toHex();
  return out + q("{'t':'end','counts':{") + counts + q("},'sha256':'") + digest + "\"}\n";
}

QByteArray identity(const QByteArray& uid, const QByteArray& more = {}) {
  return q("'t':'identity','uid':'") + uid + q("','platform':'") + uid.left(uid.indexOf(':')) +
         q("','kind':'role','name':'") + uid.mid(uid.lastIndexOf('/') + 1) + "\"" + more;
}

QByteArray keysOf(const QByteArray& user, const QByteArray& id, const QByteArray& created) {
  return q("{'AccessKeyMetadata':[{'UserName':'") + user + q("','AccessKeyId':'") + id +
         q("','Status':'Active','CreateDate':'") + created + q("'}]}");
}

} // namespace

/// From exports to findings, through the program.
class TestCliFindings : public QObject {
  Q_OBJECT
  Program program_;

  Ran import(const QString& name, const QByteArray& bytes, const QStringList& more = {}) {
    program_.write(name, bytes);
    const Ran ran = program_.json(QStringList{u"import"_s, name} + more);
    if (ran.code != 0) qWarning() << ran.out << ran.err;
    return ran;
  }
  Ran importAccount(const QByteArray& bytes, const QString& at = u"2026-11-20T11:00:00Z"_s) {
    return import(u"account.json"_s, bytes, {u"--captured-at"_s, at});
  }
  QStringList texts(const QString& rule, const QString& record = {}) const {
    const Ran ran = program_.json({u"findings"_s, u"--rule"_s, rule});
    QStringList out;
    for (const auto& f : ran.json()[u"findings"_s].toArray())
      if (record.isEmpty() || f[u"name"_s].toString() == record) out << f[u"text"_s].toString();
    return out;
  }
  QString digest(const QString& record) const {
    return program_.json({u"show"_s, record}).json()[u"digest"_s].toString();
  }

private Q_SLOTS:
  void init() {
    program_.freshWorkspace();
    program_.now = "2026-11-20T12:00:00Z";
  }

  void worstFirstAndGate() {
    QCOMPARE(importAccount(accountDetails()).code, 0);
    const Ran all = program_.json({u"findings"_s});
    QCOMPARE(all.code, 0);
    const QJsonArray findings = all.json()[u"findings"_s].toArray();
    QVERIFY(!findings.isEmpty());
    QStringList severities;
    for (const auto& f : findings) {
      severities << f[u"severity"_s].toString();
      for (const char* member : {"record", "name", "tier", "rule", "severity", "text"})
        QVERIFY2(!f[QString::fromLatin1(member)].toString().isEmpty(), member);
    }
    const QStringList order{u"critical"_s, u"high"_s, u"medium"_s, u"low"_s};
    QVERIFY(std::is_sorted(severities.begin(), severities.end(), [&](const auto& a, const auto& b) {
      return order.indexOf(a) < order.indexOf(b);
    }));
    QCOMPARE(texts(u"overprivileged"_s).size(), 1);
    QCOMPARE(texts(u"not-reviewed"_s), QStringList{u"Critical, and never certified"_s});
    QCOMPARE(program_.run({u"findings"_s, u"--gate"_s, u"high"_s}).code, 1);
    const Ran hidden = program_.json({u"findings"_s, u"--severity"_s, u"critical"_s, u"--gate"_s, u"high"_s});
    QCOMPARE(hidden.code, 1);
    QCOMPARE(hidden.json()[u"total"_s].toInt(), 0);
    QCOMPARE(hidden.json()[u"passes"_s].toBool(true), false);
    QCOMPARE(program_.run({u"findings"_s, u"--gate"_s, u"critical"_s}).code, 0);
  }

  void wrongUsage() {
    QCOMPARE(program_.run({u"findings"_s, u"--rule"_s, u"no-such-rule"_s}).code, 2);
    QCOMPARE(program_.run({u"findings"_s, u"--gate"_s, u"awful"_s}).code, 2);
  }

  void rulesSayWhatTheyCouldNotSee() {
    QCOMPARE(importAccount(accountDetails()).code, 0);
    const QJsonArray rules = program_.json({u"findings"_s, u"--rules"_s}).json()[u"rules"_s].toArray();
    QVERIFY(rules.size() >= 38);
    QHash<QString, QJsonObject> byId;
    for (const auto& rule : rules)
      byId[rule[u"id"_s].toString()] = rule.toObject();
    QVERIFY(!byId[u"undeclared"_s][u"looks"_s].toBool(true));
    QCOMPARE(byId[u"undeclared"_s][u"missing"_s].toArray().first().toString(), u"intent sources"_s);
    QVERIFY(byId[u"overprivileged"_s][u"looks"_s].toBool());
    QVERIFY(byId[u"unused"_s][u"looks"_s].toBool()); // RoleLastUsed is there
    QVERIFY(program_.run({u"findings"_s, u"--rules"_s}).out.contains("could not look: nothing was imported"));
  }

  /// A key grows old while nobody imports anything: the finding comes, the state stays.
  void timePassing() {
    QCOMPARE(import(u"keys.json"_s, keysOf("ci", "AKIAEXAMPLE0000001", "2026-08-25T00:00:00+00:00"),
                    {u"--captured-at"_s, u"2026-11-20T11:00:00Z"_s, u"--scope"_s, u"111122223333"_s})
                 .code,
             0);
    QVERIFY(texts(u"old-credential"_s).isEmpty());
    const QString before = digest(u"ci"_s);
    QCOMPARE(before.size(), 64);
    program_.now = "2026-11-22T23:59:59Z";
    QVERIFY(texts(u"old-credential"_s).isEmpty());
    program_.now = "2026-11-23T00:00:00Z";
    QCOMPARE(
        texts(u"old-credential"_s),
        QStringList{u"access key AKIAEXAMPLE0000001 is the same since 2026-08-25, longer than 90 days"_s});
    QCOMPARE(digest(u"ci"_s), before);
    const QJsonArray listed =
        program_.json({u"list"_s, u"--attention"_s, u"old-credential"_s}).json()[u"records"_s].toArray();
    QCOMPARE(listed.size(), 1);
  }

  /// What it can do first, then where it is and who from outside can become it; the owner's word between.
  void tiers() {
    const auto tier = [&](const QString& record) {
      const QJsonObject view = program_.json({u"show"_s, record}).json();
      return QStringList{view[u"tier"_s].toString(), view[u"tierReason"_s].toString()};
    };
    const auto details = [&](const QByteArray& tags, const QByteArray& who) {
      QByteArray out = accountDetails();
      out.replace(q("{'Key': 'owner', 'Value': 'Platform Storage'}"),
                  q("{'Key': 'owner', 'Value': 'Platform Storage'}") + tags);
      if (!who.isEmpty()) out.replace(q("{'Service': 'ec2.amazonaws.com'}"), who);
      program_.freshWorkspace();
      return importAccount(out).code;
    };
    QCOMPARE(details({}, {}), 0);
    QCOMPARE(tier(u"backup-writer"_s).first(), u"medium"_s);
    QCOMPARE(details(q(", {'Key': 'env', 'Value': 'dev'}"), {}), 0);
    QCOMPARE(tier(u"backup-writer"_s).first(), u"medium"_s);
    QCOMPARE(details(q(", {'Key': 'env', 'Value': 'prod'}"), {}), 0);
    QCOMPARE(tier(u"backup-writer"_s).first(), u"high"_s);
    QVERIFY2(tier(u"backup-writer"_s).last().endsWith(u"; in production (tag env = prod of backup-writer)"_s),
             qPrintable(tier(u"backup-writer"_s).last()));
    QCOMPARE(details(q(", {'Key': 'env', 'Value': 'prod'}"), q("{'AWS': '*'}")), 0);
    QCOMPARE(tier(u"backup-writer"_s).first(), u"critical"_s);
    QVERIFY2(tier(u"backup-writer"_s).last().endsWith(u"; anybody can become backup-writer"_s),
             qPrintable(tier(u"backup-writer"_s).last()));
    QCOMPARE(details(q(", {'Key': 'tier', 'Value': 'low'}, {'Key': 'env', 'Value': 'prod'}"), {}), 0);
    QCOMPARE(tier(u"backup-writer"_s).first(), u"low"_s);
    QCOMPARE(
        details(q(", {'Key': 'tier', 'Value': 'low'}, {'Key': 'env', 'Value': 'prod'}"), q("{'AWS': '*'}")),
        0);
    QCOMPARE(tier(u"backup-writer"_s).first(), u"critical"_s);
    QVERIFY2(tier(u"backup-writer"_s).last().contains(u" says low)"_s),
             qPrintable(tier(u"backup-writer"_s).last()));
    QCOMPARE(tier(u"ci-admin"_s).first(), u"critical"_s);
  }

  void usedAgain() {
    QByteArray old = accountDetails();
    old.replace(q("'RoleLastUsed': {}"), q("'RoleLastUsed': {'LastUsedDate': '2026-03-01T00:00:00+00:00'}"));
    QCOMPARE(importAccount(old).code, 0);
    QCOMPARE(texts(u"unused"_s, u"backup-writer"_s), QStringList{u"Not used since 2026-03-01"_s});
    QByteArray used = accountDetails();
    used.replace(q("'RoleLastUsed': {}"), q("'RoleLastUsed': {'LastUsedDate': '2026-11-19T00:00:00+00:00'}"));
    QCOMPARE(importAccount(used, u"2026-11-20T11:30:00Z"_s).code, 0);
    QVERIFY(texts(u"unused"_s, u"backup-writer"_s).isEmpty());
  }
  void neverWithinWhatIsTracked() {
    QCOMPARE(importAccount(accountDetails()).code, 0);
    QCOMPARE(texts(u"unused"_s, u"backup-writer"_s),
             QStringList{u"Not used within the 400 days that are recorded"_s});
    QByteArray silent = accountDetails();
    silent.replace(q(", 'RoleLastUsed': {}"), "");
    program_.freshWorkspace();
    QCOMPARE(importAccount(silent).code, 0);
    QVERIFY(texts(u"unused"_s).isEmpty());
  }

  void sharedKeyComesAndGoes() {
    QCOMPARE(import(u"keys.json"_s, keysOf("ci", "AKIAEXAMPLE0000001", "2026-11-01T00:00:00+00:00"),
                    {u"--captured-at"_s, u"2026-11-20T10:00:00Z"_s, u"--scope"_s, u"111122223333"_s})
                 .code,
             0);
    QVERIFY(texts(u"shared-key"_s).isEmpty());
    const QByteArray other = q("'t':'credential','id':'AKIAEXAMPLE0000001','identity':'build:agent/"
                               "one','kind':'access_key','status':'active'");
    QCOMPARE(import(u"build1.jsonl"_s,
                    snapshot("live", "build", "2026-11-20T10:30:00Z", {identity("build:agent/one"), other},
                             q("'identity':1,'credential':1")))
                 .code,
             0);
    QCOMPARE(texts(u"shared-key"_s, u"ci"_s),
             QStringList{u"access key AKIAEXAMPLE0000001 is also that of build:agent/one"_s});
    QCOMPARE(
        import(u"build2.jsonl"_s, snapshot("live", "build", "2026-11-20T11:00:00Z",
                                           {identity("build:agent/one")}, q("'identity':1,'credential':0")))
            .code,
        0);
    QVERIFY(texts(u"shared-key"_s, u"ci"_s).isEmpty());
  }

  void destroyedButLive() {
    QCOMPARE(importAccount(accountDetails()).code, 0);
    QCOMPARE(import(u"cmdb1.jsonl"_s,
                    snapshot("intended", "cmdb", "2026-11-20T09:00:00Z",
                             {identity(backup), identity("aws:arn:aws:iam::111122223333:role/ci-admin")},
                             q("'identity':2")))
                 .code,
             0);
    QVERIFY(texts(u"destroyed-but-live"_s).isEmpty());
    QCOMPARE(import(u"cmdb2.jsonl"_s,
                    snapshot("intended", "cmdb", "2026-11-20T11:30:00Z",
                             {identity("aws:arn:aws:iam::111122223333:role/ci-admin")}, q("'identity':1")))
                 .code,
             0);
    const QStringList found = texts(u"destroyed-but-live"_s);
    QCOMPARE(found.size(), 1);
    QVERIFY2(found.first().contains(u"declared it until 2026-11-20 and no longer does"_s),
             qPrintable(found.first()));
  }

  void ownerWhoLeft() {
    QByteArray used = accountDetails();
    used.replace(q("'RoleLastUsed': {}"), q("'RoleLastUsed': {'LastUsedDate': '2026-11-19T00:00:00+00:00'}"));
    used.replace("Platform Storage", "someone@example.org");
    QCOMPARE(importAccount(used).code, 0);
    const auto hr = [](const char* status, const char* at) {
      return snapshot("live", "hr", at,
                      {q("'t':'identity','uid':'someone@example.org','platform':'hr','kind':'person','name':'"
                         "someone','status':'") +
                       QByteArray(status) + "\""},
                      q("'identity':1"));
    };
    QCOMPARE(import(u"hr1.jsonl"_s, hr("active", "2026-11-20T10:00:00Z")).code, 0);
    QVERIFY(texts(u"owner-gone-key-used"_s).isEmpty());
    QCOMPARE(import(u"hr2.jsonl"_s, hr("disabled", "2026-11-20T11:00:00Z")).code, 0);
    const QStringList found = texts(u"owner-gone-key-used"_s, u"backup-writer"_s);
    QCOMPARE(found.size(), 1);
    QVERIFY2(found.first().startsWith(u"Owner someone@example.org is gone (disabled in "_s),
             qPrintable(found.first()));
  }

  void secretInAnExport() {
    QCOMPARE(import(u"broker.jsonl"_s,
                    snapshot("live", "broker", "2026-11-20T11:00:00Z",
                             {identity("broker:svc/orders", q(",'client_secret':'not-a-real-one'"))},
                             q("'identity':1")))
                 .code,
             0);
    const QStringList found = texts(u"secret-in-source"_s);
    QCOMPARE(found.size(), 1);
    QVERIFY2(!found.first().contains(u"not-a-real-one"_s), qPrintable(found.first()));
  }

  void personInASession() {
    QByteArray used = accountDetails();
    QCOMPARE(importAccount(used).code, 0);
    const auto trail = [](const QByteArray& session, const QByteArray& id) {
      return q("{'Records':[{'eventVersion':'1.08','eventTime':'2026-11-19T08:00:00Z','eventSource':'iam."
               "amazonaws.com','eventName':'ListUsers','awsRegion':'us-east-1','sourceIPAddress':'192.0.2.7',"
               "'userAgent':'aws-cli/2','recipientAccountId':'111122223333','readOnly':true,'eventID':'") +
             id +
             q("','userIdentity':{'type':'AssumedRole','principalId':'AROAEXAMPLEBACKUP0001:s','arn':'arn:"
               "aws:sts::111122223333:assumed-role/backup-writer/") +
             session +
             q("','accountId':'111122223333','sessionContext':{'sessionIssuer':{'type':'Role','principalId':'"
               "AROAEXAMPLEBACKUP0001','arn':'arn:aws:iam::111122223333:role/"
               "backup-writer','accountId':'111122223333','userName':'backup-writer'}}}}]}");
    };
    QCOMPARE(import(u"trail1.json"_s, trail("i-0123", "11111111-2222-3333-4444-555555555555")).code, 0);
    QVERIFY(texts(u"human-use-of-nhi"_s).isEmpty());
    QVERIFY(texts(u"unused"_s, u"backup-writer"_s).isEmpty()); // the trail shows a use
    QCOMPARE(
        import(u"trail2.json"_s, trail("someone@example.org", "11111111-2222-3333-4444-666666666666")).code,
        0);
    const QStringList found = texts(u"human-use-of-nhi"_s, u"backup-writer"_s);
    QCOMPARE(found.size(), 1);
    QVERIFY2(found.first().startsWith(
                 u"Used by a person 2026-11-19: in a session named by a mail address, iam:ListUsers"_s),
             qPrintable(found.first()));
  }

  /// Four answers, each with a reason, and none of them in what is signed.
  void lights() {
    QCOMPARE(importAccount(accountDetails()).code, 0);
    const QJsonObject view = program_.json({u"show"_s, u"ci-admin"_s}).json();
    const QJsonObject lights = view[u"lights"_s].toObject();
    QCOMPARE(lights.keys(), (QStringList{u"owned"_s, u"reviewed"_s, u"rightSized"_s, u"rotated"_s}));
    const auto state = [&](const char* light) {
      return lights[QString::fromLatin1(light)][u"state"_s].toString();
    };
    QCOMPARE(state("owned"), u"good"_s);
    QCOMPARE(state("rightSized"), u"unknown"_s); // guardrails were not imported
    QCOMPARE(state("rotated"), u"good"_s);
    QCOMPARE(state("reviewed"), u"bad"_s);
    for (const QString& light : lights.keys())
      QVERIFY(!lights[light][u"reason"_s].toString().isEmpty());
    const QByteArray text = program_.run({u"show"_s, u"ci-admin"_s}).out;
    QVERIFY2(text.contains("Right-sized: unknown"), text);
    QVERIFY(!view[u"viewText"_s].toString().contains(u"Right-sized"_s));
  }
};

QTEST_GUILESS_MAIN(TestCliFindings)
#include "tst_cli_findings.moc"
