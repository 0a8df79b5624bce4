// SPDX-License-Identifier: Apache-2.0
#include "change_list_data.h"

class TestChangeList : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void everyColumn() {
    const auto got = read(table);
    QVERIFY2(!got.error && got.all.gaps.empty(), shown(got).constData());
    QCOMPARE(got.all.changes.size(), std::size_t(5));
    QVERIFY(got.all.documents.empty());
    const Change& grant = *find(got, "CHG-1");
    QCOMPARE(*grant.at, time("2026-11-02T09:00:00Z"));
    QCOMPARE(grant.by, std::string("platform team"));
    QCOMPARE(grant.about, role);
    QCOMPARE(grant.aboutKeys, std::vector<std::string>{keys::awsRole("123456789012", "deploy")});
    QVERIFY(grant.origin == ChangeOrigin::Ticket);
    Wish wish;
    wish.kind = WishKind::Give;
    wish.system = "aws";
    wish.action = "s3:PutObject";
    wish.resource = "arn:aws:s3:::artifacts/*";
    wish.until = time("2026-11-02T18:00:00Z");
    wish.probe = true;
    QVERIFY(grant.wish == wish);
    QCOMPARE(*grant.approvedAt, time("2026-11-02T09:10:00Z"));
    QCOMPARE(grant.approvedBy, std::string("change board"));
    QCOMPARE(*grant.closedAt, time("2026-11-02T09:30:00Z"));
    QCOMPARE(grant.ref, std::string("https://tickets.example.org/CHG-1"));
    QCOMPARE(grant.summary, std::string("deploys, once"));
    QCOMPARE(grant.actions, std::vector<std::string>{"grant"});
    QVERIFY(grant.details.empty());
    QCOMPARE(grant.where.line, std::uint64_t(2));
    QVERIFY(find(got, "CHG-2")->wish.kind == WishKind::Take);
    QCOMPARE(find(got, "CHG-2")->aboutKeys.front(), keys::k8sServiceAccount("prod-eu", "shop", "orders"));
    QCOMPARE(find(got, "CHG-2")->summary, "revoke get secrets on namespace shop: " + account);
    QCOMPARE(find(got, "CHG-3")->wish.credential, std::string("cert-31"));
    QCOMPARE(find(got, "CHG-4")->wish.owner, std::string("orders@example.org"));
    QCOMPARE(find(got, "CHG-4")->aboutKeys.front(), keys::neutral("broker:eu:svc-orders"));
    QVERIFY(find(got, "CHG-5")->wish.breakGlass && find(got, "CHG-5")->wish.kind == WishKind::Give);
  }

  void everyWord_data() {
    QTest::addColumn<QByteArray>("word");
    QTest::addColumn<QByteArray>("rest"); // permission … owner
    QTest::addColumn<QByteArray>("kind");
    QTest::newRow("grant") << QByteArray("grant") << QByteArray("p,,,,") << QByteArray("give");
    QTest::newRow("revoke") << QByteArray("revoke") << QByteArray(",,,,") << QByteArray("take");
    QTest::newRow("create") << QByteArray("create") << QByteArray(",,,,") << QByteArray("create");
    QTest::newRow("delete") << QByteArray("delete") << QByteArray(",,,,") << QByteArray("remove");
    QTest::newRow("disable") << QByteArray("disable") << QByteArray(",,,,") << QByteArray("disable");
    QTest::newRow("enable") << QByteArray("enable") << QByteArray(",,,,") << QByteArray("enable");
    QTest::newRow("rotate") << QByteArray("rotate") << QByteArray(",,,k,") << QByteArray("rotate");
    QTest::newRow("renew") << QByteArray("renew") << QByteArray(",,,,") << QByteArray("rotate");
    QTest::newRow("reassign") << QByteArray("reassign") << QByteArray(",,,,o") << QByteArray("reassign");
    QTest::newRow("break-glass") << QByteArray("break-glass") << QByteArray("p,r,,,") << QByteArray("give");
    QTest::newRow("edit") << QByteArray("edit") << QByteArray(",,,,") << QByteArray("edit");
  }
  void everyWord() {
    QFETCH(QByteArray, word);
    QFETCH(QByteArray, rest);
    QFETCH(QByteArray, kind);
    const auto got = read(head + "1,2026-11-02T10:00:00Z,,u," + word.toStdString() + "," +
                          rest.toStdString() + ",,,,,,,\n");
    QVERIFY2(got.all.gaps.empty(), shown(got).constData());
    QCOMPARE(got.all.changes.size(), std::size_t(1));
    QCOMPARE(name(got.all.changes[0].wish.kind), std::string_view(kind.constData()));
    QCOMPARE(got.all.changes[0].actions, std::vector<std::string>{word.toStdString()});
    QCOMPARE(got.all.changes[0].wish.breakGlass, word == "break-glass");
  }

  void bothFormsSayTheSame() {
    const auto got = read(lines);
    QVERIFY2(!got.error && got.all.gaps.empty(), shown(got).constData());
    QCOMPARE(allSaid(got), allSaid(read(table)));
    QCOMPARE(got.all.changes[2].where.line, std::uint64_t(4)); // a blank line comes before
    QCOMPARE(lines.substr(got.all.changes[1].where.offset, 13), std::string(json("{'id':'CHG-2'")));
  }

  void headers() {
    QCOMPARE(match(table), Match::Yes);
    QCOMPARE(match(lines), Match::Yes);
    QCOMPARE(match("ID; Requested_At ;IDENTITY;change\n"), Match::Yes);
    QCOMPARE(match("requested_at,identity,change\n"), Match::Maybe);
    QCOMPARE(match("uid,platform,kind,name\n"), Match::No);
    QCOMPARE(match(json("{'t':'changes'}")), Match::Yes);
    QCOMPARE(match(json("{'t':'change','id':'1','requested_at':'x','identity':'u','change':'edit'}")),
             Match::No);
    QCOMPARE(match(json("{'id':'1','requested_at':'x','identity':'u'}")), Match::No);
    QCOMPARE(match(""), Match::No);
    const auto none = read("requested_at,identity,change\n2026-11-02T10:00:00Z,u,delete\n");
    QCOMPARE(none.error->place.pointer, std::string("id"));
    const auto twice = read("id,requested_at,identity,change,Until,until\n");
    QVERIFY(twice.error->code == ErrorCode::DuplicateKey);
    QCOMPARE(*twice.error->place.line, std::uint64_t(1));
    QCOMPARE(twice.error->place.pointer, std::string("until"));
    QVERIFY(!twice.error->remedy.empty());
    QVERIFY(read("id,requested_at,identity,change,f\xF8r\n").error->code == ErrorCode::Encoding);
    // Two lists put one behind the other.
    const auto again = read(table + head + "CHG-6,2026-11-02T10:00:00Z,,u,delete,,,,,,,,,,,,\n");
    QCOMPARE(again.all.changes.size(), std::size_t(6));
    QCOMPARE(again.errors(), std::size_t(0));
    QVERIFY(again.hasGap("the header stands here again"));
  }

  void unknownColumnsAreKept() {
    const std::string text =
        "id,requested_at,identity,change,Risk,team\n"
        "1,2026-11-02T10:00:00Z,u,delete,low,\n2,2026-11-02T10:00:00Z,u,delete,high,core\n";
    const auto got = read(text);
    QCOMPARE(got.all.gaps.size(), std::size_t(2));
    QVERIFY(got.all.gaps[0].warning && got.all.gaps[1].warning);
    QCOMPARE(*got.all.gaps[0].error.place.line, std::uint64_t(1));
    QCOMPARE(got.all.gaps[0].error.place.pointer, std::string("risk"));
    QCOMPARE(find(got, "2")->details, Json::object().set("risk", "high").set("team", "core"));
    const std::string asLines = json("{'id':'1','requested_at':'2026-11-02T10:00:00Z','identity':'u','change'"
                                     ":'delete','risk':'low'}") +
                                "\n" +
                                json("{'id':'2','requested_at':'2026-11-02T10:00:00Z','identity':'u','change'"
                                     ":'delete','risk':'high','team':'core'}") +
                                "\n";
    const auto same = read(asLines);
    QCOMPARE(allSaid(same), allSaid(got));
    QCOMPARE(same.all.gaps.size(), std::size_t(2));
    QVERIFY(same.all.gaps[0].warning && same.all.gaps[0].error.place.pointer == "/risk");
    // What a change of content is about is a remark, too.
    const auto edit = read(head + "1,2026-11-02T10:00:00Z,,u,edit,p,,,,o,,,,,,,\n");
    QCOMPARE(find(edit, "1")->details, Json::object().set("permission", "p").set("owner", "o"));
    QCOMPARE(edit.all.gaps.size(), std::size_t(1));
    QVERIFY(edit.all.gaps[0].warning);
  }

  void captureTime() {
    for (const std::string& text : {table, lines}) {
      QCOMPARE(*read(text).facts.capturedAt, time("2026-11-03T08:07:00Z"));
      ReadOptions options;
      options.now = time("2026-11-03T00:00:00Z"); // the others are in the future
      const auto early = read(text, options);
      QCOMPARE(*early.facts.capturedAt, time("2026-11-02T09:30:00Z"));
      QCOMPARE(early.all.changes.size(), std::size_t(1));
      QCOMPARE(early.errors(), std::size_t(4));
      options.capturedAt = time("2026-11-20T00:00:00Z"); // the person's word
      const auto given = read(text, options);
      QVERIFY(!given.facts.capturedAt);
      QCOMPARE(given.all.changes.size(), std::size_t(5));
    }
    // An end may be in the future: it is what was asked for.
    QCOMPARE(
        *read(head + "1,2026-11-02T10:00:00Z,,u,grant,p,,,,,2030-01-01T00:00:00Z,,,,,,\n").facts.capturedAt,
        time("2026-11-02T10:00:00Z"));
    QVERIFY(!read(head).facts.capturedAt);
  }

  void isIntentAndDeclaresNothing() {
    const auto got = read(table);
    QVERIFY(got.facts.role == SourceRole::Intent && got.facts.roleKnown);
    QCOMPARE(got.facts.system, std::string("changes"));
    QVERIFY(!got.facts.scope);
    QVERIFY(got.all.documents.empty() && got.all.observations.empty() && got.all.events.empty());
    QVERIFY(!got.anyComplete());
    ReadOptions options;
    options.completeParts = {"changes"};
    QVERIFY(read(table, options).complete("changes"));
    options.partialParts = {"*"};
    QVERIFY(!read(table, options).anyComplete());
  }

  void linesWithHeaderAndEnd() {
    const std::string header =
        json("{'t':'changes','source_scope':'change board','captured_at':'2026-11-05T00:00:00Z',") +
        json("'captured_at_basis':'tool','completeness':'full','tool':{'name':'export','version':'2'}}") +
        "\n";
    const std::string end =
        json("{'t':'end','counts':{'change':5},'sha256':") + quoted(sha256(header + lines).hex()) + "}\n";
    const auto got = read(header + lines + end);
    QVERIFY2(got.all.gaps.empty(), shown(got).constData());
    QCOMPARE(*got.facts.scope, std::string("change board"));
    QCOMPARE(*got.facts.capturedAt, time("2026-11-05T00:00:00Z"));
    QCOMPARE(got.facts.tool, std::string("export 2"));
    QVERIFY(got.complete("changes"));
    QCOMPARE(allSaid(got), allSaid(read(table)));
    QVERIFY(!read(header + lines).complete("changes"));
    QCOMPARE(read(header + lines).part("changes")->why,
             std::string("there is no end record: nobody knows whether the file is whole"));
    for (const std::string& wrong :
         {header + lines + json("{'t':'end','counts':{'change':4}}"),
          header + lines + end + lines.substr(0, lines.find('\n')),
          header + lines + json("{'t':'end','counts':{'change':5},'sha256':'00'}")}) {
      const auto bad = read(wrong);
      QVERIFY(!bad.complete("changes"));
      QVERIFY(bad.errors() >= 1);
      QCOMPARE(bad.all.changes.size(), std::size_t(5));
    }
    const auto later = read(json("{'t':'changes','captured_at':'2026-11-05'}") + "\n" + lines);
    QCOMPARE(later.all.gaps.at(0).error.place.pointer, std::string("/captured_at"));
    QCOMPARE(later.all.changes.size(), std::size_t(5));
    const auto other = read(lines + json("{'t':'gap','scope':'x'}") + "\n");
    QVERIFY(other.hasGap("a line of type 'gap' is no change"));
    QCOMPARE(other.errors(), std::size_t(0));
  }
};

QTEST_APPLESS_MAIN(TestChangeList)
#include "tst_change_list.moc"
