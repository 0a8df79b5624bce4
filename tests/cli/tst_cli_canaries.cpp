// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/program.h"

#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <sqlite3.h>
#include <zstd.h>

using namespace Qt::StringLiterals;
using namespace countersign::test;

/// The secrets that are planted in the sample's exports are nowhere in what the program keeps, prints or
/// exports.
class TestCliCanaries : public QObject {
  Q_OBJECT

  Program program_;
  QList<QByteArray> canaries_;
  QByteArray said_; ///< stdout and stderr of all that was run

  Ran run(const QStringList& arguments) {
    const Ran ran = program_.run(arguments);
    said_ += ran.out + ran.err;
    return ran;
  }
  /// The first canary that occurs, as it is or as JSON, base64 text or a part of its middle would show it.
  QByteArray found(const QByteArray& in) const {
    for (const QByteArray& canary : canaries_)
      for (const QByteArray& form : {canary, QByteArray(canary).replace('/', "\\/"), canary.mid(8, 24),
                                     canary.toBase64().chopped(4), canary.toHex()})
        if (in.contains(form)) return canary;
    return {};
  }
  static QByteArray everyFile(const QString& folder) {
    QByteArray out;
    QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
      QFile file(files.next());
      if (!file.open(QIODevice::ReadOnly)) qFatal("%s cannot be read", qPrintable(file.fileName()));
      out += file.fileName().toUtf8() + '\n' + file.readAll() + '\n';
    }
    return out;
  }
  static QByteArray unpacked(const QByteArray& bytes) {
    const unsigned long long size =
        ZSTD_getFrameContentSize(bytes.constData(), static_cast<std::size_t>(bytes.size()));
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN) return {};
    QByteArray out(static_cast<qsizetype>(size), '\0');
    const std::size_t done = ZSTD_decompress(out.data(), static_cast<std::size_t>(size), bytes.constData(),
                                             static_cast<std::size_t>(bytes.size()));
    return ZSTD_isError(done) != 0 ? QByteArray() : out;
  }
  sqlite3* open() const {
    sqlite3* db = nullptr;
    if (sqlite3_open(program_.path(u"review.countersign"_s).toUtf8().constData(), &db) != SQLITE_OK)
      qFatal("the workspace cannot be opened");
    return db;
  }

