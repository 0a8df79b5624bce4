// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/program.h"
#include "tests/exports/exports.h"

#include <QFile>
#include <QTest>
#include <sqlite3.h>

using namespace Qt::StringLiterals;
using namespace countersign::test;

/// Workspaces of a newer version, damaged ones and files that are none: no command changes a byte of them.
class TestCliBadWorkspace : public QObject {
  Q_OBJECT

  Program program_;

  /// Runs SQL on the workspace; the number that it gives.
  int sql(const char* statement) const {
    sqlite3* db = nullptr;
    int value = -1;
    const auto keep = [](void* out, int, char** row, char**) {
      *static_cast<int*>(out) = QByteArray(row[0]).toInt();
      return 0;
    };
    if (sqlite3_open(program_.path(u"review.countersign"_s).toUtf8().constData(), &db) != SQLITE_OK ||
        sqlite3_exec(db, statement, keep, &value, nullptr) != SQLITE_OK)
      qFatal("%s: %s", statement, sqlite3_errmsg(db));
    sqlite3_close(db);
    return value;
  }
  void overwrite(qint64 at, const QByteArray& bytes) const {
    QFile file(program_.path(u"review.countersign"_s));
    if (!file.open(QIODevice::ReadWrite) || !file.seek(at) || file.write(bytes) != bytes.size())
      qFatal("the workspace cannot be damaged");
  }
  void damageTree(const char* table) const {
    const QByteArray root = QByteArray("SELECT rootpage FROM sqlite_schema WHERE name = '") + table + '\'';
    overwrite((sql(root.constData()) - 1) * qint64{sql("PRAGMA page_size")}, QByteArray(4096, '\xFF'));
  }
  static QList<QStringList> commands() {
    return {
        {u"list"_s},
        {u"workspace"_s, u"info"_s},
        {u"workspace"_s, u"check"_s},
        {u"workspace"_s, u"dump"_s},
        {u"workspace"_s, u"windows"_s, u"--low"_s, u"2w"_s},
        {u"import"_s, u"account.json"_s, u"--captured-at"_s, u"2026-11-20T11:00:00Z"_s},
        {u"attest"_s, u"--record"_s, u"backup-writer"_s, u"--decision"_s, u"certify"_s, u"--stage-only"_s}};
  }
  /// Every command refuses it with this code, and it stays as it is.
  void refusedByAll(const QString& code, const QByteArray& words) {
    const QByteArray before = program_.read(u"review.countersign"_s);
    for (const QStringList& command : commands()) {
      const Ran ran = program_.json(command);
      QVERIFY2(ran.code == 1, ran.err + ran.out);
      const QByteArray last = ran.err.trimmed().split('\n').constLast();
      const QJsonObject error = QJsonDocument::fromJson(last).object()[u"error"_s].toObject();
      QVERIFY2(error[u"code"_s].toString() == code, ran.err);
      QVERIFY2(error[u"place"_s][u"file"_s].toString().endsWith(u"review.countersign"_s), ran.err);
      QVERIFY2(!error[u"remedy"_s].toString().isEmpty() && ran.err.contains(words), ran.err);
      QVERIFY(program_.read(u"review.countersign"_s) == before);
    }
    const Ran text = program_.run({u"list"_s});
    QVERIFY2(text.code == 1 && text.err.contains("review.countersign: ") && text.err.contains(words),
             text.err);
  }

private Q_SLOTS:
  void initTestCase() {
    program_.freshWorkspace();
    program_.write(u"account.json"_s, accountDetails());
    const Ran ran =
        program_.run({u"import"_s, u"account.json"_s, u"--captured-at"_s, u"2026-11-20T10:00:00Z"_s});
    QVERIFY2(ran.code == 0, ran.err + ran.out);
    program_.copy(u"review.countersign"_s, u"good.countersign"_s);
  }
  void init() { program_.copy(u"good.countersign"_s, u"review.countersign"_s); }

