// SPDX-License-Identifier: Apache-2.0
#include "models/identity/json.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <random>

using namespace countersign;
using namespace std::string_literals;

namespace {
class Maker {
public:
  explicit Maker(unsigned seed) : random_(seed) {}

  Json value(int depth) {
    switch (random_() % (depth > 0 ? 8 : 6)) {
    case 0:
      return Json();
    case 1:
      return Json(random_() % 2 == 0);
    case 2:
      return Json(static_cast<std::int64_t>(random_()) % 9'007'199'254'740'991);
    case 3:
      return Json(number());
    case 4:
    case 5:
      return Json(text());
    case 6: {
      Json out = Json::array();
      for (auto n = random_() % 5; n > 0; --n)
        out.push(value(depth - 1));
      return out;
    }
    default: {
      Json out = Json::object();
      for (auto n = random_() % 20; n > 0; --n)
        out.set(text(), value(depth - 1));
      return out;
    }
    }
  }

private:
  /// Never beyond 2^53, where the reader wants a string.
  double number() {
    return std::ldexp(static_cast<double>(random_() % 1000003) - 500000, -static_cast<int>(random_() % 60));
  }
  std::string text() {
    std::u32string out;
    constexpr char32_t edges[] = {0,     1,     0x1F,   '"',    '\\',   '/',     0x7F,    0x80,
                                  0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF};
    for (auto n = random_() % 12; n > 0; --n)
      out += random_() % 3 == 0 ? edges[random_() % std::size(edges)]
                                : static_cast<char32_t>(32 + random_() % 95);
    return QString::fromUcs4(out.data(), static_cast<qsizetype>(out.size())).toStdString();
  }
  std::mt19937_64 random_;
};
} // namespace

class TestJson : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void sortsByUtf16() {
    const auto value = parseJson("{\"\xF0\x9F\x98\x82\":1,\"\xEF\xBC\xA1\":2,\"a\":[1.0,-0,1e21]}");
    QVERIFY(value);
    QCOMPARE(*canonicalJson(*value),
             std::string("{\"a\":[1,0,1e+21],\"\xF0\x9F\x98\x82\":1,\"\xEF\xBC\xA1\":2}"));
  }

