// SPDX-License-Identifier: Apache-2.0
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "app/cli/table.h"

#include <QTest>
#include <sstream>

using namespace countersign;
using namespace countersign::cli;

class TestCliTexts : public QObject {
  Q_OBJECT

private Q_SLOTS:
  void printableText_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("shown");
    QTest::newRow("plain") << QByteArray("Zürich · 東京") << QByteArray("Zürich · 東京");
    QTest::newRow("escape") << QByteArray("a\x1b[2Jb") << QByteArray("a\\u{1b}[2Jb");
    QTest::newRow("line feed") << QByteArray("a\nb") << QByteArray("a\\u{a}b");
    QTest::newRow("right to left") << QByteArray("a\xE2\x80\xAE"
                                                 "b")
                                   << QByteArray("a\\u{202e}b");
    QTest::newRow("C1") << QByteArray("\xC2\x9B") << QByteArray("\\u{9b}");
    QTest::newRow("lone byte") << QByteArray("a\xFF"
                                             "b")
                               << QByteArray("a\\xffb");
    QTest::newRow("cut off") << QByteArray("\xE2\x82") << QByteArray("\\xe2\\x82");
    QTest::newRow("overlong") << QByteArray("\xC0\xAF") << QByteArray("\\xc0\\xaf");
  }
  void printableText() {
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, shown);
    QCOMPARE(QByteArray::fromStdString(printable(text.toStdString())), shown);
  }
  void linesStay() { QCOMPARE(printableLines("a\n\tb\r"), std::string("a\n\tb\\u{d}")); }

  void jsonOfBrokenText() {
    const std::string text = jsonText(Json::object().set("a\xFF", Json::array().push("b\xC0").push(1)));
    QVERIFY(validUtf8(text));
    QVERIFY(parseJson(text).has_value());
  }

  void durations_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qlonglong>("seconds"); // 0: refused
    QTest::newRow("seconds") << QByteArray("90s") << 90LL;
    QTest::newRow("minutes") << QByteArray("15m") << 900LL;
    QTest::newRow("hour") << QByteArray("1h") << 3600LL;
    QTest::newRow("days") << QByteArray("7d") << 604800LL;
    QTest::newRow("weeks") << QByteArray("2w") << 1209600LL;
    for (const char* bad :
         {"", "m", "15", "15 m", "-1h", "0d", "1.5h", "15mm", "99999999999999999999d", "4000d", "1y"})
      QTest::newRow(bad) << QByteArray(bad) << 0LL;
  }
  void durations() {
    QFETCH(const QByteArray, text);
    QFETCH(const qlonglong, seconds);
    const auto parsed = parseDuration(text.toStdString());
    QCOMPARE(parsed ? static_cast<qlonglong>(parsed->count()) : 0LL, seconds);
    if (parsed) QCOMPARE(parseDuration(durationText(*parsed)).value(), *parsed);
  }

  void tableIsAligned() {
    Table table({"A", "B"});
    table.add({"ü", "x"});
    table.add({"", "y\n"});
    std::ostringstream out;
    table.print(out);
    QCOMPARE(out.str(), std::string("A  B\nü  x\n-  y\\u{a}\n"));
  }
};

QTEST_GUILESS_MAIN(TestCliTexts)
#include "tst_cli_texts.moc"
