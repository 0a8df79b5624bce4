// SPDX-License-Identifier: Apache-2.0
#include "models/access/catalogue_file.h"

#include <QTest>

using namespace countersign;

namespace {
const std::string head = "countersign catalogue 1\nsystem: example\nkind: ";

QByteArray errorOf(const std::string& bytes) {
  const auto file = catalogue::read(bytes);
  return file ? QByteArray() : QByteArray::fromStdString(std::string(errorCodeName(file.error().code)));
}
} // namespace

/// Catalogues that are not as they should be.
class TestCatalogueFile : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void reads() {
    const auto file = catalogue::read(
        head + "actions\ndate: 2026-01-02\nsource: by hand\n\n@Zoo\nFeed\tw\tFeed\nAdopt\tw\n@ant\nGo\tr\n");
    QVERIFY(file);
    QCOMPARE(file->version.date, std::string("2026-01-02"));
    QCOMPARE(file->services.front().key, std::string_view("ant"));
    QCOMPARE(catalogue::effects(*file, "zoo:feed").flags, std::uint16_t(Effects::Write));
    QCOMPARE(catalogue::effects(*file, "zoo:a*").flags, std::uint16_t(Effects::Write));
    QCOMPARE(catalogue::sentence(*file, "zoo:feed"), std::string_view("Feed"));
    QVERIFY(catalogue::effects(*file, "zoo:fly").unknown);
  }

  void refused() {
    QCOMPARE(errorOf(""), QByteArray("malformed"));
    QCOMPARE(errorOf("countersign catalogue 2\n"), QByteArray("malformed"));
    QCOMPARE(errorOf(head + "zoo\n\n"), QByteArray("malformed"));
    QCOMPARE(errorOf(head + "rules\n\nno columns\n"), QByteArray("malformed"));
    QCOMPARE(errorOf(head + "rules\n\nfeed\tx\n"), QByteArray("malformed"));
    QCOMPARE(errorOf(head + "actions\n\nFeed\tw\n"), QByteArray("malformed"));
    const auto file = catalogue::read(head + "rules\n\nfeed\tw\nfeed\tx\n");
    QVERIFY(!file && file.error().place.line == std::uint64_t(6));
  }

  void damagedCompression() {
    const std::string whole(catalogue::embedded("aws.catalogue.zst"));
    QCOMPARE(errorOf(whole.substr(0, whole.size() / 2)), QByteArray("corrupt"));
    QCOMPARE(errorOf(whole.substr(0, 5)), QByteArray("corrupt"));
    std::string bomb("\x28\xb5\x2f\xfd\xe0", 5); // a frame that claims 2^60 bytes
    bomb.append("\0\0\0\0\0\0\0\x10", 8);
    QCOMPARE(errorOf(bomb), QByteArray("limit"));
  }

  void emptyOnesKnowNothing() {
    for (const char* kind : {"actions", "rules", "roles"}) {
      const auto file = catalogue::read(head + kind + "\n\n");
      QVERIFY(file);
      QVERIFY(catalogue::effects(*file, "*").unknown);
      QVERIFY(catalogue::effects(*file, "a:b").unknown);
      QVERIFY(catalogue::role(*file, "x") == nullptr);
    }
  }
};

QTEST_GUILESS_MAIN(TestCatalogueFile)
#include "tst_catalogue_file.moc"