  void refuses_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<int>("byte");
    const auto row = [](const char* name, const std::string& text, const char* code, int byte) {
      QTest::newRow(name) << QByteArray::fromStdString(text) << QByteArray(code) << byte;
    };
    row("duplicate", "{\"a\":1,\"a\":2}", "duplicate-key", -1);
    row("duplicate by escape", "{\"a\":1,\"\\u0061\":2}", "duplicate-key", -1);
    row("duplicate inside", "[{\"x\":{\"k\":[],\"b\":1,\"k\":{}}}]", "duplicate-key", -1);
    std::string many = "{";
    for (int i = 0; i < 100; ++i)
      many += "\"n" + std::to_string(i % 99) + "\":0" + (i < 99 ? "," : "}");
    row("duplicate among many", many, "duplicate-key", -1);
    row("lone high surrogate", "\"\\ud800\"", "malformed", -1);
    row("lone low surrogate", "\"\\udc00\"", "malformed", -1);
    row("two high surrogates", "\"\\ud800\\ud800\"", "malformed", -1);
    row("surrogate in UTF-8", "\"\xED\xA0\x80\"", "encoding", 1);
    row("deep", std::string(100, '['), "limit", 64);
    row("deep closed", std::string(65, '[') + std::string(65, ']'), "limit", 64);
    row("end", "{\"a\":[1,2", "truncated", 9);
    row("end in word", "tru", "truncated", -1);
    row("end in string", "\"abc", "truncated", 4);
    row("end in escape", "\"\\u00", "truncated", -1);
    row("end in number", "-", "truncated", 1);
    row("nothing", "", "truncated", 0);
    row("white space", " \n", "truncated", 2);
    row("encoding", "\"\xFF\"", "encoding", 1);
    row("overlong", "\"\xC0\xAF\"", "encoding", 1);
    row("too high", "\"\xF4\x90\x80\x80\"", "encoding", 1);
    row("mark", "\xEF\xBB\xBF{}", "encoding", 0);
    row("big", "9007199254740992", "malformed", 0);
    row("small", "-9007199254740992", "malformed", 0);
    row("huge", "123456789012345678901234567890", "malformed", 0);
    row("overflow", "1e400", "malformed", 0);
    row("overflow by digits", std::string(400, '9') + ".5", "malformed", 0);
    row("overflow far", "0.1e99999999999999999999", "malformed", 0);
    row("overflow barely", "1.7976931348623159e308", "malformed", 0);
    row("leading zero", "01", "malformed", 0);
    row("minus zero zero", "-00", "malformed", 0);
    row("plus", "+1", "malformed", 0);
    row("point", ".5", "malformed", 0);
    row("no fraction", "1.", "truncated", -1);
    row("no fraction inside", "[1.]", "malformed", -1);
    row("no exponent", "[1e]", "malformed", -1);
    row("hex", "0x10", "malformed", 1);
    row("NaN", "NaN", "malformed", 0);
    row("Infinity", "Infinity", "malformed", 0);
    row("trailing comma", "[1,]", "malformed", 3);
    row("trailing comma in object", "{\"a\":1,}", "malformed", 7);
    row("two commas", "[1,,2]", "malformed", 3);
    row("behind", "{} {}", "malformed", 3);
    row("single quotes", "{'a':1}", "malformed", 1);
    row("unquoted", "{a:1}", "malformed", 1);
    row("colon", "{\"a\" 1}", "malformed", 5);
    row("comment", "[1/*x*/]", "malformed", 2);
    row("control", "\"\x01\"", "malformed", 1);
    row("tab in string", "\"\t\"", "malformed", 1);
    row("escape", "\"\\x41\"", "malformed", 2);
    row("short escape", "\"\\u12g4\"", "malformed", -1);
    row("signed escape", "\"\\u+123\"", "malformed", -1);
    row("minus escape", "\"\\u-001\"", "malformed", -1);
    row("zero byte", "\0"s, "malformed", 0);
    row("form feed", "\f[]", "malformed", 0);
    row("closing", "]", "malformed", 0);
    row("wrong closing", "[1}", "malformed", 2);
    row("word", "[nulL]", "malformed", -1);
    row("word goes on", "truex", "malformed", 4);
  }
  void refuses() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, code);
    QFETCH(int, byte);
    const auto value = parseJson(text.toStdString());
    QVERIFY(!value);
    QCOMPARE(QByteArray::fromStdString(std::string(errorCodeName(value.error().code))), code);
    QVERIFY(value.error().place.byte.has_value());
    QVERIFY(*value.error().place.byte <= static_cast<std::uint64_t>(text.size()));
    if (byte >= 0) QCOMPARE(*value.error().place.byte, static_cast<std::uint64_t>(byte));
  }
  void accepts() {
    QVERIFY(parseJson(std::string(64, '[') + std::string(64, ']')));
    QVERIFY(parseJson(" \t\r\n[ 1 , { } ]\n"));
    QCOMPARE(parseJson("9007199254740991")->asInt(), std::int64_t{9007199254740991});
    QCOMPARE(parseJson("-9007199254740991")->asInt(), std::int64_t{-9007199254740991});
    QCOMPARE(parseJson("1e-400")->asDouble(1), 0.0);
    QCOMPARE(parseJson("\"\\ud83d\\ude02\\/\"")->asString(), "\xF0\x9F\x98\x82/"s);
    QCOMPARE(parseJson("\"\\u0000\"")->asString(), "\0"s);
    QCOMPARE(parseJson("-0.0e5")->asDouble(1), 0.0);
    QCOMPARE(parseJson("0." + std::string(400, '0') + "1")->asDouble(1), 0.0);
    QCOMPARE(parseJson("1e-99999999999999999999")->asDouble(1), 0.0);
    QCOMPARE(parseJson(std::string(400, '9') + "e-400")->asDouble(), 1.0);
    QCOMPARE(parseJson("0." + std::string(400, '0') + "1e401")->asDouble(), 1.0);
    QVERIFY(parseJson("\"\x7F\xEF\xBF\xBF\"")); // DEL and non-characters are allowed
    QVERIFY(parseJson("{\"\":{\"\":1}}"));
  }
  void limits() {
    JsonLimits limits;
    limits.maxBytes = 10;
    QCOMPARE(parseJson("[1,2,3,4,5]", limits).error().code, ErrorCode::Limit);
    QVERIFY(parseJson("[1,2,3,45]", limits));
    limits = {};
    limits.maxNodes = 3;
    QCOMPARE(parseJson("[1,2,3]", limits).error().code, ErrorCode::Limit);
    QVERIFY(parseJson("[1,2]", limits));
    limits = {};
    limits.maxString = 3;
    QCOMPARE(parseJson("\"abcd\"", limits).error().code, ErrorCode::Limit);
    QCOMPARE(parseJson("\"a\\nbc\"", limits).error().code, ErrorCode::Limit);
    QCOMPARE(parseJson("{\"abcd\":1}", limits).error().code, ErrorCode::Limit);
    QVERIFY(parseJson("\"abc\"", limits));
    limits = {};
    limits.maxDepth = 0;
    QVERIFY(parseJson("1", limits));
    QVERIFY(!parseJson("[]", limits));
  }
  void pointersOfErrors() {
    QCOMPARE(parseJson("{\"a/b\":[1,{\"c~\":tru}]}").error().place.pointer, "/a~1b/1/c~0"s);
    QCOMPARE(parseJson("{\"a\":[{\"k\":1,\"k\":2}]}").error().place.pointer, "/a/0"s);
  }

  void everyPrefixIsRefused() {
    const std::string text = "{\"a\":[1.5e3,true,null,\"x\\u00e4\\n\"],\"b\":{\"c\":-0}}";
    QVERIFY(parseJson(text));
    for (std::size_t n = 0; n < text.size(); ++n) {
      const auto value = parseJson(text.substr(0, n));
      QVERIFY(!value);
      QCOMPARE(value.error().code, ErrorCode::Truncated);
    }
  }
  /// What is written reads back to itself, canonical or for people, and Qt reads the same.
  void roundTrip() {
    Maker maker(8785);
    for (int i = 0; i < 5000; ++i) {
      const Json value = maker.value(4);
      const std::string canonical = canonicalJsonOrThrow(value);
      const auto again = parseJson(canonical);
      QVERIFY2(again, again ? "" : (canonical + again.error().text()).c_str());
      QCOMPARE(canonicalJsonOrThrow(*again), canonical);
      const auto pretty = parseJson(prettyJson(value));
      QVERIFY(pretty);
      QCOMPARE(canonicalJsonOrThrow(*pretty), canonical);
      QJsonParseError error{};
      QJsonDocument::fromJson(QByteArray::fromStdString(canonical), &error);
      if (value.isArray() || value.isObject()) QCOMPARE(error.error, QJsonParseError::NoError);
    }
  }
  void writerRefuses() {
    QCOMPARE(canonicalJson(Json("\xFF")).error().code, ErrorCode::Encoding);
    Json bad = Json::object();
    bad.set("\xFF", Json(1));
    QCOMPARE(canonicalJson(bad).error().code, ErrorCode::Encoding);
    Json twice = Json::object();
    twice.mutableMembers() = {{"a", Json(1)}, {"b", Json(2)}, {"a", Json(3)}};
    QCOMPARE(canonicalJson(twice).error().code, ErrorCode::DuplicateKey);
    QVERIFY_EXCEPTION_THROWN(canonicalJsonOrThrow(twice), std::logic_error);
  }

  void pointers() {
    const auto value = parseJson("{\"a\":[10,{\"b/c\":1,\"~\":2,\"\":3}],\"01\":4}");
    QVERIFY(value);
    QCOMPARE(value->find(""), &*value);
    QCOMPARE(value->find("/a/0")->asInt(), std::int64_t{10});
    QCOMPARE(value->find("/a/1/b~1c")->asInt(), std::int64_t{1});
    QCOMPARE(value->find("/a/1/~0")->asInt(), std::int64_t{2});
    QCOMPARE(value->find("/a/1/")->asInt(), std::int64_t{3});
    QCOMPARE(value->find("/01")->asInt(), std::int64_t{4});
    for (const char* none :
         {"/a/2", "/a/00", "/a/01", "/a/-", "/a/x", "a", "/b", "/a/0/x", "/a/99999999999999999999"})
      QVERIFY2(value->find(none) == nullptr, none);
  }
  void locates() {
    const std::string text = " {\"a\" : [10, {\"b/c\": \"x\\\"y\"}], \"d\":{}}";
    const auto at = [&](const char* pointer) {
      const auto span = locateJson(text, pointer);
      return span ? text.substr(span->offset, span->length) : std::string(errorCodeName(span.error().code));
    };
    QCOMPARE(at(""), text.substr(1));
    QCOMPARE(at("/a/0"), "10"s);
    QCOMPARE(at("/a/1/b~1c"), "\"x\\\"y\""s);
    QCOMPARE(at("/d"), "{}"s);
    QCOMPARE(at("/e"), "not-found"s);
  }
  void utf8_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("bad");
    const auto row = [](const char* name, const std::string& text, int bad) {
      QTest::newRow(name) << QByteArray::fromStdString(text) << bad;
    };
    row("ascii", "abc", -1);
    row("all lengths",
        "\xC2\x80\xDF\xBF\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF",
        -1);
    row("overlong two", "a\xC1\xBF", 1);
    row("overlong three", "ab\xE0\x9F\xBF", 2);
    row("overlong four", "\xF0\x8F\xBF\xBF", 0);
    row("surrogate", "\xED\xA0\x80", 0);
    row("beyond", "\xF4\x90\x80\x80", 0);
    row("F5", "\xF5\x80\x80\x80", 0);
    row("tail", "\x80", 0);
    row("cut two", "a\xC3", 1);
    row("cut three", "a\xE2\x82", 1);
    row("cut four", "a\xF0\x9F\x98", 1);
    row("no tail", "\xC3\x28", 0);
  }
  void utf8() {
    QFETCH(QByteArray, text);
    QFETCH(int, bad);
    std::size_t at = 99;
    QCOMPARE(validUtf8(text.toStdString(), &at), bad < 0);
    if (bad >= 0) QCOMPARE(at, static_cast<std::size_t>(bad));
  }
  void access() {
    Json value = Json::object();
    value.set("a", Json(1)).set("b", Json("x")).set("a", Json(2));
    QCOMPARE(value.size(), std::size_t{2});
    QCOMPARE(value["a"].asInt(), std::int64_t{2});
    QVERIFY(value["c"].isNull() && !value.has("c") && value.at(0).isNull());
    value.setUnlessEmpty("e", Json())
        .setUnlessEmpty("e", Json(""))
        .setUnlessEmpty("e", Json::array())
        .setUnlessEmpty("e", Json::object());
    QVERIFY(!value.has("e"));
    value.setUnlessEmpty("f", Json(false)).setUnlessEmpty("g", Json(0));
    QVERIFY(value.has("f") && value.has("g"));
    QCOMPARE(canonicalJsonOrThrow(Json::stringSet({"b", "a", "b"})), "[\"a\",\"b\"]"s);
    QCOMPARE(parseJson("[\"a\",1,\"b\"]")->strings(), (std::vector<std::string>{"a", "b"}));
    QCOMPARE(Json("x").strings(), std::vector<std::string>{"x"});
    QCOMPARE(Json(3).asDouble(), 3.0);
    QCOMPARE(Json(3).asString(), ""s);
  }
};

QTEST_APPLESS_MAIN(TestJson)
#include "tst_json.moc"
