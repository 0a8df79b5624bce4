// SPDX-License-Identifier: Apache-2.0
#include "models/store/changes.h"
#include "tests/store/store_data.h"

using namespace countersign;
using namespace countersign::test;

class TestProbes : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void probes() {
    QTemporaryDir folder;
    const auto w = Workspace::create((folder.path() + QStringLiteral("/w.countersign")).toStdString(), at(0));
    QVERIFY(w);
    ChangeStore store(**w);
    const Json what = Json::object().set("record", "r");
    QVERIFY(store.addProbe("second", at(2), what));
    QVERIFY(store.addProbe("first", at(1), Json::object()));
    const auto twice = store.addProbe("first", at(3), what);
    QVERIFY(!twice && twice.error().code == ErrorCode::InvalidArgument);
    const auto all = store.probes();
    QCOMPARE(all->size(), std::size_t(2));
    QVERIFY((*all)[0].name == "first" && (*all)[0].at == at(1) && (*all)[0].json == Json::object());
    QVERIFY((*all)[1].name == "second" && (*all)[1].json == what);
    QVERIFY(store.removeProbe("first"));
    QCOMPARE(store.removeProbe("first").error().code, ErrorCode::NotFound);
    QCOMPARE(store.probes()->size(), std::size_t(1));
  }
};

QTEST_APPLESS_MAIN(TestProbes)
#include "tst_probes.moc"
