// SPDX-License-Identifier: Apache-2.0
#include "recording_sink.h"

#include <QElapsedTimer>
#include <QTest>
#include <simdjson.h>

using namespace countersign;

namespace {
/// Test data with ' for ".
std::string quoted(std::string text) {
  for (char& c : text)
    if (c == '\'') c = '"';
  return text;
}
std::string contents(const RecordingSink& sink) {
  std::string out;
  for (const auto& [document, where] : sink.documents)
    out += canonicalJsonOrThrow(document.content) + '\n';
  return out;
}
std::string codes(const RecordingSink& sink) {
  std::string out;
  for (const Gap& gap : sink.gaps)
    out += std::string(errorCodeName(gap.error.code)) + ' ';
  return out;
}
Result<SplitReport> split(std::string_view text, const std::vector<std::string>& arrays, RecordingSink& sink,
                          const ImportLimits& limits = {}) {
  return forEachElement(inputOf(text), arrays, limits, sink, keepAll);
}
Result<SplitReport> values(std::string_view text, RecordingSink& sink, const ImportLimits& limits = {}) {
  return forEachValue(inputOf(text), limits, sink, keepAll);
}
Result<SplitReport> lines(std::string_view text, RecordingSink& sink, const ImportLimits& limits = {}) {
  return forEachLine(inputOf(text), limits, sink, keepAll);
}
} // namespace

