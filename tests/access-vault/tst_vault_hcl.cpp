// SPDX-License-Identifier: Apache-2.0
#include "models/access/vault/hcl.h"

#include <QTest>

using namespace countersign;
using hcl::Value;
using Kind = Value::Kind;

namespace {

/// The value of the only item, or one of kind Null.
Value valueOf(const std::string& text) {
  const auto body = hcl::parse("x = " + text + "\n");
  return body && body->size() == 1 ? body->front().value : Value{};
}

} // namespace

class TestVaultHcl : public QObject {
  Q_OBJECT

private Q_SLOTS:
  void literals() {
    QCOMPARE(valueOf("true").boolean, true);
    QCOMPARE(valueOf("42").integer, 42);
    QCOMPARE(valueOf("-7").integer, -7);
    QCOMPARE(valueOf("0x1F").integer, 31);
    QCOMPARE(valueOf("017").integer, 15);
    QCOMPARE(valueOf("1.5").real, 1.5);
    QCOMPARE(valueOf("2e3").kind, Kind::Float);
    QCOMPARE(valueOf("2e3").real, 2000.0);
  }

  void strings_data() {
    QTest::addColumn<std::string>("source");
    QTest::addColumn<std::string>("value");
    QTest::newRow("plain") << std::string("\"a/b*\"") << std::string("a/b*");
    QTest::newRow("escapes") << std::string("\"a\\\"\\\\\\n\\t\"") << std::string("a\"\\\n\t");
    QTest::newRow("octal and hex") << std::string("\"\\101\\x42\"") << std::string("AB");
    QTest::newRow("unicode") << std::string("\"\\u00e9\\U0001F600\"") << std::string("é\xF0\x9F\x98\x80");
    QTest::newRow("interpolation") << std::string("\"a${b(\"{}\")}c\"") << std::string("a${b(\"{}\")}c");
    QTest::newRow("heredoc") << std::string("<<END\none\n two\nEND") << std::string("one\n two\n");
    QTest::newRow("indented heredoc")
        << std::string("<<-END\n  one\n   two\n  END") << std::string("one\n two\n");
    QTest::newRow("heredoc with a line that is less indented")
        << std::string("<<-END\n  one\ntwo\n  END") << std::string("  one\ntwo\n");
  }
  void strings() {
    QFETCH(const std::string, source);
    QFETCH(const std::string, value);
    QCOMPARE(valueOf(source).kind, Kind::String);
    QCOMPARE(valueOf(source).text, value);
  }

  void listsAndComments() {
    const Value list = valueOf("[\n  \"a\", # one\n  2, // two\n  /* three\n  */ [true],\n]");
    QCOMPARE(list.list.size(), 3U);
    QCOMPARE(list.list[2].list.size(), 1U);
  }

  void blocksKeepLabelsAndLines() {
    const auto body = hcl::parse("# first\npath \"a\" \"b\" {\n  x = 1\n  y = 2, z = 3\n}\nPATH \"c\" {}\n");
    QVERIFY(body);
    QCOMPARE(body->size(), 2U);
    QCOMPARE(body->front().keys, (std::vector<std::string>{"path", "a", "b"}));
    QCOMPARE(body->front().line, 2U);
    QCOMPARE(body->front().value.items.size(), 3U);
    QCOMPARE(body->front().value.items[0].line, 3U);
    QCOMPARE(hcl::filter(*body, "Path").size(), 2U);
    QCOMPARE(hcl::filter(*body, "path")[1].keys, std::vector<std::string>{"c"});
  }

  void jsonBecomesBlocks() {
    const auto body = hcl::parse(R"( {"path": {"a": {"x": [1]}, "b": {"x": "y"}}, "name": null})");
    QVERIFY(body);
    QCOMPARE(body->size(), 3U);
    QCOMPARE((*body)[0].keys, (std::vector<std::string>{"path", "a"}));
    QCOMPARE((*body)[1].keys, (std::vector<std::string>{"path", "b"}));
    QCOMPARE((*body)[2].value.text, std::string());
  }
  /// As the reader that the engines have: a list that holds only `true` is empty, which means any value.
  void jsonListsLoseBooleans() {
    const auto body = hcl::parse(R"({"x": [true, 1, false, "a"]})");
    QVERIFY(body);
    QCOMPARE(body->front().value.list.size(), 2U);
    QVERIFY(!hcl::parse(R"({"x": [[1]]})"));
    QVERIFY(!hcl::parse(R"({"x": [null]})"));
  }

  void errorsHaveTheirPlace_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<int>("line");
    QTest::newRow("no value") << std::string("a = 1\nb =\n}") << 3;
    QTest::newRow("line break in a string") << std::string("a = 1\nb = \"x\ny\"") << 2;
    QTest::newRow("block not closed") << std::string("path \"a\" {\n\n") << 3;
    QTest::newRow("comma missing") << std::string("a = [1\n2]") << 2;
    QTest::newRow("illegal escape") << std::string("\na = \"\\q\"") << 2;
    QTest::newRow("illegal sign") << std::string("a = 'b'") << 1;
    QTest::newRow("comment not closed") << std::string("a = 1 /* b") << 1;
    QTest::newRow("heredoc not closed") << std::string("a = <<E\nb\n") << 3;
    QTest::newRow("two keys and =") << std::string("a b = 1") << 1;
    QTest::newRow("octal with 9") << std::string("a = 019") << 1;
  }
  void errorsHaveTheirPlace() {
    QFETCH(const std::string, text);
    QFETCH(const int, line);
    const auto body = hcl::parse(text);
    QVERIFY(!body);
    QCOMPARE(body.error().place.line.value_or(0), static_cast<std::uint64_t>(line));
    QVERIFY(!body.error().message.empty());
  }
};

QTEST_APPLESS_MAIN(TestVaultHcl)
#include "tst_vault_hcl.moc"
