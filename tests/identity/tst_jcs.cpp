// SPDX-License-Identifier: Apache-2.0
// RFC 8785 (JSON Canonicalization Scheme): the vectors of its author, and the number series with published
// sums.
#include "number_series.h"

#include "models/identity/digest.h"
#include "models/identity/json.h"

#include <QDir>
#include <QFile>
#include <QTest>
#include <algorithm>
#include <bit>
#include <cinttypes>
#include <cstdio>

using namespace countersign;

namespace {
const QString testdata = QStringLiteral(COUNTERSIGN_CONFORMANCE_DIR "/jcs-rfc8785/testdata/");

QByteArray contentOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}
} // namespace

class TestJcs : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void vectors_data() {
    QTest::addColumn<QString>("name");
    for (const QString& name : QDir(testdata + QStringLiteral("input")).entryList({QStringLiteral("*.json")}))
      QTest::newRow(qPrintable(name)) << name.chopped(5);
    if (!QDir(testdata).exists()) QTest::newRow("missing") << QString();
  }
  void vectors() {
    QFETCH(QString, name);
    if (name.isEmpty()) QSKIP("JCS vectors: all data missing");
    const auto value = parseJson(
        contentOf(testdata + QStringLiteral("input/") + name + QStringLiteral(".json")).toStdString());
    QVERIFY2(value, value ? "" : value.error().text().c_str());
    const QByteArray canonical = QByteArray::fromStdString(canonicalJsonOrThrow(*value));
    const QByteArray output =
        contentOf(testdata + QStringLiteral("output/") + name + QStringLiteral(".json"));
    QVERIFY(!output.isEmpty());
    QCOMPARE(canonical, output);
    const QByteArray hex = contentOf(testdata + QStringLiteral("outhex/") + name + QStringLiteral(".txt"));
    QVERIFY(!hex.isEmpty());
    QCOMPARE(canonical.toHex(), hex.simplified().replace(' ', QByteArray()));
  }
  void vectorsAreAllThere() {
    if (!QDir(testdata).exists()) QSKIP("JCS vectors: all data missing");
    QVERIFY(QDir(testdata + QStringLiteral("input")).entryList({QStringLiteral("*.json")}).size() >= 6);
  }

  /// RFC 8785, appendix B.
  void numbers_data() {
    QTest::addColumn<quint64>("bits");
    QTest::addColumn<QByteArray>("text");
    const auto row = [](quint64 bits, const char* text) {
      QTest::addRow("%016" PRIx64, std::uint64_t{bits}) << bits << QByteArray(text);
    };
    row(0x0000000000000000, "0");
    row(0x8000000000000000, "0");
    row(0x0000000000000001, "5e-324");
    row(0x8000000000000001, "-5e-324");
    row(0x7fefffffffffffff, "1.7976931348623157e+308");
    row(0xffefffffffffffff, "-1.7976931348623157e+308");
    row(0x4340000000000000, "9007199254740992");
    row(0xc340000000000000, "-9007199254740992");
    row(0x4430000000000000, "295147905179352830000");
    row(0x44b52d02c7e14af5, "9.999999999999997e+22");
    row(0x44b52d02c7e14af6, "1e+23");
    row(0x44b52d02c7e14af7, "1.0000000000000001e+23");
    row(0x444b1ae4d6e2ef4e, "999999999999999700000");
    row(0x444b1ae4d6e2ef4f, "999999999999999900000");
    row(0x444b1ae4d6e2ef50, "1e+21");
    row(0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7");
    row(0x3eb0c6f7a0b5ed8d, "0.000001");
    row(0x41b3de4355555553, "333333333.3333332");
    row(0x41b3de4355555554, "333333333.33333325");
    row(0x41b3de4355555555, "333333333.3333333");
    row(0x41b3de4355555556, "333333333.3333334");
    row(0x41b3de4355555557, "333333333.33333343");
    row(0xbecbf647612f3696, "-0.0000033333333333333333");
    row(0x43143ff3c1cb0959, "1424953923781206.2");
  }
  void numbers() {
    QFETCH(quint64, bits);
    QFETCH(QByteArray, text);
    QCOMPARE(QByteArray::fromStdString(ecmaNumber(std::bit_cast<double>(std::uint64_t{bits}))), text);
  }
  void infinityHasNoForm() {
    QVERIFY(!canonicalJson(Json(std::numeric_limits<double>::infinity())));
    QVERIFY(!canonicalJson(Json(std::numeric_limits<double>::quiet_NaN())));
  }

  /// All sums up to a million lines; each number is also read back to the same bits.
  void numberSeries() {
    const std::vector<std::pair<std::size_t, std::string>> published{
        {1'000, "be18b62b6f69cdab33a7e0dae0d9cfa869fda80ddc712221570f9f40a5878687"},
        {10'000, "b9f7a8e75ef22a835685a52ccba7f7d6bdc99e34b010992cbc5864cd12be6892"},
        {100'000, "22776e6d4b49fa294a0d0f349268e5c28808fe7e0cb2bcbe28f63894e494d4c7"},
        {1'000'000, "49415fee2c56c77864931bd3624faad425c3c577d6d74e89a83bc725506dad16"}};
    NumberSeries series;
    std::string lines;
    std::size_t count = 0;
    for (const auto& [n, sum] : published) {
      for (; count < n; ++count) {
        const std::uint64_t bits = series.next();
        std::array<char, 24> hex{};
        std::snprintf(hex.data(), hex.size(), "%" PRIx64 ",", bits);
        const double value = std::bit_cast<double>(bits);
        const std::string text = ecmaNumber(value);
        if (std::strtod(text.c_str(), nullptr) != value) QFAIL(("does not read back: " + text).c_str());
        lines += hex.data() + text + '\n';
      }
      QCOMPARE(sha256(lines).hex(), sum);
    }
  }

  /// RFC 8785, 3.2.3: names are sorted by UTF-16 code units.
  void sorting() {
    const auto value =
        parseJson("{\"\\u20ac\":\"Euro Sign\",\"\\r\":\"Carriage Return\",\"\\ufb33\":\"Hebrew Letter Dalet "
                  "With Dagesh\","
                  "\"1\":\"One\",\"\\ud83d\\ude00\":\"Emoji: Grinning Face\",\"\\u0080\":\"Control\","
                  "\"\\u00f6\":\"Latin Small Letter O With Diaeresis\"}");
    QVERIFY(value);
    QCOMPARE(canonicalJsonOrThrow(*value),
             std::string(
                 "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xC2\x80\":\"Control\",\"\xC3\xB6\":\"Latin "
                 "Small Letter O With "
                 "Diaeresis\",\"\xE2\x82\xAC\":\"Euro Sign\",\"\xF0\x9F\x98\x80\":\"Emoji: Grinning "
                 "Face\",\"\xEF\xAC\xB3\":"
                 "\"Hebrew Letter Dalet With Dagesh\"}"));
  }
  /// Against sorting that really goes through UTF-16.
  void sortingOfAnyNames() {
    const std::vector<char32_t> letters{'A',    'a',    0x7F,   0x80,    0x7FF,   0x800,   0xD7FF,
                                        0xE000, 0xFB33, 0xFFFF, 0x10000, 0x1F600, 0x10FFFF};
    Json object = Json::object();
    std::vector<QString> names;
    for (const char32_t x : letters)
      for (const char32_t y : letters) {
        const char32_t both[] = {x, y};
        names.push_back(QString::fromUcs4(both, 2));
        object.set(names.back().toStdString(), Json(1));
      }
    std::sort(names.begin(), names.end(), [](const QString& a, const QString& b) {
      return std::lexicographical_compare(a.utf16(), a.utf16() + a.size(), b.utf16(), b.utf16() + b.size());
    });
    std::string expected = "{";
    for (const QString& name : names) {
      if (expected.size() > 1) expected += ',';
      appendJsonString(expected, name.toStdString());
      expected += ":1";
    }
    QCOMPARE(canonicalJsonOrThrow(object), expected + "}");
  }
};

QTEST_APPLESS_MAIN(TestJcs)
#include "tst_jcs.moc"