private Q_SLOTS:
  void initTestCase() {
    QVERIFY(
        run({u"sample"_s, u"--generate-only"_s, u"--identities"_s, u"60"_s, u"--out"_s, u"exports"_s}).code ==
        0);
    const QJsonObject planted = QJsonDocument::fromJson(program_.read(u"exports/planted.json"_s)).object();
    for (const auto& canary : planted[u"canaries"_s].toArray())
      canaries_ << canary.toString().toUtf8();
    QVERIFY(canaries_.size() > 20);
    QVERIFY(QFile::remove(program_.path(u"exports/planted.json"_s)));
    const QByteArray exports = everyFile(program_.path(u"exports"_s));
    for (const QByteArray& canary : canaries_)
      QVERIFY2(exports.contains(canary), canary + " is in no export");
  }

  /// While a reader keeps the write-ahead log alive, so that it can be looked at as well.
  void imports() {
    program_.freshWorkspace();
    sqlite3* db = open();
    QCOMPARE(sqlite3_exec(db, "SELECT COUNT(*) FROM record", nullptr, nullptr, nullptr), SQLITE_OK);
    const Ran ran = run({u"import"_s, u"exports"_s});
    QVERIFY2(ran.code == 0, ran.out + ran.err);
    QVERIFY(program_.makeKey(u"first"_s, u"First Reviewer"_s).code == 0);
    QVERIFY(!program_.read(u"review.countersign-wal"_s).isEmpty());
    QCOMPARE(found(program_.read(u"review.countersign-wal"_s) + program_.read(u"review.countersign"_s)),
             QByteArray());
    sqlite3_close(db);
  }

  void signsAndExports() {
    const QJsonArray records =
        program_.json({u"list"_s, u"--seal"_s, u"current"_s, u"--tier"_s, u"low"_s, u"--tier"_s, u"medium"_s})
            .json()[u"records"_s]
            .toArray();
    QVERIFY(!records.isEmpty());
    const QString record = records[0][u"uid"_s].toString();
    const Ran signedOff = run(QStringList{u"attest"_s, u"--record"_s, record, u"--decision"_s, u"certify"_s,
                                          u"--reason"_s, u"reviewed"_s} +
                              program_.key(u"first"_s));
    QVERIFY2(signedOff.code == 0, signedOff.out + signedOff.err);
    const Ran exported = run(QStringList{u"export-evidence"_s, u"package"_s} + program_.key(u"first"_s));
    QVERIFY2(exported.code == 0, exported.err);
    const QByteArray package = everyFile(program_.path(u"package"_s));
    QVERIFY(package.size() > 10'000);
    QCOMPARE(found(package), QByteArray());
  }

  /// Every value of every table, packed ones unpacked.
  void tables() {
    sqlite3* db = open();
    QList<QByteArray> names;
    const auto name = [](void* out, int, char** row, char**) {
      static_cast<QList<QByteArray>*>(out)->append(row[0]);
      return 0;
    };
    QCOMPARE(sqlite3_exec(db, "SELECT name FROM sqlite_schema WHERE type = 'table'", name, &names, nullptr),
             SQLITE_OK);
    int unpackedValues = 0;
    QByteArray masked;
    for (const QByteArray& table : names) {
      sqlite3_stmt* rows = nullptr;
      QCOMPARE(sqlite3_prepare_v2(db, ("SELECT * FROM \"" + table + '"').constData(), -1, &rows, nullptr),
               SQLITE_OK);
      while (sqlite3_step(rows) == SQLITE_ROW)
        for (int i = 0; i < sqlite3_column_count(rows); ++i) {
          const auto* bytes = static_cast<const char*>(sqlite3_column_blob(rows, i));
          QByteArray value(bytes, sqlite3_column_bytes(rows, i));
          if (value.startsWith("\x28\xB5\x2F\xFD")) {
            value = unpacked(value);
            QVERIFY2(!value.isEmpty(), table);
            ++unpackedValues;
            if (table == "source_chunk") masked += value;
          }
          QVERIFY2(found(value).isEmpty(), table + ": " + found(value));
        }
      sqlite3_finalize(rows);
    }
    sqlite3_close(db);
    QVERIFY(unpackedValues > 200);
    // The bytes beside the secrets were kept: it is not that nothing was looked at.
    QVERIFY(masked.contains("\"secret\"") && masked.contains("ses_smtp_password_v4"));
  }

  void rawFiles() {
    QCOMPARE(found(program_.read(u"review.countersign"_s)), QByteArray());
    QCOMPARE(found(program_.dump()), QByteArray());
  }

  void whatIsPrinted() {
    run({u"list"_s, u"--json"_s});
    run({u"sources"_s});
    run({u"sources"_s, u"--snapshots"_s});
    run({u"log"_s, u"--json"_s});
    run({u"report"_s});
    run({u"import"_s, u"exports"_s, u"--look"_s});
    const QJsonArray snapshots =
        program_.json({u"sources"_s, u"--snapshots"_s}).json()[u"snapshots"_s].toArray();
    QVERIFY(snapshots.size() > 10);
    for (const auto& snapshot : snapshots)
      run({u"sources"_s, u"--gaps"_s, QString::number(snapshot[u"id"_s].toInt()), u"--json"_s});
    const QJsonArray records = program_.json({u"list"_s}).json()[u"records"_s].toArray();
    for (qsizetype i = 0; i < records.size(); i += 4)
      for (const QString& more : {u"--json"_s, u"--trace"_s, u"--closure"_s})
        run({u"show"_s, records[i][u"uid"_s].toString(), more});
    QVERIFY(said_.size() > 100'000);
    QVERIFY2(found(said_).isEmpty(), found(said_));
  }

  /// What a damaged export prints and keeps holds none either.
  void damaged() {
    QDirIterator files(program_.path(u"exports"_s), {u"*.tfstate"_s, u"*.json"_s, u"*.jsonl"_s, u"*.csv"_s},
                       QDir::Files, QDirIterator::Subdirectories);
    program_.freshWorkspace();
    said_.clear();
    int tried = 0;
    while (files.hasNext()) {
      QFile file(files.next());
      QVERIFY(file.open(QIODevice::ReadOnly));
      const QByteArray bytes = file.readAll();
      qsizetype at = -1;
      for (const QByteArray& canary : canaries_)
        if (const qsizetype here = bytes.indexOf(canary); here >= 0 && at < 0) at = here + canary.size();
      if (at < 0 || tried >= 12) continue;
      ++tried;
      // Cut behind a secret; and a fault beside it.
      const QByteArray cut = bytes.left(at), fault = QByteArray(bytes).insert(at + 1, ",,\xFF");
      for (const QByteArray& hurt : {cut, fault}) {
        program_.write(u"hurt"_s, hurt);
        run({u"import"_s, u"hurt"_s, u"--captured-at"_s, u"2026-11-20T11:00:00Z"_s, u"--json"_s, u"--scope"_s,
             u"hurt"_s});
        run({u"import"_s, u"hurt"_s, u"--captured-at"_s, u"2026-11-20T11:00:00Z"_s});
      }
    }
    QVERIFY(tried > 3);
    for (const auto& snapshot :
         program_.json({u"sources"_s, u"--snapshots"_s}).json()[u"snapshots"_s].toArray())
      run({u"sources"_s, u"--gaps"_s, QString::number(snapshot[u"id"_s].toInt()), u"--json"_s});
    QVERIFY2(found(said_).isEmpty(), found(said_));
    const QByteArray dump = program_.dump();
    QVERIFY2(found(dump).isEmpty(), found(dump));
  }
};

QTEST_GUILESS_MAIN(TestCliCanaries)
#include "tst_cli_canaries.moc"
