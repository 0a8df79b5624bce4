// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/bad_files.h"
#include "tests/cli/program.h"
#include "tests/exports/exports.h"

#include <QFile>
#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace countersign::test;

/// Files that nothing can be made of: a refusal that names place and remedy, and the content as it was.
class TestCliBadInput : public QObject {
  Q_OBJECT

  Program program_;
  QByteArray held_;

  static QStringList import(const QString& file, const QStringList& more = {}) {
    return QStringList{u"import"_s, file, u"--captured-at"_s, u"2026-11-20T11:00:00Z"_s} + more;
  }

  /// One file is refused: error of this code in this file, at this place ("byte", "line" or "pointer").
  void refuses(const QStringList& arguments, const QString& file, const QString& code, const QString& place) {
    const Ran ran = program_.json(arguments);
    QVERIFY2(ran.code == 4, ran.err + ran.out);
    const QJsonArray files = ran.json()[u"files"_s].toArray();
    QVERIFY(!files.isEmpty());
    for (const auto& one : files)
      QVERIFY2(one[u"error"_s].isObject(), ran.out);
    const QJsonObject error = files[0][u"error"_s].toObject();
    QVERIFY2(error[u"code"_s].toString() == code, ran.out);
    QVERIFY2(error[u"place"_s][u"file"_s].toString().startsWith(file), ran.out);
    QVERIFY2(place.isEmpty() || error[u"place"_s].toObject().contains(place), ran.out);
    QVERIFY2(!error[u"message"_s].toString().isEmpty() && !error[u"remedy"_s].toString().isEmpty(), ran.out);
    QCOMPARE(program_.dump(), held_);

    const Ran text = program_.run(arguments);
    QCOMPARE(text.code, 4);
    QVERIFY2(text.out.startsWith("REFUSED   " + file.toUtf8()), text.out);
    QVERIFY2(text.out.contains(error[u"remedy"_s].toString().toUtf8()), text.out);
    QCOMPARE(program_.dump(), held_);
  }

private Q_SLOTS:
  void initTestCase() {
    program_.freshWorkspace();
    QCOMPARE(program_.makeKey(u"first"_s, u"First Reviewer"_s).code, 0);
    program_.write(u"account.json"_s, accountDetails());
    const Ran ran =
        program_.run({u"import"_s, u"account.json"_s, u"--captured-at"_s, u"2026-11-20T10:00:00Z"_s});
    QVERIFY2(ran.code == 0, ran.err + ran.out);
    QCOMPARE(program_
                 .run(QStringList{u"attest"_s, u"--record"_s, u"backup-writer"_s, u"--decision"_s,
                                  u"certify"_s, u"--reason"_s, u"used every night"_s} +
                      program_.key(u"first"_s))
                 .code,
             0);
    held_ = program_.dump();
    QVERIFY(held_.contains("backup-writer") && held_.contains("\nlog_entry"));
  }

  void refused_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QStringList>("more");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("place");
    const auto row = [](const char* title, const QByteArray& bytes, const char* code, const char* place = "",
                        const QStringList& more = {}) {
      QTest::newRow(title) << bytes << more << QString::fromLatin1(code) << QString::fromLatin1(place);
    };
    const QStringList account{u"--scope"_s, u"111122223333"_s};
    const QByteArray good = accountDetails(), cluster = clusterObjects();
    const QByteArray oneRole =
        good.left(good.indexOf(",\n    {\"Path\": \"/\", \"RoleName\": \"ci-admin\"")) + "]}";

    row("empty", "", "malformed", "byte");
    row("blanks", " \n\n ", "unrecognised");
    row("only a byte order mark", "\xEF\xBB\xBF", "malformed", "byte");
    row("empty gzip", packed("", "gzip"), "malformed");
    row("truncated before anything is whole", good.left(200), "truncated", "byte", account);
    row("truncated gzip", packed(good, "gzip").left(60), "truncated", "", account);
    row("truncated zip", packed(good, "zip").left(200), "malformed");

