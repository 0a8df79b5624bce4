// SPDX-License-Identifier: Apache-2.0
#include "tests/store/store_data.h"

#include "models/store/log.h"

#include <QFile>
#include <sqlite3.h>
#include <thread>

using namespace countersign;
using namespace countersign::test;

namespace {

std::string path(const QTemporaryDir& folder) {
  return (folder.path() + QStringLiteral("/w.countersign")).toStdString();
}

void sql(const std::string& file, const char* statement) {
  sqlite3* db = nullptr;
  QCOMPARE(sqlite3_open(file.c_str(), &db), SQLITE_OK);
  char* message = nullptr;
  const int rc = sqlite3_exec(db, statement, nullptr, nullptr, &message);
  QVERIFY2(rc == SQLITE_OK, message != nullptr ? message : "");
  sqlite3_close(db);
}

} // namespace

class TestWorkspace : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void createsOwnerOnly() {
    QTemporaryDir folder;
    QVERIFY(Workspace::create(path(folder), at(0)));
    const auto permissions = QFile::permissions(QString::fromStdString(path(folder)));
    QVERIFY(!(permissions & (QFileDevice::ReadGroup | QFileDevice::ReadOther)));
    const auto again = Workspace::create(path(folder), at(0));
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::InvalidArgument);
  }

  void refusesNewerForeignAndDamaged() {
    QTemporaryDir folder;
    QVERIFY(Workspace::create(path(folder), at(0)));
    sql(path(folder), "PRAGMA user_version=999");
    auto opened = Workspace::open(path(folder));
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::NewerVersion);
    sql(path(folder), "PRAGMA application_id=1");
    opened = Workspace::open(path(folder));
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::Corrupt);

    QFile text(folder.path() + QStringLiteral("/text.countersign"));
    QVERIFY(text.open(QIODevice::WriteOnly));
    text.write(QByteArray(5000, 'x'));
    text.close();
    opened = Workspace::open(text.fileName().toStdString());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::Corrupt);
    QCOMPARE(Workspace::open(folder.path().toStdString() + "/none").error().code, ErrorCode::NotFound);
  }

  void checkFindsWhatWasTamperedWith() {
    QTemporaryDir folder;
    {
      const auto w = Workspace::create(path(folder), at(0));
      QVERIFY(w);
      QVERIFY(import(**w, at(1), {{"o0", "a"}}, true));
      const auto clean = (*w)->check();
      QVERIFY(clean);
      QVERIFY(clean->empty());
    }
    sql(path(folder), "UPDATE document SET digest = zeroblob(32)");
    const auto w = Workspace::open(path(folder));
    QVERIFY(w);
    const auto findings = (*w)->check();
    QVERIFY(findings);
    QVERIFY(!findings->empty());
  }

  void logIsAppendOnly() {
    QTemporaryDir folder;
    const auto w = Workspace::create(path(folder), at(0));
    QVERIFY(w);
    LogStore log(**w);
    StoredEntry e;
    e.envelope = "x";
    e.leaf = sha256(std::string("\0x", 2));
    QVERIFY((*w)->transaction([&] { return log.append(e); }));
    e.seq = 2;
    e.leaf = sha256("other");
    QVERIFY(!(*w)->transaction([&] { return log.append(e); }));
    sqlite3* db = nullptr;
    QCOMPARE(sqlite3_open(path(folder).c_str(), &db), SQLITE_OK);
    QVERIFY(sqlite3_exec(db, "DELETE FROM log_entry", nullptr, nullptr, nullptr) != SQLITE_OK);
    QVERIFY(sqlite3_exec(db, "UPDATE log_entry SET who = 'x'", nullptr, nullptr, nullptr) != SQLITE_OK);
    sqlite3_close(db);
  }

  /// A failing or cancelled import leaves the same content.
  void rolledBackMergeChangesNothing() {
    QTemporaryDir folder;
    const auto w = Workspace::create(path(folder), at(0));
    QVERIFY(w);
    QVERIFY(import(**w, at(1), {{"o0", "a"}}, true));
    const std::string before = dumpOf(**w);
    const auto staging = Staging::begin(**w, info(at(2), "second"), noTerms);
    QVERIFY(staging);
    std::vector<Gap> gaps;
    std::vector<std::pair<Document, Locator>> documents{thing("o0", "b"), thing("o1", "c")};
    const auto prepared = (*staging)->prepare(std::move(documents), gaps);
    (*staging)->take(*prepared);
    const auto merged = (*staging)->merge({{"things", true, {}}}, {}, [](const MergeReport&) -> Result<void> {
      return failure(ErrorCode::Cancelled, "cancelled");
    });
    QVERIFY(!merged);
    QCOMPARE(dumpOf(**w), before);
  }

  /// Two programs on one file: what was staged against an older state is refused, and both go on.
  void twoWritersDoNotOverwriteEachOther() {
    QTemporaryDir folder;
    const auto a = Workspace::create(path(folder), at(0));
    QVERIFY(a);
    const auto b = Workspace::open(path(folder));
    QVERIFY(b);
    const auto staging = Staging::begin(**a, info(at(2), "a"), noTerms);
    QVERIFY(staging);
    QVERIFY(import(**b, at(1), {{"o0", "a"}}, true));
    const auto merged = (*staging)->merge({}, {}, {});
    QVERIFY(!merged);
    QCOMPARE(merged.error().code, ErrorCode::Busy);
    QVERIFY(import(**a, at(3), {{"o0", "b"}}, true));
  }

  void appendsFromTwoThreadsHaveNoFork() {
    QTemporaryDir folder;
    QVERIFY(Workspace::create(path(folder), at(0)));
    constexpr int each = 60;
    std::atomic<int> refused{0};
    const auto work = [&](int who) {
      const auto w = Workspace::open(path(folder));
      if (!w) {
        refused = -1;
        return;
      }
      LogStore log(**w);
      for (int n = 0; n < each; ++n) {
        const auto done = (*w)->transaction([&]() -> Result<void> {
          COUNTERSIGN_ASSIGN(const auto size, log.size());
          StoredEntry e;
          e.seq = size;
          e.envelope = std::to_string(who) + "/" + std::to_string(n);
          e.leaf = sha256(std::string(1, '\0') + e.envelope);
          return log.append(e);
        });
        if (!done) ++refused;
      }
    };
    std::thread one(work, 1), two(work, 2);
    one.join();
    two.join();
    QCOMPARE(refused.load(), 0);
    const auto w = Workspace::open(path(folder));
    QVERIFY(w);
    QCOMPARE(*LogStore(**w).size(), std::int64_t{2 * each});
    const auto findings = (*w)->check();
    QVERIFY(findings && findings->empty());
  }
};

QTEST_APPLESS_MAIN(TestWorkspace)
#include "tst_workspace.moc"
