// SPDX-License-Identifier: Apache-2.0
#include "connectors/gcp/gcp.h"
#include "held.h"
#include "models/access/gcp/effective.h"
#include "models/access/grant.h"
#include "tests/kubernetes/collect.h"

#include <QTest>

using namespace countersign;
using namespace countersign::test;

namespace {

const std::string email = "a@p-x.iam.gserviceaccount.com";

/// ' stands for ".
void load(HeldReader& reader, std::string text, const std::string& scope = "organizations/1") {
  std::replace(text.begin(), text.end(), '\'', '"');
  ReadOptions options;
  options.scope = scope;
  const Collected got = collect(*makeGcpExportConnector(), text, scope, options);
  QVERIFY2(!got.error && got.errors() == 0, text.c_str());
  for (const auto& [document, where] : got.all.documents)
    reader.add(document);
}

void loadEstate(HeldReader& reader) {
  load(reader, "[{'name':'folders/2','parent':'organizations/1','state':'ACTIVE'},"
               "{'projectId':'p-x','name':'x','projectNumber':'11','parent':{'type':'folder','id':'2'},"
               "'lifecycleState':'ACTIVE'}]");
  load(reader, "[{'name':'projects/p-x/serviceAccounts/" + email +
                   "','projectId':'p-x','uniqueId':'77','email':'" + email + "'}]");
  load(reader, "{'group:g@example.org':['serviceAccount:" + email +
                   "'],'group:h@example.org':['group:g@example.org']}");
  load(reader, "[{'name':'roles/"
               "reader','title':'R','includedPermissions':['storage.buckets.get','storage.objects.get']},"
               "{'name':'roles/owner','title':'O','includedPermissions':['storage.buckets.delete']}]");
  load(reader, "{'assetType':'storage.googleapis.com/Bucket','resource':'//storage.googleapis.com/projects/_/"
               "buckets/b',"
               "'project':'projects/11','policy':{'bindings':[{'role':'roles/"
               "reader','members':['projectOwner:p-x']}]}}");
  load(reader,
       "{'etag':'x','bindings':[{'role':'roles/owner','members':['group:h@example.org']},"
       "{'role':'roles/nobody','members':['serviceAccount:" +
           email +
           "','user:role@example.org']},"
           "{'role':'roles/reader','members':['user:role@example.org']}]}",
       "projects/p-x");
  load(reader,
       "{'etag':'x','bindings':[{'role':'roles/reader','members':['principalSet://cloudresourcemanager."
       "googleapis.com/folders/2/type/ServiceAccount'],'condition':{'expression':'request.time < "
       "timestamp(\\u00222026-01-01T00:00:00Z\\u0022)'}}]}",
       "folders/2");
  load(reader,
       "[{'name':'policies/cloudresourcemanager.googleapis.com%2Fprojects%2F11/denypolicies/d','uid':'u',"
       "'kind':'DenyPolicy','rules':[{'denyRule':{'deniedPrincipals':['principalSet://goog/group/"
       "g@example.org'],"
       "'deniedPermissions':['storage.googleapis.com/buckets.get']}}]}]");
}

} // namespace

class TestGcpEffective : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void rows() {
    HeldReader reader;
    loadEstate(reader);
    const HeldDocumentPtr principal = reader.principal(email);
    QVERIFY(principal);
    const auto now = *parseRfc3339("2026-11-21T10:00:00Z");
    const gcp::EffectiveRows all = gcp::effectiveRows(reader, principal, now);
    std::vector<std::string> got;
    for (const gcp::EffectiveRow& row : all.rows) {
      QVERIFY(row.document && row.document->document.content.find(row.inner) != nullptr);
      got.push_back(row.role + " on " + row.node + ": " + std::to_string(static_cast<int>(row.verdict)) +
                    (row.deniedBy.empty() ? "" : " " + row.deniedBy) + " " +
                    std::to_string(row.denied.size()));
    }
    const std::vector<std::string> want{"roles/reader on //storage.googleapis.com/projects/_/buckets/b: 0 1",
                                        "roles/reader on folders/2: 1 condition 1",
                                        "roles/nobody on projects/p-x: 3 0",
                                        "roles/owner on projects/p-x: 0 0"};
    QCOMPARE(got, want);
    QVERIFY(all.known);
    QVERIFY(reader.absences.count("gcp.role roles/nobody") == 1);

    const GrantList grants = gcpGrants(reader, principal, SourceRole::Live);
    QCOMPARE(
        std::count_if(grants.grants.begin(), grants.grants.end(), [](const Grant& g) { return !g.deny; }), 4);
    QCOMPARE(std::count_if(grants.grants.begin(), grants.grants.end(), [](const Grant& g) { return g.deny; }),
             1);
    QVERIFY(gcpGrants(reader, principal, SourceRole::Intent).grants.empty());
  }

  void principal() {
    HeldReader reader;
    loadEstate(reader);
    const Description said = describe(reader.principal(email)->document);
    QCOMPARE(said.idKey, std::string("gcp-id:77"));
    QCOMPARE(said.neutralUid, std::string("gcp:sa:77"));
    QCOMPARE(said.kindLabel, std::string("Google Cloud service account"));
  }

  void nothingKnown() {
    HeldReader reader;
    load(reader, "[{'name':'projects/p-x/serviceAccounts/" + email +
                     "','projectId':'p-x','uniqueId':'77','email':'" + email + "'}]");
    const auto all = gcp::effectiveRows(reader, reader.principal(email), Instant{});
    QVERIFY(!all.known && all.rows.empty() && all.missing.size() >= 3);
    load(reader, "{'etag':'x','bindings':[{'role':'roles/reader','members':['allUsers']}]}", "projects/p-y");
    const auto some = gcp::effectiveRows(reader, reader.principal(email), Instant{});
    QCOMPARE(some.rows.size(), std::size_t{1});
    QCOMPARE(some.rows[0].verdict, Verdict::NotEvaluated);
  }

  void circles() {
    HeldReader reader;
    load(reader, "[{'name':'projects/p-x/serviceAccounts/" + email +
                     "','projectId':'p-x','uniqueId':'77','email':'" + email +
                     "'},{'name':'folders/2','parent':'folders/3','state':'ACTIVE'},"
                     "{'name':'folders/3','parent':'folders/2','state':'ACTIVE'}]");
    load(reader, "{'group:g@example.org':['group:h@example.org','allUsers'],'group:h@example.org':['group:g@"
                 "example.org']}");
    load(reader, "{'etag':'x','bindings':[{'role':'roles/reader','members':['group:h@example.org']}]}",
         "folders/2");
    const auto all = gcp::effectiveRows(reader, reader.principal(email), Instant{});
    QCOMPARE(all.rows.size(), std::size_t{1});
    QCOMPARE(all.rows[0].verdict, Verdict::NotEvaluated);
  }
};

QTEST_GUILESS_MAIN(TestGcpEffective)
#include "tst_gcp_effective.moc"
