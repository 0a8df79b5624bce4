// SPDX-License-Identifier: Apache-2.0
#include "tests/gui/gui_test.h"
#include "ui/identities/csv_export.h"

#include <QTemporaryDir>

using namespace countersign;
using namespace countersign::ui;
using namespace Qt::StringLiterals;

class TestCsv : public QObject {
  Q_OBJECT

private Q_SLOTS:
  void noFieldIsAFormula() {
    QCOMPARE(csvField("=1+1"), std::string("'=1+1"));
    QCOMPARE(csvField("+x"), std::string("'+x"));
    QCOMPARE(csvField("-x"), std::string("'-x"));
    QCOMPARE(csvField("@x"), std::string("'@x"));
    QCOMPARE(csvField("\tx"), std::string("'\tx"));
    QCOMPARE(csvField("a,\"b\""), std::string("\"a,\"\"b\"\"\""));
    QCOMPARE(csvField("plain"), std::string("plain"));
  }
  void writesEveryRowOnce() {
    fake::OpenSession open(1203);
    QTemporaryDir folder;
    const QString file = folder.filePath(u"view.csv"_s);
    const auto rows = exportCsv("made-up.countersign", open.clock, {}, file,
                                [](double, const std::string&) { return true; });
    QVERIFY(rows);
    QCOMPARE(*rows, 1203U);
    QFile in(file);
    QVERIFY(in.open(QIODevice::ReadOnly));
    QCOMPARE(in.readAll().count("\r\n"), 1204);
  }
  void cancelledLeavesNoFile() {
    fake::OpenSession open(1203);
    QTemporaryDir folder;
    const QString file = folder.filePath(u"view.csv"_s);
    const auto rows = exportCsv("made-up.countersign", open.clock, {}, file,
                                [](double, const std::string&) { return false; });
    QVERIFY(!rows);
    QCOMPARE(rows.error().code, ErrorCode::Cancelled);
    QVERIFY(!QFile::exists(file));
  }
};

QTEST_MAIN(TestCsv)
#include "tst_csv.moc"
