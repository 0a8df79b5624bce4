// SPDX-License-Identifier: Apache-2.0
#include "json_tape_text.h"

#include <QRandomGenerator>
#include <QTest>

using namespace countersign;

namespace {

constexpr const char* policy =
    R"({"Version" : "2012-10-17", "Statement": [ {"Effect":"Allow","Action":["s3:*"],
  "Resource":"*","Condition":{"Bool":{"a":true,"b":false,"c":null,"d":[0,17,{}]}}}, [], ""]})";

} // namespace

class TestJsonTape : public QObject {
  Q_OBJECT
  QRandomGenerator random_;

  std::string jsonLike() {
    static const char* const parts[] = {
        "{",   "}",  "[",     "]",      "\"a\":",   "\"b\":",       "\"a\"", ",",
        " ",   "1",  "0",     "-1",     "1.5",      "\"\\u00e9\"",  "true",  "null",
        "012", "{}", "false", "\"\xC3", "\"\x01\"", "\"\xC3\xA4\"", "[]",    "9007199254740993"};
    std::string out;
    for (int i = random_.bounded(9); i >= 0; --i)
      out += parts[random_.bounded(static_cast<int>(std::size(parts)))];
    return out;
  }

  /// What it takes, the tree takes, to the same values.
  static bool takes(const std::string& text) {
    JsonTape tape;
    if (!tape.read(text)) return false;
    const auto tree = parseJson(text);
    if (!tree || !(treeOf(tape.root()) == *tree)) qFatal("%s", text.c_str());
    return true;
  }

private Q_SLOTS:
  void init() {
    const QByteArray given = qgetenv("COUNTERSIGN_SEED");
    const quint32 seed = given.isEmpty() ? QRandomGenerator::global()->generate() : given.toUInt();
    random_.seed(seed);
    qInfo("seed %u", seed);
  }

  void takesWhatIsPlain() {
    QVERIFY(takes(policy));
    QVERIFY(takes("{}"));
    QVERIFY(takes(" [ ] "));
    QVERIFY(takes("\"\xC3\xA4\""));
    QVERIFY(takes("0"));
    QVERIFY(takes("123456789012345"));
  }

  void leavesTheRest_data() {
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char* name, const QByteArray& text) { QTest::newRow(name) << text; };
    row("nothing", "");
    row("escape", R"("a\n")");
    row("fraction", "1.5");
    row("exponent", "1e3");
    row("minus", "-1");
    row("many digits", "1234567890123456");
    row("leading zero", "01");
    row("member twice", R"({"a":1,"b":2,"a":3})");
    row("comma at the end", "[1,]");
    row("comma at the beginning", "[,1]");
    row("no colon", R"({"a" 1})");
    row("two values", "1 2");
    row("open", "[[");
    row("open text", "\"a");
    row("wrong end", R"({"a":1])");
    row("no UTF-8", "\"\xC3\"");
    row("control character", QByteArray("\"\x01\"", 3));
    row("zero byte", QByteArray("1\0", 2));
    row("byte order mark", "\xEF\xBB\xBF{}");
    row("deep", QByteArray(40, '[') + QByteArray(40, ']'));
    row("very deep", QByteArray(1'000'000, '['));
    QByteArray many = "{";
    for (int i = 0; i < 40; ++i)
      many += (i == 0 ? "\"" : ",\"") + QByteArray::number(i) + "\":1";
    row("many members", many + "}");
  }
  void leavesTheRest() {
    QFETCH(QByteArray, text);
    QVERIFY(!takes(text.toStdString()));
  }

  void takesNothingThatTheTreeRefuses() {
    int taken = 0;
    for (int i = 0; i < 200'000; ++i)
      taken += takes(jsonLike()) ? 1 : 0;
    QVERIFY(taken > 1'000);
    for (std::size_t at = 0; at < std::string_view(policy).size(); ++at) {
      std::string cut = policy, changed = policy;
      cut.resize(at);
      QVERIFY(!takes(cut));
      for (const char c : {'"', '{', '}', '[', ']', ',', ':', '0', ' '}) {
        changed[at] = c;
        takes(changed);
      }
    }
  }

  void readsTrees() {
    const auto tree = parseJson(R"({"a":[1,-2,2.5,"\u00e9\n",{"b":null}],"c":{},"d":true})");
    QVERIFY(tree);
    JsonTape tape;
    tape.readTree(*tree);
    QVERIFY(treeOf(tape.root()) == *tree);
    const JsonView root = tape.root();
    QVERIFY(root.has("c") && !root.has("x") && root["x"].isMissing() && root["x"].isNull());
    QVERIFY(root["a"].size() == 5 && !root["a"].has("b") && root["a"].asString().empty());
    QVERIFY(root["d"].asBool() && root["d"].asInt() == 0 && root["d"]["e"]["f"].isNull());
    QVERIFY(JsonView().isNull() && JsonTape().root().isMissing());
  }
};

QTEST_APPLESS_MAIN(TestJsonTape)
#include "tst_json_tape.moc"
