// SPDX-License-Identifier: Apache-2.0
#include "models/identity/time.h"

#include <QTest>
#include <random>

using namespace countersign;

class TestTime : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void parses_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("micros");
    const auto row = [](const char* text, qint64 micros) {
      QTest::newRow(text) << QByteArray(text) << micros;
    };
    row("1970-01-01T00:00:00Z", 0);
    row("2026-11-20T06:00:00Z", 1795154400000000);
    row("2026-11-20T07:00:00+01:00", 1795154400000000);
    row("2026-11-20T00:30:00-05:30", 1795154400000000);
    row("2026-11-20t06:00:00z", 1795154400000000);
    row("2026-11-20 06:00:00Z", 1795154400000000);
    row("2026-11-20T07:00:00+0100", 1795154400000000);
    row("2026-11-20T06:00:00.5Z", 1795154400500000);
    row("2026-11-20T06:00:00.000001Z", 1795154400000001);
    row("2026-11-20T06:00:00.123456789Z", 1795154400123456);
    row("1969-12-31T23:59:59.999999Z", -1);
    row("2016-12-31T23:59:60Z", 1483228800000000);
    row("2024-02-29T00:00:00Z", 1709164800000000);
    row("0001-01-01T00:00:00Z", -62135596800000000);
    row("9999-12-31T23:59:59Z", 253402300799000000);
  }
  void parses() {
    QFETCH(QByteArray, text);
    QFETCH(qint64, micros);
    const auto t = parseRfc3339(text.toStdString());
    QVERIFY2(t, t ? "" : t.error().text().c_str());
    QCOMPARE(qint64{toMicros(*t)}, micros);
  }
  void refuses_data() {
    QTest::addColumn<QByteArray>("text");
    for (const char* text : {"",
                             "2026",
                             "2026-11-20",
                             "2026-11-20T06:00:00",
                             "2026-11-20T06:00:00+01",
                             "2026-11-20T06:00:00.Z",
                             "2026-02-29T00:00:00Z",
                             "2026-13-01T00:00:00Z",
                             "2026-00-01T00:00:00Z",
                             "2026-01-00T00:00:00Z",
                             "2026-01-32T00:00:00Z",
                             "2026-01-01T24:00:00Z",
                             "2026-01-01T00:60:00Z",
                             "2026-01-01T00:00:61Z",
                             "2026-01-01T00:00:00+24:00",
                             "2026-01-01T00:00:00+01:60",
                             "2026-01-01T00:00:00Zx",
                             "2026/01/01T00:00:00Z",
                             " 2026-01-01T00:00:00Z",
                             "2026-01-01T00:00:00 Z",
                             "+026-01-01T00:00:00Z",
                             "2026-01-01T00-00-00Z",
                             "2026-01-01T00:00:00-",
                             "2026-01-01T00:00:00+1:00",
                             "N/A"})
      QTest::newRow(*text != '\0' ? text : "empty") << QByteArray(text);
  }
  void refuses() {
    QFETCH(QByteArray, text);
    const auto t = parseRfc3339(text.toStdString());
    QVERIFY(!t);
    QCOMPARE(t.error().code, ErrorCode::Malformed);
    QVERIFY(!t.error().remedy.empty());
  }
  void everyPrefixIsRefused() {
    const std::string text = "2026-11-20T06:00:00.123+01:00";
    for (std::size_t n = 0; n < text.size(); ++n)
      QVERIFY2(!parseRfc3339(text.substr(0, n)), text.substr(0, n).c_str());
  }
  void roundTrip() {
    std::mt19937_64 random(20261120);
    std::uniform_int_distribution<std::int64_t> any(-62135596800000000, 253402300799999999);
    for (int i = 0; i < 100000; ++i) {
      const Instant t = fromMicros(any(random));
      const auto again = parseRfc3339(formatRfc3339(t));
      QVERIFY2(again && *again == t, formatRfc3339(t).c_str());
    }
  }
  void formats() {
    QCOMPARE(formatRfc3339(fromMicros(1795154400000000)), std::string("2026-11-20T06:00:00Z"));
    QCOMPARE(formatRfc3339(fromMicros(1795154400000001)), std::string("2026-11-20T06:00:00.000001Z"));
    QCOMPARE(formatRfc3339(fromMicros(-1)), std::string("1969-12-31T23:59:59.999999Z"));
    QCOMPARE(formatRfc3339Seconds(fromMicros(-1)), std::string("1969-12-31T23:59:59Z"));
  }
  void durations() {
    QCOMPARE(formatDuration(Seconds(0)), std::string("0 s"));
    QCOMPARE(formatDuration(Seconds(59)), std::string("59 s"));
    QCOMPARE(formatDuration(Seconds(120)), std::string("2 min"));
    QCOMPARE(formatDuration(Seconds(125)), std::string("2 min 5 s"));
    QCOMPARE(formatDuration(Seconds(3599)), std::string("59 min"));
    QCOMPARE(formatDuration(Seconds(11520)), std::string("3 h 12 min"));
    QCOMPARE(formatDuration(Seconds(9 * 86400)), std::string("9 d"));
    QCOMPARE(formatDuration(Seconds(400 * 86400 + 5000)), std::string("400 d"));
    QCOMPARE(formatDuration(Seconds(-90)), std::string("-1 min 30 s"));
    QCOMPARE(formatWindow(Seconds(900)), std::string("15 minutes"));
    QCOMPARE(formatWindow(Seconds(3600)), std::string("1 hour"));
    QCOMPARE(formatWindow(Seconds(86400)), std::string("24 hours"));
    QCOMPARE(formatWindow(Seconds(7 * 86400)), std::string("7 days"));
    QCOMPARE(formatWindow(Seconds(61)), std::string("61 seconds"));
  }
  void clocks() {
    FixedClock fixed(fromMicros(5));
    QCOMPARE(toMicros(fixed.now()), std::int64_t{5});
    fixed.time = fromMicros(7);
    QCOMPARE(toMicros(fixed.now()), std::int64_t{7});
    const SystemClock system;
    const Instant a = system.now(), b = system.now();
    QVERIFY(a <= b && toMicros(a) > 1700000000000000);
  }
};

QTEST_APPLESS_MAIN(TestTime)
#include "tst_time.moc"
