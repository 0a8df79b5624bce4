// SPDX-License-Identifier: Apache-2.0
#include "tests/gui/gui_test.h"
#include "ui/identities/record_table_model.h"
#include "ui/widgets/cell.h"

#include <QElapsedTimer>
#include <numeric>

using namespace countersign;
using namespace countersign::ui;

class TestRecordPages : public QObject {
  Q_OBJECT

  static std::vector<RecordId> manyIds(std::size_t count) {
    std::vector<RecordId> ids(count);
    std::iota(ids.begin(), ids.end(), RecordId(1));
    return ids;
  }

private Q_SLOTS:
  void readsOnlyThePagesThatAreLookedAt() {
    fake::OpenSession open(100'000);
    QVERIFY(open.opened);
    RecordPages pages(*open.session);
    pages.setIds(manyIds(100'000));
    QVERIFY(pages.row(50'000) == nullptr);
    QVERIFY(QTest::qWaitFor([&] { return pages.row(50'000) != nullptr; }));
    QCOMPARE(pages.row(50'000)->id, RecordId(50'001));
    QVERIFY(pages.row(50'010) != nullptr);
    QCOMPARE(pages.pagesHeld(), 1U);
    QCOMPARE(fake::estate().rowCalls, 1U);
  }
  void forgetsTheOldest() {
    fake::OpenSession open(100'000);
    RecordPages pages(*open.session);
    pages.setIds(manyIds(100'000));
    for (int page = 0; page < 60; ++page) {
      const int row = page * RecordPages::pageSize;
      QVERIFY(QTest::qWaitFor([&] { return pages.row(row) != nullptr; }));
    }
    QVERIFY(pages.pagesHeld() <= RecordPages::keptPages + 1);
    QVERIFY(pages.row(59 * RecordPages::pageSize) != nullptr);
  }
  void answersToAnEarlierListAreDropped() {
    fake::OpenSession open(1000);
    fake::estate().rowDelay = std::chrono::milliseconds(60);
    RecordPages pages(*open.session);
    pages.setIds({7, 8, 9});
    QVERIFY(pages.row(0) == nullptr); // asks for 7, 8, 9
    pages.setIds({1, 2, 3});          // before the answer
    QVERIFY(pages.row(0) == nullptr);
    QVERIFY(QTest::qWaitFor([&] { return pages.row(0) != nullptr; }));
    QCOMPARE(pages.row(0)->id, RecordId(1));
    QVERIFY(open.settle());
    QCOMPARE(pages.row(0)->id, RecordId(1));
  }
  void tableStaysFluentWithAMillionRows() {
    fake::OpenSession open(2000);
    RecordTableModel model(*open.session);
    Table table(QStringLiteral("Identities"), 31);
    table.setModel(&model);
    table.resize(1000, 800);
    table.show();
    QElapsedTimer timer;
    timer.start();
    model.setIds(manyIds(1'000'000));
    QCoreApplication::sendPostedEvents();
    table.scrollToBottom();
    table.viewport()->repaint();
    QVERIFY2(timer.elapsed() < 1500, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(model.rowCount(), 1'000'000);
  }
  void whatIsNotThereYetIsNoWrongRow() {
    fake::OpenSession open(300);
    RecordTableModel model(*open.session);
    model.setIds(manyIds(300));
    QCOMPARE(model.index(5, RecordTableModel::Identity).data().toString(), QStringLiteral("…"));
    QVERIFY(!model.index(5, RecordTableModel::SealColumn).data(SealRole).isValid());
    QVERIFY(open.settle());
    QVERIFY(model.index(5, RecordTableModel::SealColumn).data(SealRole).isValid());
  }
};

QTEST_MAIN(TestRecordPages)
#include "tst_record_pages.moc"
