// SPDX-License-Identifier: Apache-2.0
#include "models/store/changes.h"
#include "models/store/connection.h"
#include "models/store/schema.h"
#include "tests/store/store_data.h"

using namespace countersign;
using namespace countersign::test;

namespace {

Change ticket(const std::string& id, const std::string& summary, Instant asked) {
  Change c;
  c.id = id;
  c.summary = summary;
  c.at = asked;
  return c;
}
Change planned(const std::string& id, Instant asked) {
  Change c = ticket(id, "update", asked);
  c.origin = ChangeOrigin::Plan;
  return c;
}
Event happened(const std::string& id, Instant when, const std::string& about, bool changing = true,
               const std::string& outcome = "success") {
  Event e;
  e.id = id;
  e.at = when;
  e.action = "put";
  e.actor = "admin";
  e.outcome = outcome;
  e.stateChanging = changing;
  if (!about.empty()) e.aboutKeys = {about, about + "#alias"};
  e.actorKeys = {"key:admin"};
  e.where = {10, 20, "/x", 3};
  return e;
}

/// Imports changes and events of a source as one snapshot.
Result<MergeReport> import(Workspace& w, Instant captured, std::vector<Change> changes,
                           std::vector<Event> events = {}, const std::string& source = "changes/one/intent") {
  SnapshotInfo i = info(captured, "");
  i.sourceKey = source;
  std::string bytes = source + formatRfc3339(captured);
  for (const Change& c : changes)
    bytes += c.id + c.summary;
  i.raw = sha256(bytes);
  COUNTERSIGN_ASSIGN(const auto staging, Staging::begin(w, i, noTerms));
  staging->take(std::move(changes));
  staging->take(std::move(events));
  return staging->merge({{"changes", true, ""}}, {}, {});
}

std::vector<std::string> summaries(const std::vector<StoredChange>& list) {
  std::vector<std::string> out;
  for (const StoredChange& one : list)
    out.push_back(one.change.id + " " + one.change.summary);
  return out;
}
using Texts = std::vector<std::string>;

} // namespace

class TestChanges : public QObject {
  Q_OBJECT

  std::unique_ptr<QTemporaryDir> folder_;
  std::unique_ptr<Workspace> w_;

  std::string file() const { return (folder_->path() + QStringLiteral("/w.countersign")).toStdString(); }
  Texts held() {
    const auto all = ChangeStore(*w_).changes();
    return all ? summaries(*all) : Texts{all.error().text()};
  }
  /// "id when key,key" of each event that is visited.
  Texts visited(Instant from, Instant to) {
    Texts out;
    const auto done = ChangeStore(*w_).forEachStateChange(from, to, [&](const StateChange& one) {
      std::string text = one.stored.event.id;
      for (const char* key : {"a", "a#alias", "b", "b#alias", "key:admin"})
        if (std::count(one.about.begin(), one.about.end(), keyHash(key)) == 1) text += std::string(" ") + key;
      out.push_back(text);
      return Result<void>();
    });
    if (!done) out.push_back(done.error().text());
    return out;
  }
  /// Makes the workspace what version 2 of the program would have made, and gives it to `write`.
  void asVersionTwo(const std::function<void(store::Connection&)>& write) {
    w_.reset();
    {
      store::Connection c(file(), SQLite::OPEN_READWRITE);
      for (const char* sql : {"DROP TABLE probe", "DROP INDEX event_change", "DROP TABLE state_change_key",
                              "DROP INDEX version_from", "DROP INDEX version_to",
                              "ALTER TABLE record DROP COLUMN drift", "DROP INDEX record_findings_due",
                              "ALTER TABLE record DROP COLUMN findings_due", "PRAGMA user_version = 2"})
        c.exec(sql);
      write(c);
    }
    auto opened = Workspace::open(file());
    QVERIFY2(opened, opened ? "" : opened.error().text().c_str());
    w_ = std::move(*opened);
    QVERIFY(QFile::exists(QString::fromStdString(file() + ".backup-v2")));
    const auto findings = w_->check();
    QVERIFY(findings && findings->empty());
  }

private Q_SLOTS:
  void init() {
    w_.reset();
    folder_ = std::make_unique<QTemporaryDir>();
    auto made = Workspace::create(file(), at(0));
    QVERIFY(made);
    w_ = std::move(*made);
  }

