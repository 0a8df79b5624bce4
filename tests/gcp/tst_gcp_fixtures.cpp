// SPDX-License-Identifier: Apache-2.0
#include "connectors/common/input.h"
#include "connectors/gcp/gcp.h"
#include "held.h"
#include "models/access/gcp/effective.h"
#include "tests/kubernetes/collect.h"

#include <QDir>
#include <QTest>

using namespace countersign;
using namespace countersign::test;

/// A whole composed organization through the importer to evaluated rows.
class TestGcpFixtures : public QObject {
  Q_OBJECT
private:
  HeldReader reader_;
  std::map<std::string, std::size_t> kinds_;
  std::size_t gaps_ = 0;

  void load(const std::string& path) {
    const auto connector = makeGcpExportConnector();
    const auto done = forEachInput(path, {}, {}, [&](const Input& input) -> Result<void> {
      if (input.bytes.size() < 10) return {};
      if (connector->recognises(input.bytes.substr(0, 65536)) != Match::Yes) return {};
      ReadOptions options;
      COUNTERSIGN_ASSIGN(const Facts facts, connector->survey(input, options));
      CollectSink sink;
      COUNTERSIGN_TRY(connector->read(input, facts, options, sink));
      gaps_ += sink.all.gaps.size();
      for (const auto& [document, where] : sink.all.documents) {
        ++kinds_[document.object.kind];
        reader_.add(document);
      }
      return {};
    });
    QVERIFY2(done.has_value(), path.c_str());
  }

private Q_SLOTS:
  void organization() {
    const std::string root = COUNTERSIGN_FIXTURES_DIR "/gcp";
    if (!QDir(QString::fromStdString(root)).exists()) QSKIP("all data missing");
    for (const char* name : {"/asset_search_all_iam_policies.json", "/deny_policies.json",
                             "/projects_list.json", "/folders_list.json", "/group_members.json",
                             "/custom_role.json", "/service-accounts_list.json", "/service-account-keys"})
      load(root + name);
    QCOMPARE(gaps_, std::size_t{0});
    QCOMPARE(kinds_["gcp.allow-policy"], std::size_t{12});
    QCOMPARE(kinds_["gcp.service-account"], std::size_t{12});
    QCOMPARE(kinds_["gcp.service-account-keys"], std::size_t{8});
    QCOMPARE(kinds_["gcp.deny-policy"], std::size_t{2});
    QCOMPARE(kinds_["gcp.container"], std::size_t{7});
    QCOMPARE(kinds_["gcp.role"], std::size_t{1});
    load(COUNTERSIGN_FIXTURES_DIR "/iam-dataset/gcp/roles.jsonl.gz");
    QCOMPARE(kinds_["gcp.role"], std::size_t{2462});
    QCOMPARE(gaps_, std::size_t{0});
  }

  void sameFromOtherExports() {
    const std::string root = COUNTERSIGN_FIXTURES_DIR "/gcp";
    if (!QDir(QString::fromStdString(root)).exists()) QSKIP("all data missing");
    HeldReader first;
    std::swap(first, reader_);
    kinds_.clear();
    load(root + "/cai_iam_policy_export.jsonl");
    const std::size_t lines = kinds_["gcp.allow-policy"];
    load(root + "/get-iam-policy");
    std::size_t same = 0;
    for (const std::string node : {"projects/p-prod", "folders/111111111111", "organizations/123456789012",
                                   "//storage.googleapis.com/projects/_/buckets/prod-data"}) {
      const auto one = reader_.naming("gcp-node:" + node, {"gcp.allow-policy"});
      const auto other = first.naming("gcp-node:" + node, {"gcp.allow-policy"});
      QVERIFY(one.size() == 2 && other.size() == 1);
      same += one[0]->digest == one[1]->digest && one[0]->digest == other[0]->digest ? 1U : 0U;
    }
    QCOMPARE(same, std::size_t{4});
    QVERIFY(lines >= 11);
    std::swap(first, reader_);
  }

  void everyRowIsDecidedOrSaysWhy() {
    if (reader_.principals().empty()) QSKIP("all data missing");
    std::size_t rows = 0, allowed = 0, open = 0, unknown = 0;
    for (const HeldDocumentPtr& principal : reader_.principals()) {
      const auto all = gcp::effectiveRows(reader_, principal, *parseRfc3339("2026-11-21T10:00:00Z"));
      QVERIFY(all.known && !all.cut);
      for (const gcp::EffectiveRow& row : all.rows) {
        ++rows;
        QVERIFY(row.document);
        unknown += row.contentsKnown ? 0U : 1U; // shown without any permissions
        allowed += row.verdict == Verdict::Allowed ? 1U : 0U;
        open += row.verdict == Verdict::NotEvaluated ? 1U : 0U;
        if (row.verdict == Verdict::Conditional) QVERIFY(!row.conditions.empty());
      }
    }
    qInfo("%zu rows, %zu allowed, %zu not evaluated", rows, allowed, open);
    QVERIFY(rows > 80 && allowed > 40);
    QVERIFY(open <= unknown);
  }
};

QTEST_GUILESS_MAIN(TestGcpFixtures)
#include "tst_gcp_fixtures.moc"
