// SPDX-License-Identifier: Apache-2.0
#include "models/identity/json.h"

#include <QTest>

using namespace countersign;

class TestJson : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void sortsByUtf16() {
    const auto value = parseJson("{\"\xF0\x9F\x98\x82\":1,\"\xEF\xBC\xA1\":2,\"a\":[1.0,-0,1e21]}");
    QVERIFY(value);
    QCOMPARE(*canonicalJson(*value), std::string("{\"a\":[1,0,1e+21],\"\xF0\x9F\x98\x82\":1,\"\xEF\xBC\xA1\":2}"));
  }
  void refuses_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("duplicate") << QByteArray("{\"a\":1,\"a\":2}") << QByteArray("duplicate-key");
    QTest::newRow("lone surrogate") << QByteArray("\"\\ud800\"") << QByteArray("malformed");
    QTest::newRow("deep") << QByteArray(100, '[') << QByteArray("limit");
    QTest::newRow("end") << QByteArray("{\"a\":[1,2") << QByteArray("truncated");
    QTest::newRow("encoding") << QByteArray("\"\xFF\"") << QByteArray("encoding");
    QTest::newRow("big") << QByteArray("9007199254740993") << QByteArray("malformed");
  }
  void refuses() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, code);
    const auto value = parseJson(text.toStdString());
    QVERIFY(!value);
    QCOMPARE(QByteArray::fromStdString(std::string(errorCodeName(value.error().code))), code);
  }
};

QTEST_APPLESS_MAIN(TestJson)
#include "tst_json.moc"