  void everyMemberIsKept() {
    Change c;
    c.id = "CHG-1";
    c.at = at(1);
    c.by = "platform";
    c.ref = "https://tickets.example.org/1";
    c.summary = "one";
    c.actions = {"grant"};
    c.aboutKeys = {"key:a", "key:b"};
    c.details = Json::object().set("risk", "low");
    c.where = {100, 50, "/x/1", 7};
    c.origin = ChangeOrigin::Outside;
    c.wish = {WishKind::Give, "aws", "s3:PutObject", "arn:*", "key-1", "owner", at(9), true, true};
    c.about = "aws:arn";
    c.approvedAt = at(2);
    c.approvedBy = "board";
    c.closedAt = at(3);
    const auto report = import(*w_, at(5), {c});
    QVERIFY(report);
    const auto all = ChangeStore(*w_).changes();
    QVERIFY(all);
    QCOMPARE(all->size(), std::size_t(1));
    const StoredChange& stored = all->front();
    QVERIFY(stored.source == report->source && stored.snapshot == report->snapshot);
    QCOMPARE(stored.capturedAt, at(5));
    const Change& k = stored.change;
    QVERIFY(k.id == c.id && k.at == c.at && k.by == c.by && k.ref == c.ref && k.summary == c.summary);
    QVERIFY(k.actions == c.actions && k.aboutKeys == c.aboutKeys && k.details == c.details);
    QVERIFY(k.origin == c.origin && k.wish == c.wish && k.about == c.about);
    QVERIFY(k.approvedAt == c.approvedAt && k.approvedBy == c.approvedBy && k.closedAt == c.closedAt);
    QVERIFY(k.where.offset == 100 && k.where.length == 50 && k.where.pointer == "/x/1" && k.where.line == 7);
    // And one that says nothing but its id.
    Change bare;
    bare.id = "CHG-2";
    QVERIFY(import(*w_, at(6), {bare}));
    const Change back = ChangeStore(*w_).changes()->back().change;
    QVERIFY(!back.at && !back.approvedAt && !back.closedAt && back.wish == Wish() && back.about.empty());
  }

  void everyKindAndOriginIsKept() {
    std::vector<Change> list;
    for (const WishKind kind :
         {WishKind::Give, WishKind::Take, WishKind::Create, WishKind::Remove, WishKind::Disable,
          WishKind::Enable, WishKind::Rotate, WishKind::Reassign, WishKind::Edit}) {
      list.push_back(ticket("k" + std::string(name(kind)), "", at(1)));
      list.back().wish.kind = kind;
    }
    for (const ChangeOrigin origin : {ChangeOrigin::Ticket, ChangeOrigin::Plan, ChangeOrigin::Outside,
                                      ChangeOrigin::Intent, ChangeOrigin::Revocation}) {
      list.push_back(ticket("o" + std::string(name(origin)), "", at(1)));
      list.back().origin = origin;
    }
    QVERIFY(import(*w_, at(2), list));
    const auto all = ChangeStore(*w_).changes();
    QCOMPARE(all->size(), list.size());
    for (std::size_t i = 0; i < list.size(); ++i)
      QVERIFY((*all)[i].change.wish.kind == list[i].wish.kind && (*all)[i].change.origin == list[i].origin);
  }

