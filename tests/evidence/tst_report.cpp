// SPDX-License-Identifier: Apache-2.0
#include "models/evidence/report.h"
#include "models/identity/json.h"

#include <QTest>

using namespace countersign;
using namespace countersign::evidence;

namespace {
ReportData hostile(const std::string& name) {
  ReportData d;
  d.workspace = d.origin = d.scope = name;
  d.populationCount = 2;
  d.populationBasis = {name};
  d.bySeal[name] = d.byStanding[name] = d.byTier[name] = 1;
  const ReportRecord record{name, name, name, name, name, name, {name, name}, {}, name};
  d.decisions.push_back(
      {record, "exception", name, name, name, name, Instant(), Instant(), 1, {}, 2, false, name});
  d.undecided.push_back(record);
  d.snapshots.push_back({name, name, name, name, name, {}, Instant(), Instant(), {{name, false, 3}}, {name}});
  d.revocations.push_back({name, name, name, Instant(), {}, name, 4, name, name, name});
  d.latency.push_back({name, name, 1, name, name, name, 0, name});
  d.access = {3, 1, 9, 2, 4, {{name, 2}}, 1};
  d.notCovered = d.notChecked = {name};
  return d;
}
bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}
} // namespace

class TestReport : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void escapesHtml() {
    const std::string html = reportHtml(hostile("<script>alert('x')</script><img src=\"//example.org\">&"));
    for (const char* bad : {"<script", "<img", "src=", "<a ", "http:", "https:", "@import", "url("})
      QVERIFY2(!contains(html, bad) || std::string_view(bad) == "src=", bad);
    QVERIFY(contains(html, "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"));
    QVERIFY(!contains(html, "src=\"") && contains(html, "&amp;"));
  }
  void showsWhatIsHidden_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("shown");
    QTest::newRow("bidi") << QByteArray("a\u202Eb") << QByteArray("a\u2039U+202E\u203Ab");
    QTest::newRow("isolate") << QByteArray("\u2066x") << QByteArray("\u2039U+2066\u203Ax");
    QTest::newRow("zero width") << QByteArray("a\u200Bb") << QByteArray("a\u2039U+200B\u203Ab");
    QTest::newRow("soft hyphen") << QByteArray("a\u00ADb") << QByteArray("a\u2039U+00AD\u203Ab");
    QTest::newRow("newline") << QByteArray("a\nb") << QByteArray("a\u2039U+000A\u203Ab");
    QTest::newRow("nul") << QByteArray("a\0b", 3) << QByteArray("a\u2039U+0000\u203Ab");
    QTest::newRow("tag") << QByteArray("a\U000E0041") << QByteArray("a\u2039U+E0041\u203A");
    QTest::newRow("no UTF-8") << QByteArray("a\xFFz") << QByteArray("a\u2039FF\u203Az");
    QTest::newRow("cut off") << QByteArray("a\xE2\x80") << QByteArray("a\u2039E2\u203A\u203980\u203A");
    QTest::newRow("plain") << QByteArray("svc-ä日本😂") << QByteArray("svc-ä日本😂");
  }
  void showsWhatIsHidden() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, shown);
    QCOMPARE(QByteArray::fromStdString(visibleText(text.toStdString())), shown);
    const ReportData data = hostile(text.toStdString());
    const bool whole = validUtf8(text.toStdString()); // bytes cut off could be found in what stands for them
    for (const auto& [name, bytes] : reportFiles(data)) {
      QVERIFY2(validUtf8(bytes), name.c_str());
      QVERIFY2(text == shown || !whole || !contains(bytes, text.toStdString()), name.c_str());
    }
  }
  void guardsFormulas() {
    for (const std::string start :
         {"=", "+", "-", "@", "\t", "\r", "\n", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"}) {
      const std::string cell = csvCell(start + "cmd");
      QVERIFY2(cell[0] == '\'' || cell.substr(0, 2) == "\"'", cell.c_str());
      for (const auto& [name, bytes] : reportFiles(hostile(start + "1+1")))
        if (name != "report.html") {
          QVERIFY2(!contains(bytes, "," + start) && !contains(bytes, "\n" + start) &&
                       !contains(bytes, "\"" + start),
                   name.c_str());
        }
    }
    QCOMPARE(csvCell(std::string("\0x", 2)), std::string("'\u2039U+0000\u203Ax"));
    QCOMPARE(csvCell("a,\"b\""), std::string("\"a,\"\"b\"\"\""));
    QCOMPARE(csvCell("=1,2"), std::string("\"'=1,2\""));
    QCOMPARE(csvCell(""), std::string());
    QCOMPARE(csvCell("plain"), std::string("plain"));
  }
  /// RFC 4180: every row has as many cells as the first, whatever the names.
  void csvShape() {
    for (const std::string name : {"a,b", "a\"b", "a\r\nb", "a;b", "", "="})
      for (const auto& [file, bytes] : reportFiles(hostile(name))) {
        if (file == "report.html") continue;
        std::vector<int> cells{1};
        bool quoted = false;
        for (std::size_t i = 0; i < bytes.size(); ++i) {
          quoted = bytes[i] == '"' ? !quoted : quoted;
          if (!quoted && bytes[i] == ',') ++cells.back();
          if (!quoted && bytes[i] == '\n') cells.push_back(1);
        }
        cells.pop_back();
        QVERIFY(cells.size() >= 2 && !quoted);
        for (const int n : cells)
          QCOMPARE(n, cells.front());
      }
  }
  void nothingReviewed() {
    ReportData empty;
    empty.workspace = "w";
    const std::string html = reportHtml(empty);
    QVERIFY(contains(html, "<p class=\"alarm\">The population is empty: nothing was reviewed.</p>"));
    QVERIFY(contains(html, "<p class=\"alarm\">Nothing was imported.</p>"));
    empty.populationCount = 3;
    QVERIFY(
        contains(reportHtml(empty), "<p class=\"alarm\">Nothing was reviewed: there is no decision.</p>"));
    QVERIFY(!contains(reportHtml(hostile("x")), "class=\"alarm\""));
    QVERIFY(contains(reportHtml(hostile("x")), "1 record has no decision"));
    QVERIFY(contains(reportHtml(hostile("x")), "<span class=\"no\">not complete</span>"));
  }
  void effectiveAccess() {
    const std::string html = reportHtml(hostile("x"));
    QVERIFY2(contains(html, "9 permissions: 3 decided, 2 under conditions, 4 not evaluated."), html.c_str());
    QVERIFY(contains(html, "what 1 record can do."));
    QCOMPARE(accessCsv(hostile("policy p")),
             std::string("What,Count\r\nrecords,3\r\nrecords of which nothing says what they can do,1\r\n"
                         "permissions,9\r\npermissions under conditions,2\r\npermissions not evaluated,4\r\n"
                         "records with a part not known: policy p,2\r\nmore that is not known,1\r\n"));
  }
  void sameBytesTwice() { QVERIFY(reportFiles(hostile("n")) == reportFiles(hostile("n"))); }
};

QTEST_APPLESS_MAIN(TestReport)
#include "tst_report.moc"
