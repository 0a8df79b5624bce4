// SPDX-License-Identifier: Apache-2.0
#include <QTest>

#ifndef Q_MOC_RUN // moc does not follow raw string literals
#include "snapshot_data.h"
#endif

/// Records of type `change` in a snapshot.
class TestNeutralChanges : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void changesSayWhatTheyAskFor();
  void faultyChanges();
};

void TestNeutralChanges::changesSayWhatTheyAskFor() {
  const auto got = read(
      header +
      R"({"t":"change","id":"c","plane_point":"requested","at":"2026-01-01T00:00:00Z","by":"platform","identity":"u","change":"grant","permission":"publish",)"
      R"("resource":"orders.*","system":"message-broker","until":"2026-01-02T00:00:00Z","approved_at":"2026-01-01T01:00:00Z","approved_by":"board",)"
      R"("closed_at":"2026-01-01T02:00:00Z","probe":true,"team":"core"})"
      "\n"
      R"({"t":"change","id":"c","plane_point":"approved","at":"2026-01-01T01:00:00Z","by":"board","identity":"u","change":"renew","credential":"cert-1"})"
      "\n"
      R"({"t":"change","id":"c","plane_point":"applied","at":"2026-01-01T02:00:00Z","identity":"u","permission":"publish"})"
      "\n");
  QCOMPARE(got.all.changes.size(), std::size_t(3));
  const Change& requested = got.all.changes[0];
  Wish wish;
  wish.kind = WishKind::Give;
  wish.system = "message-broker";
  wish.action = "publish";
  wish.resource = "orders.*";
  wish.until = *parseRfc3339("2026-01-02T00:00:00Z");
  wish.probe = true;
  QVERIFY(requested.wish == wish && requested.origin == ChangeOrigin::Ticket);
  QCOMPARE(requested.about, std::string("u"));
  QCOMPARE(requested.approvedBy, std::string("board"));
  QCOMPARE(formatRfc3339(*requested.approvedAt), std::string("2026-01-01T01:00:00Z"));
  QCOMPARE(formatRfc3339(*requested.closedAt), std::string("2026-01-01T02:00:00Z"));
  QCOMPARE(*canonicalJson(requested.details),
           std::string(R"({"identity":"u","plane_point":"requested","team":"core"})"));
  QVERIFY(got.all.changes[1].wish.kind == WishKind::Rotate);
  QCOMPARE(got.all.changes[1].wish.credential, std::string("cert-1"));
  QVERIFY(got.all.changes[1].approvedAt == got.all.changes[1].at && got.all.changes[1].approvedBy == "board");
  // Without `change` nobody knows what is to be done with the permission.
  QVERIFY(got.all.changes[2].wish == Wish() && got.all.changes[2].closedAt == got.all.changes[2].at);
  QCOMPARE(got.all.changes[2].details["permission"].asString(), std::string("publish"));
}

void TestNeutralChanges::faultyChanges() {
  const std::string begin = R"({"t":"change","id":"c","plane_point":"requested","identity":"u","change":)";
  for (const auto& [rest, pointer] :
       {std::pair(R"("promote"})", "/change"), std::pair(R"("grant","resource":"r"})", "/permission"),
        std::pair(R"("reassign"})", "/owner"),
        std::pair(R"("grant","permission":"p","until":"2026-01-02"})", "/until")}) {
    const auto got = read(header + begin + rest + "\n");
    QVERIFY(got.all.changes.empty());
    QCOMPARE(got.all.gaps.at(0).error.place.pointer, std::string(pointer));
    QCOMPARE(*got.all.gaps[0].error.place.line, std::uint64_t(2));
  }
}

QTEST_APPLESS_MAIN(TestNeutralChanges)
#include "tst_neutral_changes.moc"
