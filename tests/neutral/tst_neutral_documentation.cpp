// SPDX-License-Identifier: Apache-2.0
#include "../kubernetes/collect.h"
#include "connectors/neutral/neutral.h"

#include <QTest>

using namespace countersign;
using namespace countersign::test;

/// The examples in docs/formats/neutral.md import without a gap.
class TestNeutralDocumentation : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void examples() {
    const std::string text = fileText(COUNTERSIGN_SOURCE_DIR "/docs/formats/neutral.md");
    QVERIFY(!text.empty());
    int snapshots = 0, tables = 0;
    for (std::size_t at = text.find("\n```"); at != std::string::npos;) {
      const std::size_t begin = text.find('\n', at + 1) + 1, end = text.find("\n```", begin - 1);
      QVERIFY(end != std::string::npos);
      const std::string language = text.substr(at + 4, begin - at - 5),
                        example = text.substr(begin, end - begin + 1);
      at = text.find("\n```", end + 4);
      for (const auto& connector : neutralConnectors()) {
        if (connector->recognises(example) != Match::Yes) continue;
        ReadOptions options;
        options.completeParts = {"identities", "credentials", "grants", "trusts"};
        const auto got = collect(*connector, example, "example", options);
        QVERIFY2(!got.error, got.error ? got.error->text().c_str() : "");
        QVERIFY2(got.all.gaps.empty(), got.all.gaps.empty() ? "" : got.all.gaps[0].error.text().c_str());
        QVERIFY(got.anyComplete());
        snapshots += language == "jsonl" ? 1 : 0;
        tables += language == "csv" ? 1 : 0;
      }
    }
    QVERIFY(snapshots >= 2);
    QCOMPARE(tables, 4);
  }
};

QTEST_APPLESS_MAIN(TestNeutralDocumentation)
#include "tst_neutral_documentation.moc"