  /// A list that is exported again holds what it held, and more: each ticket is one.
  void ticketsImportedAgain() {
    QVERIFY(import(*w_, at(2), {ticket("CHG-1", "asked", at(1)), ticket("CHG-2", "asked", at(1))}));
    QVERIFY(import(
        *w_, at(6),
        {ticket("CHG-1", "done", at(1)), ticket("CHG-2", "asked", at(1)), ticket("CHG-3", "asked", at(5))}));
    QCOMPARE(held(), (Texts{"CHG-1 done", "CHG-2 asked", "CHG-3 asked"}));
    // An older export comes later: what is newer stays, even where the time of the request was corrected.
    QVERIFY(import(*w_, at(4), {ticket("CHG-1", "approved", at(3)), ticket("CHG-0", "withdrawn", at(1))}));
    QCOMPARE(held(), (Texts{"CHG-1 done", "CHG-2 asked", "CHG-0 withdrawn", "CHG-3 asked"}));
    // The same numbers of another list are other changes.
    QVERIFY(import(*w_, at(7), {ticket("CHG-1", "elsewhere", at(1))}, {}, "changes/two/intent"));
    QCOMPARE(held().back(), std::string("CHG-1 elsewhere"));
    QCOMPARE(held().size(), std::size_t(5));
  }

  void plansOfEachPlan() {
    QVERIFY(import(*w_, at(1), {planned("plan:role.a", at(1)), planned("plan:role.b", at(1))}));
    QVERIFY(import(*w_, at(3), {planned("plan:role.a", at(3))}));
    QCOMPARE(ChangeStore(*w_).changes()->size(), std::size_t(3)); // a was planned twice
    QVERIFY(import(*w_, at(4), {planned("plan:role.a", at(3))})); // the same plan again
    const auto all = ChangeStore(*w_).changes();
    QCOMPARE(all->size(), std::size_t(3));
    QCOMPARE(all->back().capturedAt, at(4));
  }

  /// Rows that were written before changes said where they come from and what they ask for.
  void rowsOfBefore() {
    QVERIFY(import(*w_, at(1), {}));
    asVersionTwo([](store::Connection& c) {
      c.exec(
          "INSERT INTO change(source, snapshot, change_id, at, json, at_offset, at_length, at_pointer) VALUES"
          "(1, 1, 'plan:role.new', 5, "
          "'{\"about\":[\"key:a\"],\"actions\":[\"create\"],\"by\":\"\",\"details\":"
          "{\"address\":\"role.new\"},\"ref\":\"\",\"summary\":\"create role.new\"}', 3, 4, '/x'),"
          "(1, 1, 'plan:role.old', 5, '{\"about\":[],\"actions\":[\"delete\"],\"summary\":\"s\"}', 0, 0, ''),"
          "(1, 1, 'plan:role.both', 5, '{\"about\":[],\"actions\":[\"replace\"],\"summary\":\"s\"}', 0, 0, "
          "''),"
          "(1, 1, 'drift:role.x', NULL, '{\"about\":[],\"actions\":[\"update\"],\"summary\":\"s\"}', 0, 0, "
          "''),"
          "(1, 1, 'CHG-1/approved', 6, '{\"about\":[],\"actions\":[],\"summary\":\"s\"}', 0, 0, '')");
    });
    const auto all = ChangeStore(*w_).changes();
    QVERIFY2(all, all ? "" : all.error().text().c_str());
    QCOMPARE(all->size(), std::size_t(5));
    const Change& created = (*all)[0].change;
    QVERIFY(created.origin == ChangeOrigin::Plan && created.wish.kind == WishKind::Create);
    QCOMPARE(*created.at, fromMicros(5));
    QCOMPARE(created.aboutKeys, Texts{"key:a"});
    QCOMPARE(created.details["address"].asString(), std::string("role.new"));
    QVERIFY(created.where.offset == 3 && created.where.length == 4 && created.where.pointer == "/x");
    QVERIFY((*all)[1].change.origin == ChangeOrigin::Plan && (*all)[1].change.wish.kind == WishKind::Remove);
    QVERIFY((*all)[2].change.origin == ChangeOrigin::Plan && (*all)[2].change.wish.kind == WishKind::Edit);
    QVERIFY((*all)[3].change.origin == ChangeOrigin::Outside && !(*all)[3].change.at);
    QVERIFY((*all)[4].change.origin == ChangeOrigin::Ticket && (*all)[4].change.wish.kind == WishKind::Edit);
  }
  /// A row that cannot be understood is an error, not a change of another kind.
  void rowsThatCannotBe() {
    for (const char* json :
         {R"({"origin":"rumour","wish":{"kind":"give"}})", R"({"origin":"plan","wish":{}})",
          R"({"origin":"plan","wish":{"kind":"give","until":"soon"}})",
          R"({"origin":"plan","wish":{"kind":"give"},"closedAt":"2026"})", "{"}) {
      init();
      QVERIFY(import(*w_, at(1), {ticket("CHG-1", "s", at(1))}));
      SQLite::Statement& s = w_->connection().prepare("UPDATE change SET json = ?");
      s.bind(1, std::string(json));
      QCOMPARE(s.exec(), 1);
      QVERIFY2(!ChangeStore(*w_).changes(), json);
    }
  }

