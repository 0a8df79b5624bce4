// SPDX-License-Identifier: Apache-2.0
#include "models/access/cel/program.h"
#include "models/access/cel/zone.h"
#include "tests/seed.h"

#include <QTest>
#include <ctime>
#include <random>

using namespace countersign;
using namespace countersign::cel;

namespace {

std::string outcome(const std::string& text) {
  const auto program = Program::parse(text);
  if (!program) return "refused";
  const Value value = program->evaluate(Environment(true));
  return value.isFault() ? "error" : describe(value);
}

/// 2009-02-13T23:31:30.5Z, a Friday.
const std::string moment = "timestamp('2009-02-13T23:31:30.5Z').";

} // namespace

class TestCelTime : public QObject {
  Q_OBJECT

private Q_SLOTS:
  void parts_data() {
    QTest::addColumn<QString>("call");
    QTest::addColumn<QString>("expected");
    QTest::newRow("year") << "getFullYear()"
                          << "2009";
    QTest::newRow("month") << "getMonth()"
                           << "1";
    QTest::newRow("day of year") << "getDayOfYear()"
                                 << "43";
    QTest::newRow("day of month") << "getDayOfMonth()"
                                  << "12";
    QTest::newRow("date") << "getDate()"
                          << "13";
    QTest::newRow("day of week") << "getDayOfWeek()"
                                 << "5";
    QTest::newRow("hours") << "getHours()"
                           << "23";
    QTest::newRow("minutes") << "getMinutes()"
                             << "31";
    QTest::newRow("seconds") << "getSeconds()"
                             << "30";
    QTest::newRow("milliseconds") << "getMilliseconds()"
                                  << "500";
    QTest::newRow("east") << "getDate('+01:00')"
                          << "14";
    QTest::newRow("no sign") << "getHours('02:00')"
                             << "1";
    QTest::newRow("west") << "getHours('-02:30')"
                          << "21";
    QTest::newRow("no offset") << "getHours('+25:00')"
                               << "error";
    QTest::newRow("a region") << "getHours('Australia/Sydney')"
                              << "10";
    QTest::newRow("a region ahead of standard") << "getMinutes('Asia/Kathmandu')"
                                                << "16";
    QTest::newRow("another type") << "getHours(1)"
                                  << "error";
  }
  void parts() {
    QFETCH(const QString, call);
    QFETCH(const QString, expected);
    QCOMPARE(QString::fromStdString(outcome(moment + call.toStdString())), expected);
  }

  void unknownZonesAreNotGuessed() {
    for (const char* zone : {"Atlantis/Capital", "../../etc/passwd", "/etc/localtime", "", "localtime"}) {
      const std::string out = outcome(moment + "getHours('" + zone + "')");
      QVERIFY2(out.starts_with("unknown: the time zone"), out.c_str());
    }
  }

