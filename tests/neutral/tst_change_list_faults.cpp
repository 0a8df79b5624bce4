// SPDX-License-Identifier: Apache-2.0
#include "change_list_data.h"

class TestChangeListFaults : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void faultyLines_data() {
    QTest::addColumn<QByteArray>("row"); // id, requested_at, by, identity, change, permission … probe
    QTest::addColumn<QByteArray>("column");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<bool>("kept");
    const auto row = [](const char* called, const char* text, const char* column, const char* code,
                        bool kept = false) {
      QTest::newRow(called) << QByteArray(text) << QByteArray(column) << QByteArray(code) << kept;
    };
    row("no id", ",2026-11-02T10:00:00Z,,u,delete,,,,,,,,,,,,", "id", "malformed");
    row("no time", "1,,,u,delete,,,,,,,,,,,,", "requested_at", "malformed");
    row("no identity", "1,2026-11-02T10:00:00Z,, ,delete,,,,,,,,,,,,", "identity", "malformed");
    row("no change", "1,2026-11-02T10:00:00Z,,u,,,,,,,,,,,,,", "change", "malformed");
    row("no offset", "1,2026-11-02T10:00:00,,u,delete,,,,,,,,,,,,", "requested_at", "malformed");
    row("no time at all", "1,yesterday,,u,delete,,,,,,,,,,,,", "requested_at", "malformed");
    row("future", "1,2027-11-02T10:00:00Z,,u,delete,,,,,,,,,,,,", "requested_at", "future-time");
    row("approved in the future", "1,2026-11-02T10:00:00Z,,u,delete,,,,,,,2027-11-02T10:00:00Z,,,,,",
        "approved_at", "future-time", true);
    row("closed in the future", "1,2026-11-02T10:00:00Z,,u,delete,,,,,,,,,2027-11-02T10:00:00Z,,,",
        "closed_at", "future-time", true);
    row("approved without offset", "1,2026-11-02T10:00:00Z,,u,delete,,,,,,,2026-11-02,,,,,", "approved_at",
        "malformed", true);
    row("closed before requested", "1,2026-11-02T10:00:00Z,,u,delete,,,,,,,,,2026-11-02T09:00:00Z,,,",
        "closed_at", "malformed", true);
    row("end before start", "1,2026-11-02T10:00:00Z,,u,grant,p,,,,,2026-11-02T09:59:59Z,,,,,,", "until",
        "malformed");
    row("end without offset", "1,2026-11-02T10:00:00Z,,u,grant,p,,,,,2026-11-03T10:00:00,,,,,,", "until",
        "malformed");
    row("unknown change", "1,2026-11-02T10:00:00Z,,u,promote,,,,,,,,,,,,", "change", "malformed");
    row("grant without permission", "1,2026-11-02T10:00:00Z,,u,grant,,r,,,,,,,,,,", "permission",
        "malformed");
    row("emergency without permission", "1,2026-11-02T10:00:00Z,,u,break-glass,,,,,,,,,,,,", "permission",
        "malformed");
    row("reassign without owner", "1,2026-11-02T10:00:00Z,,u,reassign,,,,,,,,,,,,", "owner", "malformed");
    row("two permissions", "1,2026-11-02T10:00:00Z,,u,grant,a;b,,,,,,,,,,,", "permission", "malformed");
    row("revoke until", "1,2026-11-02T10:00:00Z,,u,revoke,p,,,,,2026-11-03T10:00:00Z,,,,,,", "until",
        "malformed");
    row("disable a credential", "1,2026-11-02T10:00:00Z,,u,disable,,,,key-1,,,,,,,,", "credential",
        "malformed");
    row("probe", "1,2026-11-02T10:00:00Z,,u,delete,,,,,,,,,,,,perhaps", "probe", "malformed", true);
    row("too few", "1,2026-11-02T10:00:00Z,,u,delete", "", "malformed");
    row("too many", "1,2026-11-02T10:00:00Z,,u,delete,,,,,,,,,,,,,", "", "malformed");
    row("encoding", "1,2026-11-02T10:00:00Z,,u,delete,,,,,,,,,,,\xFF,", "", "encoding");
  }
  /// One fault is one gap with its line, its column and what to do; the line after it is read.
  void faultyLines() {
    QFETCH(QByteArray, row);
    QFETCH(QByteArray, column);
    QFETCH(QByteArray, code);
    QFETCH(bool, kept);
    ReadOptions options;
    options.now = time("2026-11-21T00:00:00Z");
    options.completeParts = {"changes"};
    const auto got =
        read(head + row.toStdString() + "\n9,2026-11-04T10:00:00Z,,u,delete,,,,,,,,,,,,\n", options);
    QVERIFY(!got.error);
    QCOMPARE(got.all.gaps.size(), std::size_t(1));
    const Error& error = got.all.gaps[0].error;
    QVERIFY(!got.all.gaps[0].warning);
    QCOMPARE(*error.place.line, std::uint64_t(2));
    QCOMPARE(QByteArray::fromStdString(error.place.pointer), column);
    QCOMPARE(errorCodeName(error.code), std::string_view(code.constData()));
    QVERIFY2(!error.remedy.empty(), error.text().c_str());
    QCOMPARE(find(got, "1") != nullptr, kept);
    QVERIFY(find(got, "9") != nullptr);
    QCOMPARE(got.complete("changes"), kept);
  }
  void unknownChangeNamesThoseThatThereAre() {
    const auto got = read(head + "1,2026-11-02T10:00:00Z,,u,promote,,,,,,,,,,,,\n");
    QCOMPARE(
        got.all.gaps.at(0).error.remedy,
        std::string("There are: grant, revoke, create, delete, disable, enable, rotate, renew, reassign, "
                    "break-glass, edit"));
  }
  void faultsOfJsonLines() {
    const auto line = [](const std::string& more) {
      return json("{'id':'1','requested_at':'2026-11-02T10:00:00Z','identity':'u','change':'grant',") + more +
             "}\n";
    };
    for (const auto& [text, pointer] :
         {std::pair(line(json("'permission':['a','b']")), "/permission"),
          std::pair(line(json("'permission':'p','until':5")), "/until"),
          std::pair(line(json("'permission':'p','id':'2'")), "/id"), std::pair(line("'permission'"), ""),
          std::pair(std::string("[1]\n"), "")}) {
      const auto got = read(lines + text);
      QCOMPARE(got.all.changes.size(), std::size_t(5));
      QCOMPARE(got.all.gaps.size(), std::size_t(1));
      QVERIFY(!got.all.gaps[0].warning && !got.complete("changes"));
      QCOMPARE(got.all.gaps[0].error.place.pointer, std::string(pointer));
      QCOMPARE(*got.all.gaps[0].error.place.line, std::uint64_t(7));
    }
  }

  void laterLineOfAnIdCounts() {
    const std::string rows = "1,2026-11-02T10:00:00Z,,u,delete,,,,,,,,,,,first,\n"
                             "2,2026-11-02T10:00:00Z,,u,delete,,,,,,,,,,,,\n"
                             "1,2026-11-02T11:00:00Z,,u,disable,,,,,,,,,,,second,\n";
    const auto got = read(head + rows);
    QCOMPARE(got.all.changes.size(), std::size_t(2));
    QCOMPARE(got.all.changes[1].summary, std::string("second"));
    QCOMPARE(got.all.gaps.size(), std::size_t(1));
    QVERIFY(got.all.gaps[0].error.code == ErrorCode::DuplicateKey);
    QCOMPARE(*got.all.gaps[0].error.place.line, std::uint64_t(4));
    QCOMPARE(got.all.gaps[0].error.place.pointer, std::string("id"));
    QVERIFY(got.hasGap("'1' stands in line 2 too: this later line counts"));
    // A later line that cannot be used replaces nothing.
    QCOMPARE(find(read(head + rows + "1,2026-11-02T12:00:00Z,,u,promote,,,,,,,,,,,,\n"), "1")->summary,
             std::string("second"));
  }

  void halfALineAtTheEnd() {
    ReadOptions options;
    options.completeParts = {"changes"};
    const std::string whole = head + "1,2026-11-02T10:00:00Z,,u,delete,,,,,,,,,,,,\n";
    for (const std::string& text : {whole + "2,2026-11-02T10:00:00Z,,u,rev",
                                    whole + "2,2026-11-02T10:00:00Z,,u,delete,,,,,,,,,,,\"op"}) {
      const auto got = read(text, options);
      QCOMPARE(got.all.changes.size(), std::size_t(1));
      QCOMPARE(got.all.gaps.size(), std::size_t(1));
      QVERIFY(got.all.gaps[0].error.code == ErrorCode::Truncated);
      QCOMPARE(*got.all.gaps[0].error.place.line, std::uint64_t(3));
      QVERIFY(!got.all.gaps[0].error.remedy.empty());
      QVERIFY(!got.complete("changes"));
    }
    const auto half = read(lines + json("{'id':'CHG-6','requested_at':'2026-1"), options);
    QCOMPARE(half.all.changes.size(), std::size_t(5));
    QVERIFY(half.all.gaps.at(0).error.code == ErrorCode::Truncated);
    QCOMPARE(*half.all.gaps[0].error.place.line, std::uint64_t(7));
    QVERIFY(!half.complete("changes"));
    QVERIFY(read(whole.substr(0, whole.size() - 1), options).complete("changes"));
  }

  void secretsGoNoFurther() {
    const std::string token = "ghp_canaryCANARYcanaryCANARYcanary123456";
    const std::string text = "id,requested_at,identity,change,credential,summary,Secret,note\n"
                             "1,2026-11-02T10:00:00Z,u,rotate,key-1,new one is " +
                             token + ",canary-2,password=canary-3\n" + "2,2026-11-02T10:00:00Z,u,rotate," +
                             token + ",,,\n3,2026-11-02T10:00:00Z,u,delete,,,,\"a \"\"canary-4\"\"";
    const std::string asLines = json("{'id':'1','requested_at':'2026-11-02T10:00:00Z','identity':'u','change'"
                                     ":'rotate','credential':'key-1',") +
                                json("'summary':'new one is ") + token +
                                json("','Secret':'canary-2','note':{'deep':['password=canary-3']}}") + "\n" +
                                json("{'id':'2','requested_at':'2026-11-02T10:00:00Z','identity':'u','change'"
                                     ":'rotate','credential':'") +
                                token + "\"}\n" + json("{'id':'3','note':'canary-4");
    for (const std::string& form : {text, asLines}) {
      const auto got = read(form);
      QCOMPARE(got.all.changes.size(), std::size_t(1));
      std::string everything = said(got.all.changes[0]) + masked(form, got);
      for (const Gap& gap : got.all.gaps)
        everything += gap.error.text() + gap.error.place.excerpt;
      QVERIFY2(everything.find("canary") == std::string::npos, everything.c_str());
      QVERIFY(everything.find("CANARY") == std::string::npos);
      QVERIFY(find(got, "1")->summary.rfind("new one is ***", 0) == 0);
      QVERIFY(got.hasGap("holds a secret where a name belongs"));
      QVERIFY(got.hasGap("a member that holds a secret by its name was left out"));
    }
    // Names that only look like assignments are none.
    const auto named = read(head + "1,2026-11-02T10:00:00Z,,vault:prod:token:9f2c41ab77e0,grant,"
                                   "secretsmanager:GetSecretValue,password=x/data,,,,,,,,,,\n");
    QVERIFY2(named.all.gaps.empty(), shown(named).constData());
    QCOMPARE(named.all.changes.at(0).about, std::string("vault:prod:token:9f2c41ab77e0"));
    QCOMPARE(named.all.changes[0].wish.resource, std::string("password=x/data"));
  }

  void cutAnywhereIsNeverMoreThanWhatStands() {
    const auto whole = allSaid(read(table));
    for (std::size_t n = head.size(); n < table.size(); ++n) {
      const auto got = read(table.substr(0, n));
      QVERIFY(!got.error);
      QVERIFY(got.all.changes.size() <= whole.size());
      for (std::size_t i = 0; i + 1 < got.all.changes.size(); ++i)
        QCOMPARE(said(got.all.changes[i]), whole[i]);
    }
  }

  void linesAreBounded() {
    const std::string row = "1,2026-11-02T10:00:00Z,,u,delete,,,,,,,,,,,,\n";
    const auto got = read(head + row + "2,2026-11-02T10:00:00Z,,u,delete,,,,,,,,,,,\"" +
                          std::string((1U << 20) + 10, 'x') + "\",\n");
    QCOMPARE(got.all.changes.size(), std::size_t(1));
    QVERIFY(got.all.gaps.at(0).error.code == ErrorCode::Limit);
    QVERIFY(!got.complete("changes"));
    const auto tooLong =
        read(lines + json("{'id':'6','summary':'") + std::string((1U << 20) + 10, 'x') + "\"}\n");
    QCOMPARE(tooLong.all.changes.size(), std::size_t(5));
    QVERIFY(tooLong.all.gaps.at(0).error.code == ErrorCode::Limit);
  }
};

QTEST_APPLESS_MAIN(TestChangeListFaults)
#include "tst_change_list_faults.moc"