  void stateChangesInTheOrderOfTime() {
    QVERIFY(import(*w_, at(9), {},
                   {happened("late", at(5), "a"), happened("early", at(2), "b"),
                    happened("read", at(3), "a", false), happened("denied", at(3), "a", true, "denied"),
                    happened("nobody", at(4), "")},
                   "test/log/audit"));
    QVERIFY(import(*w_, at(9), {}, {happened("other", at(3), "a"), happened("same", at(2), "a")},
                   "test/two/audit"));
    QCOMPARE(visited(at(0), at(9)),
             (Texts{"early b b#alias", "same a a#alias", "other a a#alias", "nobody", "late a a#alias"}));
    QCOMPARE(visited(at(2), at(3)), (Texts{"early b b#alias", "same a a#alias", "other a a#alias"}));
    QCOMPARE(visited(at(6), at(9)), Texts{});
    // A visitor may ask again, and may end it.
    ChangeStore store(*w_);
    std::size_t inner = 0, outer = 0, whole = 0;
    const auto ended = store.forEachStateChange(at(0), at(9), [&](const StateChange& one) -> Result<void> {
      whole += one.stored.event.stateChanging && one.stored.event.where.line == 3 ? 1 : 0;
      if (++outer == 2) return failure(ErrorCode::Cancelled, "enough");
      return store.forEachStateChange(at(0), at(9), [&](const StateChange&) {
        ++inner;
        return Result<void>();
      });
    });
    QVERIFY(!ended && ended.error().code == ErrorCode::Cancelled);
    QCOMPARE(outer, std::size_t(2));
    QCOMPARE(whole, std::size_t(2));
    QCOMPARE(inner, std::size_t(5));
  }

  /// Events that an older workspace holds are found by their keys as those that are imported now.
  void stateChangesOfBefore() {
    QVERIFY(import(*w_, at(9), {}, {happened("old", at(2), "a"), happened("read", at(2), "a", false)},
                   "test/log/audit"));
    const Texts before = visited(at(0), at(9));
    QCOMPARE(before, Texts{"old a a#alias"});
    asVersionTwo([](store::Connection&) {});
    QCOMPARE(visited(at(0), at(9)), before);
    QCOMPARE(w_->connection().number("SELECT COUNT(*) FROM state_change_key"), std::int64_t{2});
    QVERIFY(
        import(*w_, at(9), {}, {happened("old", at(2), "a"), happened("new", at(1), "b")}, "test/log/audit"));
    QCOMPARE(visited(at(0), at(9)), (Texts{"new b b#alias", "old a a#alias"}));
  }
};

QTEST_APPLESS_MAIN(TestChanges)
#include "tst_changes.moc"