  void calculates_data() {
    QTest::addColumn<QString>("expression");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* expression, const char* expected) {
      QTest::newRow(expression) << expression << expected;
    };
    row("timestamp('2024-02-28T23:00:00Z') + duration('25h') == timestamp('2024-03-01T00:00:00Z')", "true");
    row("timestamp('2024-01-01T00:00:00+02:00') == timestamp('2023-12-31T22:00:00Z')", "true");
    row("timestamp('2024-01-01T00:00:01Z') - timestamp('2024-01-01T00:00:00.5Z')", "duration(\"0.5s\")");
    row("timestamp('9999-12-31T23:59:59Z') + duration('1s')", "error");
    row("timestamp('0001-01-01T00:00:00Z') - duration('1ns')", "error");
    row("timestamp('9999-12-31T23:59:59Z') - timestamp('0001-01-01T00:00:00Z')", "error");
    row("timestamp('2023-02-29T00:00:00Z')", "error");
    row("timestamp('2023-02-28')", "error");
    row("timestamp('2023-02-28T00:00:00')", "error");
    row("timestamp('1e3')", "error");
    row("timestamp(-62135596801)", "error");
    row("duration('1.5h') == duration('90m') && duration('-1m') < duration('0')", "true");
    row("duration('1')", "error");
    row("duration('h')", "error");
    row("duration('10000000000h')", "error");
    row("duration('9223372036s') + duration('9223372036s')", "error");
    row("duration('3730s').getHours() + duration('3730s').getMinutes()", "63");
    row("duration('90.25s').getMilliseconds()", "250");
    row("duration('-1.5s').getMilliseconds()", "-500");
    row("duration('90s').getFullYear()", "error");
    row("timestamp('2024-01-01T00:00:00Z') + timestamp('2024-01-01T00:00:00Z')", "error");
    row("timestamp('2024-01-01t00:00:00z')",
        "unknown: engines differ on timestamp(\"2024-01-01t00:00:00z\")");
  }
  void calculates() {
    QFETCH(const QString, expression);
    QFETCH(const QString, expected);
    QCOMPARE(QString::fromStdString(outcome(expression.toStdString())), expected);
  }

  /// The calendar of the C library, over all years.
  void civilAsInTheLibrary() {
    const unsigned seed = countersign::test::testSeed();
    std::mt19937_64 random(seed);
    std::uniform_int_distribution<std::int64_t> any(firstSecond, lastSecond);
    for (int i = 0; i < 20'000; ++i) {
      const std::time_t at = any(random);
      std::tm expected{};
      QVERIFY(gmtime_r(&at, &expected) != nullptr);
      const Civil got = civil(at);
      QCOMPARE(got.year, expected.tm_year + 1900);
      QCOMPARE(got.month, expected.tm_mon + 1);
      QCOMPARE(got.day, expected.tm_mday);
      QCOMPARE(got.hour * 3600 + got.minute * 60 + got.second,
               expected.tm_hour * 3600 + expected.tm_min * 60 + expected.tm_sec);
      QCOMPARE(got.weekday, expected.tm_wday);
      QCOMPARE(got.yearDay, expected.tm_yday);
      Timestamp again;
      const Timestamp t{at, static_cast<std::int32_t>(i)};
      QVERIFY(readTimestamp(writeTimestamp(t), again) == Reading::Good && again == t);
    }
  }

  void zonesAsInTheLibrary_data() {
    QTest::addColumn<QByteArray>("zone");
    for (const char* zone : {"Europe/Berlin", "America/Los_Angeles", "Australia/Lord_Howe", "Asia/Kolkata",
                             "Africa/Casablanca", "Europe/Dublin", "America/Sao_Paulo", "Asia/Tehran",
                             "Pacific/Chatham", "America/Nuuk", "UTC", "Etc/GMT+5"})
      QTest::newRow(zone) << QByteArray(zone);
  }
  void zonesAsInTheLibrary() {
    QFETCH(const QByteArray, zone);
    const ZoneFound found = findZone(zone.toStdString());
    QVERIFY2(found.zone != nullptr, "no such time zone here: tzdata has it");
    const QByteArray before = qgetenv("TZ");
    qputenv("TZ", zone);
    tzset();
    const unsigned seed = countersign::test::testSeed();
    std::mt19937_64 random(seed);
    std::uniform_int_distribution<std::int64_t> any(-4'000'000'000, 6'000'000'000);
    std::string wrong;
    for (int i = 0; i < 5000 && wrong.empty(); ++i) {
      const std::time_t at = any(random);
      std::tm local{};
      localtime_r(&at, &local);
      if (found.zone->offsetAt(at) != local.tm_gmtoff) wrong = std::to_string(at);
    }
    before.isEmpty() ? qunsetenv("TZ") : qputenv("TZ", before);
    tzset();
    QVERIFY2(wrong.empty(), ("at " + wrong + ", seed " + std::to_string(seed)).c_str());
  }

  void rules_data() {
    QTest::addColumn<QString>("rule");
    QTest::addColumn<bool>("good");
    QTest::newRow("Berlin") << "CET-1CEST,M3.5.0,M10.5.0/3" << true;
    QTest::newRow("number as a name") << "<+0330>-3:30" << true;
    QTest::newRow("days of the year") << "AAA3BBB,J60/2,300/25" << true;
    QTest::newRow("negative time") << "<-02>2<-01>,M3.5.0/-1,M10.5.0/0" << true;
    for (const char* bad : {"", "C", "CET", "CET-1CEST", "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.5.0",
                            "CET-1CEST,M3.5.0,M10.5.0/3x", "<CET-1", "CET-999"})
      QTest::newRow(qPrintable(QStringLiteral("bad: ") + QString::fromLatin1(bad)))
          << QString::fromLatin1(bad) << false;
  }
  void rules() {
    QFETCH(const QString, rule);
    QFETCH(const bool, good);
    QCOMPARE(ZoneRule::parse(rule.toStdString()).has_value(), good);
  }

  void brokenZoneFiles() {
    QVERIFY(!Zone::fromTzif(""));
    QVERIFY(!Zone::fromTzif("TZif"));
    QVERIFY(!Zone::fromTzif(std::string("TZif2") + std::string(39, '\xff')));
    QVERIFY(!Zone::fromTzif(std::string("TZif2") + std::string(39 + 200, '\0')));
  }
};

QTEST_GUILESS_MAIN(TestCelTime)
#include "tst_cel_time.moc"