    row("no known system", "{\"what\": \"is this?\"}", "unrecognised");
    row("another account", good, "wrong-scope", "", {u"--scope"_s, u"999988887777"_s});
    row("another role", good, "invalid-argument", "", {u"--role"_s, u"audit"_s});
    row("a cluster without its name", cluster, "wrong-scope");

    row("latin-1", "uid,name\nr\xF4le,x\n", "encoding", "byte");
    row("utf-32", QByteArray("\xFF\xFE\0\0{\0\0\0", 8), "encoding", "byte");
    row("lone surrogate of utf-16", utf16(good, Order::Little).left(400) + QByteArray("\0\xDC }\0", 5),
        "encoding", "byte");
    row("binary",
        QByteArray("\x7F"
                   "ELF\x02\x01\x01\0\0\0\0\0",
                   12),
        "encoding", "byte");
    row("invalid utf-8", replaced(oneRole, "Platform", "Plat\xFF\xFE"), "encoding", "byte");
    row("invalid utf-8 in a member name", replaced(oneRole, "\"Tags\"", "\"Tag\xC3\""), "encoding", "byte");

    row("10,000 deep", deep(10'000), "unrecognised");
    row("10,000 deep without an end", QByteArray(10'000, '['), "unrecognised");
    row("10,000 deep in the list",
        replaced(good, "\"UserDetailList\": []", "\"UserDetailList\": " + deep(10'000))
            .replace("\"RoleDetailList\"", "\"Other\""),
        "limit", "pointer", account);
    row("10,000 deep in the only role",
        replaced(oneRole, "\"RoleLastUsed\": {}", "\"RoleLastUsed\": " + deep(10'000)), "limit", "pointer");
    row("10,000 deep in yaml",
        "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: " + deep(10'000) + "\n", "limit", "",
        {u"--scope"_s, u"prod-eu"_s});
    row("duplicate member", replaced(good, "\"IsTruncated\"", "\"RoleDetailList\": [], \"IsTruncated\""),
        "duplicate-key", "byte");
    row("duplicate member in the only role",
        replaced(oneRole, "\"RoleName\"", "\"RoleName\": \"x\", \"RoleName\""), "duplicate-key", "byte");
    row("an integer beyond 64 bits",
        replaced(oneRole, "\"RoleLastUsed\"",
                 "\"MaxSessionDuration\": 98765432109876543210, \"RoleLastUsed\""),
        "malformed", "pointer");

    row("clock in the future", good, "future-time", "",
        {u"--captured-at"_s, u"2026-11-20T12:00:01Z"_s, u"--scope"_s, u"111122223333"_s});
    row("no time", good, "missing-time");

    const QByteArray bomb = oneRole + QByteArray(100 << 20, ' ');
    for (const char* how : {"gzip", "zstd", "xz", "zip"})
      row(qPrintable(u"bomb in %1"_s.arg(QString::fromLatin1(how))), packed(bomb, how), "limit");
    row("bomb behind a good file", zipAround(good, "bomb.json", bomb), "limit");
    for (const char* path :
         {"../up.json", "a/../../up.json", "/etc/up.json", "a\\..\\..\\up.json", "C:\\up.json"})
      row(path, zipAround(good, path, good), "unsupported");
    QByteArray nested = good;
    for (int i = 0; i < 3; ++i)
      nested = packed(nested, "zip", "inner.zip");
    row("archives three deep", nested, "limit");
  }
  void refused() {
    QFETCH(const QByteArray, bytes);
    QFETCH(const QStringList, more);
    QFETCH(const QString, code);
    QFETCH(const QString, place);
    program_.write(u"bad.json"_s, bytes);
    const QStringList plain{u"import"_s, u"bad.json"_s};
    const bool ownTime = more.contains(u"--captured-at"_s) || code == u"missing-time"_s;
    refuses(ownTime ? plain + more : import(u"bad.json"_s, more), u"bad.json"_s, code, place);
  }

  /// A line of more than 2 GB, in bounded memory. The files take no room on the disk.
  void longLine_data() {
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<QByteArray>("tail");
    QTest::addColumn<QString>("code");
    const QByteArray start =
        "{\"RoleDetailList\": [{\"Arn\": \"arn:aws:iam::111122223333:role/x\", \"RoleName\": \"";
    QTest::newRow("without an end") << start << QByteArray() << u"truncated"_s;
    QTest::newRow("with an end") << start << QByteArray("\"}]}\n") << u"limit"_s;
  }
  void longLine() {
    QFETCH(const QByteArray, head);
    QFETCH(const QByteArray, tail);
    QFETCH(const QString, code);
    const qint64 size = (qint64{2} << 30) + (1 << 20);
    // Long enough that the zeros are not in the part that is looked at first.
    writeSparse(program_.path(u"line.json"_s), head + QByteArray(70'000, 'a'), size, tail);
    QStringList arguments = import(u"line.json"_s, {u"--scope"_s, u"111122223333"_s, u"--json"_s});
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    const Ran ran = program_.run(arguments);
#else
    const Ran ran = program_.under({u"sh"_s, u"-c"_s, u"ulimit -d 524288; exec \"$0\" \"$@\""_s}, arguments);
#endif
    QVERIFY(QFile::remove(program_.path(u"line.json"_s)));
    QVERIFY2(ran.code == 4, ran.err + ran.out);
    const QJsonObject error = ran.json()[u"files"_s][0][u"error"_s].toObject();
    QVERIFY2(error[u"code"_s].toString() == code, ran.out);
    QVERIFY2(error[u"place"_s][u"byte"_s].toInt() == 20, ran.out);
    QVERIFY2(!error[u"remedy"_s].toString().isEmpty(), ran.out);
    QCOMPARE(program_.dump(), held_);
  }

  /// Manifests are input too.
  void manifests_data() {
    QTest::addColumn<QByteArray>("manifest");
    const auto row = [](const char* title, const QByteArray& files) {
      QTest::newRow(title)
          << "{\"schema\": \"countersign-import/1\", \"sources\": [{\"name\": \"a\", \"system\": \"aws\", "
             "\"scope\": \"111122223333\", \"role\": \"live\"}], \"files\": " +
                 files + "}";
    };
    row("path that leads out", "[{\"path\": \"../account.json\", \"source\": \"a\"}]");
    row("absolute path", "[{\"path\": \"/etc/passwd\", \"source\": \"a\"}]");
    row("10,000 deep", deep(10'000));
    row("duplicate member", "[{\"path\": \"a.json\", \"path\": \"b.json\", \"source\": \"a\"}]");
    row("truncated", "[{\"path\": \"a.json\"");
    row("invalid utf-8", "[{\"path\": \"\xFF.json\", \"source\": \"a\"}]");
  }
  void manifests() {
    QFETCH(const QByteArray, manifest);
    program_.write(u"countersign-import.json"_s, manifest);
    const Ran ran = program_.json({u"import"_s, u"countersign-import.json"_s});
    QVERIFY2(ran.code == 1 || ran.code == 2, ran.err + ran.out);
    const QByteArray last = ran.err.trimmed().split('\n').constLast();
    const QJsonObject error = QJsonDocument::fromJson(last).object()[u"error"_s].toObject();
    QVERIFY2(error[u"place"_s][u"file"_s].toString().endsWith(u"countersign-import.json"_s), ran.err);
    QVERIFY2(!error[u"remedy"_s].toString().isEmpty(), ran.err);
    QCOMPARE(program_.dump(), held_);
  }

  void soundAtTheEnd() {
    QCOMPARE(program_.run({u"workspace"_s, u"check"_s}).code, 0);
  }
};

QTEST_GUILESS_MAIN(TestCliBadInput)
#include "tst_cli_bad_input.moc"