class TestElements : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void splitsTopLevel() {
    RecordingSink sink;
    const std::string text =
        quoted("{'A':[{'x':1}, [2] ,'s',3],'n':{'deep':[{'y':']}'}]},'rest':[1,2],'m\\'n':'v','B':[]}");
    const auto report = split(text, {"/A", "/n/deep", "/B", "/missing"}, sink);
    QVERIFY2(report, report ? "" : report.error().text().c_str());
    QCOMPARE(contents(sink), std::string("{\"x\":1}\n[2]\n\"s\"\n3\n{\"y\":\"]}\"}\n"));
    QCOMPARE(report->counts.at("/A"), 4U);
    QCOMPARE(report->counts.at("/n/deep"), 1U);
    QCOMPARE(report->counts.at("/B"), 0U);
    QVERIFY(!report->counts.contains("/missing"));
    QVERIFY(!report->truncated);
    QCOMPARE(report->topLevel.at("rest"), std::string("[1,2]"));
    QCOMPARE(report->topLevel.at("m\"n"), std::string("\"v\""));
    QCOMPARE(sink.documents[1].first.object.uid, std::string("/A/1"));
    const Locator where = sink.documents[4].second;
    QCOMPARE(text.substr(where.offset, where.length), std::string(quoted("{'y':']}'}")));
    QCOMPARE(where.pointer, std::string("/n/deep/0"));
    QCOMPARE(sink.read, static_cast<std::uint64_t>(text.size()));
  }
  void rootArray() {
    RecordingSink sink;
    const auto report = split(" [ {\"a\":1} , {\"a\":2} ] \n", {""}, sink);
    QVERIFY(report);
    QCOMPARE(report->counts.at(""), 2U);
    QCOMPARE(sink.documents[1].second.pointer, std::string("/1"));
  }
  void keepsOrderOfManyElements() {
    std::string text = "{\"R\":[";
    for (int i = 0; i < 20000; ++i)
      text += (i > 0 ? ",\n" : "") + std::string("{\"i\":") + std::to_string(i) + ",\"pad\":\"" +
              std::string(static_cast<std::size_t>(i % 90), 'x') + "\\\\\\\"}\"}";
    text += "]}";
    RecordingSink sink;
    const auto report = split(text, {"/R"}, sink);
    QVERIFY(report);
    QCOMPARE(sink.documents.size(), std::size_t{20000});
    for (int i = 0; i < 20000; ++i)
      QCOMPARE(sink.documents[static_cast<std::size_t>(i)].first.content["i"].asInt(), std::int64_t{i});
    QCOMPARE(sink.prepared.load(), sink.batches);
    QVERIFY(sink.batches > 50);
  }
  void everyPrefixIsTruncated() {
    const std::string text =
        quoted("{'v':1,'A':[{'x':'\\\\\\']'},{'x':{'y':[1,2,3]}},{'z':true}],'t':'end'}");
    for (std::size_t n = 1; n < text.size(); ++n) {
      RecordingSink sink;
      const auto report = split(std::string_view(text).substr(0, n), {"/A"}, sink);
      QVERIFY2(report && report->truncated, std::to_string(n).c_str());
      QVERIFY(sink.documents.size() <= 3);
      QCOMPARE(codes(sink), std::string("truncated "));
    }
  }
  void faultsAreGaps_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("codes");
    QTest::addColumn<int>("good");
    const auto in = [](const QByteArray& element) { return "{\"A\":[{\"k\":1}," + element + ",{\"k\":2}]}"; };
    QTest::newRow("encoding") << in("{\"a\":\"\xFF\"}") << QByteArray("encoding ") << 2;
    QTest::newRow("duplicate") << in("{\"b\":{\"a\":1,\"a\":2}}") << QByteArray("duplicate-key ") << 2;
    QTest::newRow("word") << in("{\"a\":nope}") << QByteArray("malformed ") << 2;
    QTest::newRow("two in one") << in("{\"a\":1} {\"a\":2}") << QByteArray("malformed ") << 2;
    QTest::newRow("nothing") << in("") << QByteArray("malformed ") << 2;
    QTest::newRow("deep") << in(QByteArray(10000, '[') + QByteArray(10000, ']')) << QByteArray("limit ") << 2;
    QTest::newRow("65 levels") << in(QByteArray(65, '[') + QByteArray(65, ']')) << QByteArray("limit ") << 2;
    QTest::newRow("64 levels") << in(QByteArray(64, '[') + QByteArray(64, ']')) << QByteArray("") << 3;
    QTest::newRow("long") << in("{\"a\":\"" + QByteArray(3000000, 'x') + "\"}") << QByteArray("limit ") << 2;
    QTest::newRow("lone low surrogate") << in("{\"a\":\"\\udc00\"}") << QByteArray("malformed ") << 2;
    QTest::newRow("lone high surrogate") << in("{\"a\":\"\\ud800x\"}") << QByteArray("malformed ") << 2;
    QTest::newRow("wrong bracket") << in("{\"a\":[1}") << QByteArray("malformed ") << 1;
    QTest::newRow("object's end") << in("3}") << QByteArray("malformed ") << 1;
    QTest::newRow("control") << in("{\"a\":\"\x01\"}") << QByteArray("malformed ") << 2;
  }
  void faultsAreGaps() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, codes);
    QFETCH(int, good);
    ImportLimits limits;
    limits.maxElementBytes = 1U << 20;
    RecordingSink sink;
    const auto report = split(std::string_view(text.constData(), static_cast<std::size_t>(text.size())),
                              {"/A"}, sink, limits);
    QVERIFY2(report, report ? "" : report.error().text().c_str());
    QCOMPARE(QByteArray::fromStdString(::codes(sink)), codes);
    QCOMPARE(static_cast<int>(sink.documents.size()), good);
    for (const Gap& gap : sink.gaps) {
      QCOMPARE(gap.error.place.file, std::string("export.json"));
      QVERIFY(gap.error.place.byte.has_value());
      QVERIFY(gap.error.place.pointer.starts_with("/A/"));
      QVERIFY(gap.error.place.excerpt.size() <= 120);
    }
  }
  void placeOfAFault() {
    const std::string text = quoted("{'A':[{'ok':1},{'b':{'a':1,'a':2}},{'c':tru}]}");
    RecordingSink sink;
    QVERIFY(split(text, {"/A"}, sink));
    QCOMPARE(sink.gaps.size(), std::size_t{2});
    QCOMPARE(sink.gaps[0].error.place.pointer, std::string("/A/1/b/a"));
    QCOMPARE(*sink.gaps[0].error.place.byte, std::uint64_t{text.find("1,\"a\":2")});
    QCOMPARE(*sink.gaps[1].error.place.byte, std::uint64_t{text.find("tru")});
  }
  void refuses_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("empty") << QByteArray("") << QByteArray("malformed");
    QTest::newRow("text") << QByteArray("hello") << QByteArray("malformed");
    QTest::newRow("behind") << QByteArray("{\"A\":[]} x") << QByteArray("malformed");
    QTest::newRow("twice") << QByteArray("{\"A\":[],\"b\":1,\"A\":[]}") << QByteArray("duplicate-key");
    QTest::newRow("colon") << QByteArray("{\"A\" [1]}") << QByteArray("malformed");
    QTest::newRow("comma") << QByteArray("{\"A\":[1] \"b\":2}") << QByteArray("malformed");
    QTest::newRow("name") << QByteArray("{A:[1]}") << QByteArray("malformed");
    QTest::newRow("bad name") << QByteArray("{\"\xFF\":[1]}") << QByteArray("encoding");
  }
  void refuses() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, code);
    RecordingSink sink;
    const auto report = split(text.toStdString(), {"/A"}, sink);
    QVERIFY(!report);
    QCOMPARE(QByteArray::fromStdString(std::string(errorCodeName(report.error().code))), code);
    QCOMPARE(report.error().place.file, std::string("export.json"));
  }
  void leavesOutWhatAFailingHandlerAdded() {
    RecordingSink sink;
    const auto handler = [](const Element&, const simdjson::dom::element& value,
                            Batch& batch) -> Result<void> {
      batch.documents.emplace_back();
      std::int64_t n = 0;
      if (value.get(n) == simdjson::SUCCESS && n % 2 == 1) return failure(ErrorCode::Unsupported, "odd");
      if (n == 4) throw std::runtime_error("broken");
      return {};
    };
    const auto report = forEachElement(inputOf("[0,1,2,3,4]"), {""}, {}, sink, handler);
    QVERIFY(report);
    QCOMPARE(sink.documents.size(), std::size_t{2});
    QCOMPARE(codes(sink), std::string("unsupported unsupported internal "));
    QCOMPARE(report->failed.at(""), 3U);
  }
  void cancelsAndStops() {
    std::string text = "[";
    for (int i = 0; i < 200000; ++i)
      text += "{\"i\":1},";
    text += "1]";
    RecordingSink cancelled;
    cancelled.cancelAfter = 3;
    const auto report = split(text, {""}, cancelled);
    QVERIFY(!report);
    QVERIFY(report.error().code == ErrorCode::Cancelled);
    QVERIFY(cancelled.documents.size() < 50000);
    std::string yaml = "a:\n";
    while (yaml.size() < 8U << 20)
      yaml += "- {b: [c, d]}\n";
    RecordingSink stopped;
    stopped.cancelAfter = 5;
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(values(yaml, stopped).error().code, ErrorCode::Cancelled);
    qInfo("%lld ms", static_cast<long long>(timer.elapsed()));
    RecordingSink full;
    full.failAfter = 2;
    const auto failed = split(text, {""}, full);
    QVERIFY(!failed);
    QVERIFY(failed.error().code == ErrorCode::DiskFull);
  }
  void spans() {
    const std::string text = quoted("[{'a':{'b/c':[10,'\\'x\\'']},'s':'secret'}]");
    RecordingSink sink;
    QVERIFY(forEachElement(inputOf(text), {""}, {}, sink,
                           [&](const Element& e, const simdjson::dom::element&, Batch&) -> Result<void> {
                             const Locator inner = e.where("/a/b~1c/1");
                             const Locator s = e.span("/s"), none = e.span("/none");
                             const bool good =
                                 text.substr(inner.offset, inner.length) == quoted("'\\'x\\''") &&
                                 inner.pointer == "/0/a/b~1c/1" &&
                                 text.substr(s.offset, s.length) == "\"secret\"" && none.length == 0;
                             return good ? Result<void>{} : failure(ErrorCode::Internal, "wrong span");
                           }));
    QCOMPARE(codes(sink), std::string());
  }
  void numbers() {
    RecordingSink sink;
    QVERIFY(split("[9007199254740991,9007199254740992,-9007199254740993,18446744073709551615,0.5,1e3,-0]",
                  {""}, sink));
    QCOMPARE(contents(sink), std::string("9007199254740991\n\"9007199254740992\"\n\"-9007199254740993\"\n"
                                         "\"18446744073709551615\"\n\"0.5\"\n\"1000\"\n0\n"));
  }

  void jsonLines() {
    RecordingSink sink;
    const auto report = lines("{\"a\":1}\r\n\n  \n{\"b\":\n{\"c\":\"}\"}\n[1]", sink);
    QVERIFY(report);
    QCOMPARE(contents(sink), std::string("{\"a\":1}\n{\"c\":\"}\"}\n[1]\n"));
    QCOMPARE(codes(sink), std::string("malformed "));
    QCOMPARE(*sink.gaps[0].error.place.line, std::uint64_t{4});
    QCOMPARE(sink.documents[1].second.line, std::uint64_t{5});
    QVERIFY(!report->truncated);
  }
  void lastLineCut() {
    RecordingSink sink;
    const auto report = lines("{\"a\":1}\n{\"b\":\"c", sink);
    QVERIFY(report && report->truncated);
    QCOMPARE(codes(sink), std::string("truncated "));
    QCOMPARE(sink.documents.size(), std::size_t{1});
  }
  void longLine() {
    ImportLimits limits;
    limits.maxElementBytes = 1000;
    RecordingSink sink;
    QVERIFY(lines("{\"a\":1}\n\"" + std::string(5000000, 'x') + "\"\n{\"a\":2}\n", sink, limits));
    QCOMPARE(codes(sink), std::string("limit "));
    QCOMPARE(contents(sink), std::string("{\"a\":1}\n{\"a\":2}\n"));
  }

  void yamlStream() {
    RecordingSink sink;
    const std::string text =
        "# list\n---\na: 1\nb: [x, 'yes', \"2\", ~, true, 0x1F, 0o17, 1.50, .inf, 007, -0.5e3, yes]\n"
        "---\n---\nx: \"\xC3\xA4\n...\n---\n{\"j\": [1]}\n";
    const auto report = values(text, sink);
    QVERIFY(report);
    QCOMPARE(contents(sink),
             std::string(
                 "{\"a\":1,\"b\":[\"x\",\"yes\",\"2\",null,true,31,15,\"1.5\",\".inf\",7,\"-500\",\"yes\"]}\n"
                 "{\"j\":[1]}\n"));
    QCOMPARE(codes(sink), std::string("malformed "));
    QCOMPARE(*sink.gaps[0].error.place.byte, std::uint64_t{text.find("...")});
    const Locator last = sink.documents.back().second;
    QCOMPARE(text.substr(last.offset, last.length), std::string("---\n{\"j\": [1]}\n"));
  }
  void yamlFaults_data() {
    QTest::addColumn<QByteArray>("document");
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("duplicate") << QByteArray("a: 1\nb: 2\na: 3\n") << QByteArray("duplicate-key ");
    QTest::newRow("duplicate in type") << QByteArray("1: 1\n\"1\": 2\n") << QByteArray("duplicate-key ");
    QTest::newRow("key") << QByteArray("[a]: 1\n") << QByteArray("malformed ");
    QTest::newRow("alias") << QByteArray("a: *b\n") << QByteArray("malformed ");
    QTest::newRow("itself") << QByteArray("a: &b [*b]\n") << QByteArray("malformed ");
    QTest::newRow("unclosed") << QByteArray(10000, '[') << QByteArray("malformed ");
    QTest::newRow("deep") << QByteArray("a: ") + QByteArray(10000, '[') + QByteArray(10000, ']')
                          << QByteArray("limit ");
    QTest::newRow("deeper than is tried")
        << QByteArray("a: ") + QByteArray(900000, '{') << QByteArray("limit ");
    QTest::newRow("65 levels") << QByteArray(65, '[') + QByteArray(65, ']') << QByteArray("limit ");
    QTest::newRow("encoding") << QByteArray("a: \xFF\n") << QByteArray("encoding ");
    QTest::newRow("end of transmission") << QByteArray("a: 1\n\x04\nb: 2\n") << QByteArray("malformed ");
    QTest::newRow("laughs")
        << QByteArray("a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
                      "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
                      "e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]\n"
                      "g: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f,*f]\nh: &h [*g,*g,*g,*g,*g,*g,*g,*g,*g,*g]\n")
        << QByteArray("limit ");
  }
  void yamlFaults() {
    QFETCH(QByteArray, document);
    QFETCH(QByteArray, code);
    RecordingSink sink;
    ImportLimits limits;
    limits.maxElementBytes = 1U << 20;
    QVERIFY(values("x: 1\n---\n" + document.toStdString() + "\n---\ny: 2\n", sink, limits));
    QCOMPARE(QByteArray::fromStdString(codes(sink)), code);
    QCOMPARE(contents(sink), std::string("{\"x\":1}\n{\"y\":2}\n"));
  }
  void yamlAliases() {
    RecordingSink sink;
    QVERIFY(values("k: &n name\na: &x {v: 1, w: [&s s, *s]}\nb: *x\nc: [*x, *n]\n", sink));
    QCOMPARE(codes(sink), std::string());
    QCOMPARE(contents(sink),
             std::string("{\"a\":{\"v\":1,\"w\":[\"s\",\"s\"]},\"b\":{\"v\":1,\"w\":[\"s\",\"s\"]},"
                         "\"c\":[{\"v\":1,\"w\":[\"s\",\"s\"]},\"name\"],\"k\":\"name\"}\n"));
  }
  void yamlSpans() {
    const std::string text =
        "x: \xC3\xA4\nlist:\n- data:\n    tls.key: |\n      abc\n      def\n    other: word # note\n- 2\n";
    RecordingSink sink;
    std::string spans;
    QVERIFY(forEachValue(inputOf(text), {}, sink,
                         [&](const Element& e, const simdjson::dom::element&, Batch&) -> Result<void> {
                           for (const char* pointer : {"/list/0/data/tls.key", "/list/0/data/other",
                                                       "/list/1", "/x", "/list/0/data", "/no"}) {
                             const Locator span = e.span(pointer);
                             spans += text.substr(span.offset, span.length) + "|";
                           }
                           return {};
                         }));
    QCOMPARE(spans, std::string("|\n      abc\n      def|word # note|2|\xC3\xA4|tls.key: |\n      abc\n      "
                                "def\n    other: word # note||"));
  }

  void concatenatedJson() {
    RecordingSink sink;
    const auto report = values("{\n \"a\": [1,\n2]\n}\n\x1E[3]\n\n{\"b\":{}}{\"c\":1}", sink);
    QVERIFY(report);
    QCOMPARE(contents(sink), std::string("{\"a\":[1,2]}\n[3]\n{\"b\":{}}\n{\"c\":1}\n"));
    QCOMPARE(report->counts.at(""), 4U);
    QCOMPARE(sink.documents[0].second.pointer, std::string());
  }
  void resynchronises() {
    RecordingSink sink;
    const auto report =
        values("{\"a\":1}\nerror: no such thing\n{\"b\":\n{\"c\":1}\n{\"d\":1}\n{\"e\":", sink);
    QVERIFY(report && report->truncated);
    QCOMPARE(contents(sink), std::string("{\"a\":1}\n{\"c\":1}\n{\"d\":1}\n"));
    QCOMPARE(codes(sink), std::string("malformed malformed truncated "));
  }
};

QTEST_APPLESS_MAIN(TestElements)
#include "tst_elements.moc"
