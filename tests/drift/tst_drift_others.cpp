// SPDX-License-Identifier: Apache-2.0
#include "models/identity/keys.h"
#include "planes.h"

using namespace countersign;
using namespace countersign::test;

namespace {

/// Grants of the neutral format as the importer's documents give them.
struct Neutral {
  Documents documents{"neutral/x/live"};
  int number = 0;

  void add(const std::string& content, SourceRole plane) {
    documents.add("neutral.grant", "g" + std::to_string(number++),
                  "{'grantee':'broker:eu:svc'," + content + "}", plane);
  }
  Compared result(const std::string& system = "broker") {
    PlaneGrants plane;
    plane.system = system;
    plane.applied = neutralGrants(documents, keys::neutral("broker:eu:svc"), SourceRole::Live);
    plane.requested = neutralGrants(documents, keys::neutral("broker:eu:svc"), SourceRole::Intent);
    return compared(std::move(plane));
  }
};

Compared neutral(const std::string& requested, const std::string& applied,
                 const std::string& system = "broker") {
  Neutral all;
  all.add(requested, SourceRole::Intent);
  all.add(applied, SourceRole::Live);
  return all.result(system);
}

} // namespace

class TestDriftOthers : public QObject {
  Q_OBJECT

private Q_SLOTS:
  void patterns() {
    QCOMPARE(neutral("'effect':'allow','actions':['publish'],'resources':['orders.*']",
                     "'effect':'allow','actions':['publish'],'resources':['orders.new']")
                 .applied(),
             std::string("yes publish on orders.new"));
    QCOMPARE(neutral("'effect':'allow','actions':['publish'],'resources':['orders.new']",
                     "'effect':'allow','actions':['*'],'resources':['orders.*']")
                 .applied(),
             std::string("no * but not publish on orders.*; no publish on orders.* but not orders.new; "
                         "yes publish on orders.new"));
    QCOMPARE(neutral("'effect':'allow','not_actions':['admin'],'resources':['*']",
                     "'effect':'allow','actions':['*'],'resources':['*']")
                 .applied(),
             std::string("no admin on *; yes * but not admin on *"));
  }

  void rolesAreNames() {
    QCOMPARE(neutral("'effect':'allow','role':'publisher','scope':'orders'",
                     "'effect':'allow','role':'publisher','scope':'orders'")
                 .applied(),
             std::string("yes publisher on orders"));
    QCOMPARE(neutral("'effect':'allow','role':'publisher','scope':'orders'",
                     "'effect':'allow','role':'publisher','scope':'bills'")
                 .applied(),
             std::string("no publisher on bills"));
    const Compared mixed = neutral("'effect':'allow','role':'publisher'",
                                   "'effect':'allow','actions':['publish'],'resources':['orders.*']");
    QCOMPARE(mixed.applied(), std::string("? publish on orders.*"));
    QCOMPARE(mixed.reason(), std::string("what role publisher permits is not known"));
  }

  void conditionsAndDenials() {
    QCOMPARE(
        neutral("'effect':'allow','actions':['read'],'resources':['*'],'conditions_raw':'in office hours'",
                "'effect':'allow','actions':['read'],'resources':['x']")
            .applied(),
        std::string("if read on x"));
    Neutral all;
    all.add("'effect':'allow','actions':['*'],'resources':['*']", SourceRole::Intent);
    all.add("'effect':'deny','actions':['drop'],'resources':['*']", SourceRole::Intent);
    all.add("'effect':'allow','actions':['drop'],'resources':['t']", SourceRole::Live);
    QCOMPARE(all.result().applied(), std::string("no drop on t"));
  }

  /// What the runtime means by its grants is not known to a list in the neutral format.
  void onlyWrittenAlike() {
    Documents documents("x");
    for (const char* system : {"postgresql", "vault", "gcp", "azure"}) {
      PlaneGrants plane;
      plane.system = system;
      plane.applied.known = plane.requested.known = true;
      Grant g;
      g.action = "SELECT";
      g.resource = "table public.orders";
      plane.applied.grants = {g};
      plane.requested.grants = {g};
      QCOMPARE(compared(plane).applied(), std::string("yes SELECT on table public.orders"));
      plane.requested.grants[0].resource = "table public.*";
      const Compared other = compared(plane);
      QCOMPARE(other.applied(), std::string("? SELECT on table public.orders"));
      QVERIFY(!other.reason().empty());
      plane.requested.grants.clear();
      QCOMPARE(compared(plane).applied(), std::string("no SELECT on table public.orders"));
    }
  }

  void knownAgain() {
    Neutral all;
    all.add("'effect':'allow','actions':['read'],'resources':['*']", SourceRole::Intent);
    all.add("'effect':'allow','actions':['read'],'resources':['x']", SourceRole::Live);
    RuntimeCaches caches;
    drift::Comparer comparer(caches, 2);
    PlaneGrants plane = all.result().plane;
    const auto first = comparer.compare(plane);
    QVERIFY(comparer.compare(plane) == first);
    QCOMPARE(comparer.worked(), std::size_t{1});
    plane.requested.missing = {"a policy"}; // what is missing is part of the answer
    QVERIFY(comparer.compare(plane) != first);
    QCOMPARE(comparer.worked(), std::size_t{2});
    plane.applied.missing = {"a policy"};
    comparer.compare(plane);
    comparer.compare(plane);
    QCOMPARE(comparer.worked(), std::size_t{3});
  }

  void nothingAtAll() {
    const Compared none = compared({});
    QVERIFY(none.result->applied.empty() && none.result->requested.empty() && none.result->unapplied.empty());
    QCOMPARE(drift::verdictOf({}), Tri::Yes);
    QCOMPARE(drift::remainderText({}), std::string());
  }
};

QTEST_APPLESS_MAIN(TestDriftOthers)
#include "tst_drift_others.moc"
