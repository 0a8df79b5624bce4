// SPDX-License-Identifier: Apache-2.0
#include "tests/store/store_data.h"

#include "models/store/schema.h"

#include <QFile>
#include <array>
#include <thread>

using namespace countersign;
using namespace countersign::test;

namespace {

constexpr const char* more = "CREATE TABLE more(a TEXT NOT NULL); INSERT INTO more SELECT key FROM source;";
constexpr const char* evenMore = "ALTER TABLE more ADD COLUMN b INTEGER NOT NULL DEFAULT 7;";
constexpr const char* failing = "UPDATE source SET name = 'changed'; INSERT INTO nowhere VALUES(1);";

} // namespace

/// Opening an older workspace with a newer program: the steps to versions that there are not yet are made
/// here.
class TestMigrations : public QObject {
  Q_OBJECT

  std::unique_ptr<QTemporaryDir> folder_;

  std::string file() const { return (folder_->path() + QStringLiteral("/w.countersign")).toStdString(); }
  static int current() { return static_cast<int>(store::migrations().size()); }
  std::string backup(int version) const { return file() + ".backup-v" + std::to_string(version); }
  QByteArray bytes(const std::string& path) const {
    QFile in(QString::fromStdString(path));
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray("none");
  }
  bool there(const std::string& path) const { return QFile::exists(QString::fromStdString(path)); }
  std::string dump() const {
    const auto w = Workspace::open(file());
    return w ? dumpOf(**w) : "not opened: " + w.error().text();
  }
  std::unique_ptr<store::Connection> connect(const std::string& path) const {
    return std::make_unique<store::Connection>(path, SQLite::OPEN_READWRITE);
  }
  /// The steps that this program has, and others behind them.
  static std::vector<const char*> steps(std::initializer_list<const char*> others) {
    const auto known = store::migrations();
    std::vector<const char*> out(known.begin(), known.end());
    out.insert(out.end(), others);
    return out;
  }

private Q_SLOTS:
  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    const auto w = Workspace::create(file(), at(0));
    QVERIFY(w);
    QVERIFY(import(**w, at(1), {{"o0", "a"}, {"o1", "b"}}, true));
  }

  void sameVersionNeedsNoBackup() {
    const QByteArray before = bytes(file());
    {
      const auto c = connect(file());
      QVERIFY(store::upgrade(*c, store::migrations()));
    }
    QCOMPARE(bytes(file()), before);
    QVERIFY(!there(backup(current())));
  }

  void olderIsBackedUpAndMigrated() {
    const std::string before = dump();
    const auto newer = steps({more, evenMore});
    {
      const auto c = connect(file());
      const auto done = store::upgrade(*c, newer);
      QVERIFY2(done, done ? "" : done.error().text().c_str());
      QCOMPARE(c->number("PRAGMA user_version"), std::int64_t{current()} + 2);
      QCOMPARE(c->number("SELECT COUNT(*) FROM more WHERE a = 'test/one/live' AND b = 7"), std::int64_t{1});
    }
    // The backup is a workspace of the older version with the same content, and only its owner's.
    QVERIFY(there(backup(current())));
    QVERIFY(!there(backup(current()) + ".part"));
    const auto permissions = QFile::permissions(QString::fromStdString(backup(current())));
    QVERIFY(!(permissions & (QFileDevice::ReadGroup | QFileDevice::ReadOther)));
    {
      const auto w = Workspace::open(backup(current()));
      QVERIFY(w);
      QCOMPARE(dumpOf(**w), before);
      const auto findings = (*w)->check();
      QVERIFY(findings && findings->empty());
    }
    // This program does not open what a newer one made, and does not touch it.
    const QByteArray migrated = bytes(file());
    const auto again = Workspace::open(file());
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::NewerVersion);
    QVERIFY(!again.error().remedy.empty());
    QCOMPARE(bytes(file()), migrated);
    // The newer one does, and makes no further backup.
    const QByteArray kept = bytes(backup(current()));
    const auto c = connect(file());
    QVERIFY(store::upgrade(*c, newer));
    QCOMPARE(bytes(backup(current())), kept);
    QVERIFY(!there(backup(current() + 2)));
  }

  /// The first step works, the second one does not: none of them was done.
  void failingStepLeavesTheFile() {
    const std::string before = dump();
    const QByteArray raw = bytes(file());
    {
      const auto c = connect(file());
      const auto done = store::upgrade(*c, steps({more, failing}));
      QVERIFY(!done);
      QCOMPARE(done.error().code, ErrorCode::Corrupt);
      QVERIFY(!done.error().remedy.empty());
      QCOMPARE(done.error().place.file, file());
    }
    QCOMPARE(bytes(file()), raw);
    QCOMPARE(dump(), before);
    QVERIFY(there(backup(current()))); // it is made first
  }

  void failingBackupLeavesTheFile() {
    const QByteArray raw = bytes(file());
    QVERIFY(QDir(folder_->path()).mkpath(QString::fromStdString(backup(current()) + ".part/in the way")));
    {
      const auto c = connect(file());
      const auto done = store::upgrade(*c, steps({more}));
      QVERIFY(!done);
      QCOMPARE(done.error().code, ErrorCode::Io);
      QVERIFY(!done.error().remedy.empty());
    }
    QCOMPARE(bytes(file()), raw);
    QVERIFY(!there(backup(current())));
  }

  /// A half backup of an earlier try is replaced.
  void halfBackupIsReplaced() {
    const std::string before = dump();
    for (const std::string& name : {backup(current()) + ".part", backup(current())}) {
      QFile half(QString::fromStdString(name));
      QVERIFY(half.open(QIODevice::WriteOnly));
      half.write("half");
    }
    {
      const auto c = connect(file());
      QVERIFY(store::upgrade(*c, steps({more})));
    }
    const auto w = Workspace::open(backup(current()));
    QVERIFY(w);
    QCOMPARE(dumpOf(**w), before);
  }

  /// Two programs open the same older file: one migrates it, the other finds it done.
  void twoMigrateAtOnce() {
    const auto newer = steps({more, evenMore});
    std::array<std::string, 2> errors;
    const auto work = [&](std::size_t who) {
      try {
        store::Connection c(file(), SQLite::OPEN_READWRITE);
        c.number("PRAGMA user_version");
        store::migrateSchema(c, newer);
      } catch (const SQLite::Exception& e) {
        errors[who] = e.what();
      }
    };
    std::thread one(work, 0), two(work, 1);
    one.join();
    two.join();
    QCOMPARE(errors[0] + errors[1], std::string());
    const auto c = connect(file());
    QCOMPARE(c->number("SELECT COUNT(*) FROM more"), std::int64_t{1});
    QCOMPARE(c->number("PRAGMA user_version"), std::int64_t{current()} + 2);
  }

  void versionsThatCannotBe() {
    for (const char* version : {"0", "-1", "-2147483648"}) {
      connect(file())->db().exec(std::string("PRAGMA user_version = ") + version);
      const auto opened = Workspace::open(file());
      QVERIFY2(!opened, version);
      QCOMPARE(opened.error().code, ErrorCode::Corrupt);
      QVERIFY(!there(backup(0)));
    }
  }

  /// A program writes while an import is about to: the import waits, and both have succeeded.
  void importWaitsForAnother() {
    const auto w = Workspace::open(file());
    QVERIFY(w);
    std::atomic<bool> holds{false}, wrote{false};
    std::thread other([&] {
      store::Connection c(file(), SQLite::OPEN_READWRITE);
      store::Transaction t(c);
      c.db().exec("INSERT INTO spelling VALUES('other', 'Other')");
      holds = true;
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
      wrote = true;
      t.commit();
    });
    while (!holds)
      std::this_thread::yield();
    const auto merged = import(**w, at(2), {{"o0", "z"}}, true);
    const bool waited = wrote;
    other.join();
    QVERIFY2(merged, merged ? "" : merged.error().text().c_str());
    QVERIFY(waited);
    QCOMPARE((*w)->connection().number("SELECT COUNT(*) FROM spelling"), std::int64_t{1});
    const auto findings = (*w)->check();
    QVERIFY(findings && findings->empty());
  }

  /// A reader that began before an import goes on seeing what was there then.
  void readerSeesOneState() {
    const auto reader = Workspace::open(file());
    QVERIFY(reader);
    store::Connection& c = (*reader)->connection();
    c.db().exec("BEGIN");
    const auto before = c.number("SELECT COUNT(*) FROM object WHERE open_version IS NOT NULL");
    const auto w = Workspace::open(file());
    QVERIFY(w);
    QVERIFY(import(**w, at(2), {{"o7", "z"}}, true));
    QCOMPARE(c.number("SELECT COUNT(*) FROM object WHERE open_version IS NOT NULL"), before);
    c.db().exec("COMMIT");
    QVERIFY(c.number("SELECT COUNT(*) FROM object WHERE open_version IS NOT NULL") != before);
  }
};

QTEST_APPLESS_MAIN(TestMigrations)
#include "tst_migrations.moc"