  void newer() {
    sql("PRAGMA user_version = 1000");
    refusedByAll(u"newer-version"_s, "Open it with the newer version");
  }
  void noVersion_data() {
    QTest::addColumn<QByteArray>("statement");
    QTest::newRow("none") << QByteArray("PRAGMA user_version = 0");
    QTest::newRow("negative") << QByteArray("PRAGMA user_version = -1");
  }
  void noVersion() {
    QFETCH(const QByteArray, statement);
    sql(statement.constData());
    refusedByAll(u"corrupt"_s, "Restore it from a backup");
  }
  void foreign() {
    sql("PRAGMA application_id = 1");
    refusedByAll(u"corrupt"_s, "Choose a file that Countersign made");
  }
  void notMadeCompletely() {
    sql("DELETE FROM meta");
    refusedByAll(u"corrupt"_s, "Restore it from a backup");
  }
  void noDatabase_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("text") << accountDetails();
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("zeros") << QByteArray(8192, '\0');
    QTest::newRow("truncated") << program_.read(u"good.countersign"_s).left(9000);
  }
  void noDatabase() {
    QFETCH(const QByteArray, bytes);
    QVERIFY(QFile::resize(program_.path(u"review.countersign"_s), 0));
    program_.write(u"review.countersign"_s, bytes);
    refusedByAll(u"corrupt"_s, "");
  }

  /// Damage in the middle is met where it is read: an import fails whole, and the check names it.
  void damagedPages_data() {
    QTest::addColumn<QByteArray>("table");
    for (const char* table : {"object", "version", "part", "snapshot_part", "record", "self_key"})
      QTest::newRow(table) << QByteArray(table);
  }
  void damagedPages() {
    QFETCH(const QByteArray, table);
    damageTree(table.constData());
    const QByteArray before = program_.read(u"review.countersign"_s);
    program_.write(u"changed.json"_s, accountDetails("\"s3:GetObject\""));
    const Ran ran =
        program_.json({u"import"_s, u"changed.json"_s, u"--captured-at"_s, u"2026-11-20T11:00:00Z"_s});
    QVERIFY2(ran.code == 4, ran.err + ran.out);
    const QJsonObject error = ran.json()[u"files"_s][0][u"error"_s].toObject();
    QVERIFY2(error[u"code"_s].toString() == u"corrupt"_s, ran.out);
    QVERIFY2(error[u"place"_s][u"file"_s].toString().endsWith(u"review.countersign"_s), ran.out);
    QVERIFY2(error[u"remedy"_s].toString().contains(u"backup"_s), ran.out);
    QVERIFY(program_.read(u"review.countersign"_s) == before);

    const Ran check = program_.run({u"workspace"_s, u"check"_s});
    QVERIFY2(check.code == 1, check.out + check.err);
    QVERIFY2(check.out.contains("DAMAGED") || check.err.contains("backup"), check.out + check.err);
    QVERIFY(program_.read(u"review.countersign"_s) == before);
  }

  /// What was changed behind the program's back is found.
  void tamperedWith_data() {
    QTest::addColumn<QByteArray>("statement");
    QTest::addColumn<QByteArray>("words");
    const auto row = [](const char* statement, const char* words) {
      QTest::newRow(words) << QByteArray(statement) << QByteArray(words);
    };
    row("UPDATE document_bytes SET bytes = zeroblob(40)", "its bytes do not have its digest");
    row("UPDATE object SET open_version = NULL", "does not name its open version");
    row("UPDATE part SET open_count = 7", "a count of open documents is wrong");
    row("DROP TRIGGER log_no_update", "not the tables, indices and triggers");
    row("DELETE FROM document", "refers to a row that is not there");
  }
  void tamperedWith() {
    QFETCH(const QByteArray, statement);
    QFETCH(const QByteArray, words);
    sql(statement.constData());
    const Ran check = program_.run({u"workspace"_s, u"check"_s});
    QVERIFY2(check.code == 1 && check.out.contains(words) && check.out.contains("DAMAGED"),
             check.out + check.err);
  }
};

QTEST_GUILESS_MAIN(TestCliBadWorkspace)
#include "tst_cli_bad_workspace.moc"
