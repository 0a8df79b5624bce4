// SPDX-License-Identifier: Apache-2.0
#include "../kubernetes/collect.h"
#include "connectors/neutral/neutral.h"

#include <QTest>

using namespace countersign;
using namespace countersign::test;

namespace {

struct Example {
  std::string language, text;
};

/// The fenced blocks of a document.
std::vector<Example> examplesOf(const char* file) {
  const std::string text = fileText(std::string(COUNTERSIGN_SOURCE_DIR "/docs/formats/") + file);
  std::vector<Example> out;
  for (std::size_t at = text.find("\n```"); at != std::string::npos;) {
    const std::size_t begin = text.find('\n', at + 1) + 1, end = text.find("\n```", begin - 1);
    if (end == std::string::npos) qFatal("a block without an end in %s", file);
    out.push_back({text.substr(at + 4, begin - at - 5), text.substr(begin, end - begin + 1)});
    at = text.find("\n```", end + 4);
  }
  return out;
}

} // namespace

/// The examples in docs/formats/neutral.md and change-list.md import without a gap.
class TestNeutralDocumentation : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void examples() {
    int snapshots = 0, tables = 0;
    for (const Example& example : examplesOf("neutral.md"))
      for (const auto& connector : neutralConnectors()) {
        if (connector->recognises(example.text) != Match::Yes) continue;
        ReadOptions options;
        options.completeParts = {"identities", "credentials", "grants", "trusts"};
        const auto got = collect(*connector, example.text, "example", options);
        QVERIFY2(!got.error, got.error ? got.error->text().c_str() : "");
        QVERIFY2(got.all.gaps.empty(), got.all.gaps.empty() ? "" : got.all.gaps[0].error.text().c_str());
        QVERIFY(got.anyComplete());
        snapshots += example.language == "jsonl" ? 1 : 0;
        tables += example.language == "csv" ? 1 : 0;
      }
    QVERIFY(snapshots >= 2);
    QCOMPARE(tables, 4);
  }

  void changeLists() {
    const auto examples = examplesOf("change-list.md");
    QCOMPARE(examples.size(), std::size_t(3));
    std::vector<Collected> read;
    for (const Example& example : examples) {
      QCOMPARE(makeChangeListConnector()->recognises(example.text), Match::Yes);
      read.push_back(collect(*makeChangeListConnector(), example.text, "example"));
      const Collected& got = read.back();
      QVERIFY2(!got.error, got.error ? got.error->text().c_str() : "");
      QVERIFY2(got.all.gaps.empty(), got.all.gaps.empty() ? "" : got.all.gaps[0].error.text().c_str());
    }
    QCOMPARE(read[0].all.changes.size(), std::size_t(6));
    QCOMPARE(read[1].all.changes.size(), std::size_t(2));
    for (std::size_t i = 0; i < 2; ++i) { // "the same two first lines"
      const Change& row = read[0].all.changes[i];
      const Change& line = read[1].all.changes[i];
      QVERIFY(row.id == line.id && row.wish == line.wish && row.at == line.at && row.about == line.about);
      QVERIFY(row.summary == line.summary && row.approvedAt == line.approvedAt &&
              row.closedAt == line.closedAt);
    }
    QVERIFY(read[2].complete("changes"));
  }

  /// Every column, every word and every change that there is stands in the document.
  void changeListWords() {
    const std::string text = fileText(COUNTERSIGN_SOURCE_DIR "/docs/formats/change-list.md");
    const auto got =
        collect(*makeChangeListConnector(), "id,requested_at,identity,change\n1,2026-01-01T00:00:00Z,u,x\n");
    const std::string& there = got.all.gaps.at(0).error.remedy; // "There are: grant, revoke, …"
    std::size_t words = 0;
    for (std::size_t at = there.find(": ") + 2; at < there.size(); ++words) {
      const std::size_t end = std::min(there.find(", ", at), there.size());
      QVERIFY2(text.find("\n| " + there.substr(at, end - at) + " | ") != std::string::npos,
               there.substr(at, end - at).c_str());
      at = end + 2;
    }
    QCOMPARE(words, std::size_t(11));
  }
};

QTEST_APPLESS_MAIN(TestNeutralDocumentation)
#include "tst_neutral_documentation.moc"
