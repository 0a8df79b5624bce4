// SPDX-License-Identifier: Apache-2.0
#include "connectors/decisions/decisions.h"
#include "connectors/importer/registry.h"
#include "tests/kubernetes/collect.h"

#include <QTest>

using namespace countersign;

namespace {

const std::string review =
    R"({"apiVersion":"authorization.k8s.io/v1","kind":"SubjectAccessReview","metadata":{"creationTimestamp":null},)"
    R"("spec":{"resourceAttributes":{"namespace":"backup","verb":"get","group":"apps","resource":"deployments",)"
    R"("subresource":"scale","name":"web"},"user":"system:serviceaccount:backup:writer",)"
    R"("groups":["system:authenticated"]},"status":{"allowed":false,"reason":"no binding","evaluationError":"x"}})";

const std::string ownReview =
    R"({"apiVersion":"authorization.k8s.io/v1","kind":"SelfSubjectAccessReview",)"
    R"("spec":{"nonResourceAttributes":{"path":"/metrics","verb":"get"}},"status":{"allowed":true}})";

const std::string rules =
    R"({"apiVersion":"authorization.k8s.io/v1","kind":"SelfSubjectRulesReview","spec":{"namespace":"backup"},)"
    R"("status":{"incomplete":false,"resourceRules":[{"verbs":["get","list"],"apiGroups":[""],)"
    R"("resources":["pods","pods/log"]}],"nonResourceRules":[{"verbs":["get"],"nonResourceURLs":["/healthz"]}]}})";

const std::string simulation =
    R"({"EvaluationResults":[{"EvalActionName":"s3:GetObject","EvalResourceName":"arn:aws:s3:::b/x",)"
    R"("EvalDecision":"allowed","MatchedStatements":[{"SourcePolicyId":"Write"}],"MissingContextValues":[]},)"
    R"({"EvalActionName":"iam:CreateUser","EvalResourceName":"*","EvalDecision":"implicitDeny",)"
    R"("MissingContextValues":["aws:SourceIp"],"OrganizationsDecisionDetail":{"AllowedByOrganizations":false}}]})";

std::string line(const std::string& principal, const std::string& answer, const std::string& more = {}) {
  return R"({"principal":")" + principal + "\"" + more + R"(,"answer":)" + answer + "}\n";
}

const std::string account = "system:serviceaccount:backup:writer";
const std::string role = "arn:aws:iam::111122223333:role/backup-writer";

struct Got {
  Batch all;
  Facts facts;
  std::vector<PartState> parts;
  std::optional<Error> error;
  const Json* find(const std::string& uid) const {
    for (const auto& [d, where] : all.documents)
      if (d.object.uid == uid) return &d.content;
    return nullptr;
  }
};

Got read(const std::string& text) {
  Got out;
  Input input;
  input.name = "answers.json";
  input.bytes = text;
  auto facts = runtimeDecisions().survey(input, {});
  if (!facts) {
    out.error = facts.error();
    return out;
  }
  out.facts = *facts;
  if (!facts->scope) facts->scope = "prod";
  test::CollectSink sink;
  const auto done = runtimeDecisions().read(input, *facts, {}, sink);
  if (!done) out.error = done.error();
  if (done) out.parts = done->parts;
  out.all = std::move(sink.all);
  return out;
}

QByteArray decisionOf(const Json* content) {
  return content == nullptr ? QByteArray("missing")
                            : QByteArray::fromStdString((*content)["decision"].asString());
}

} // namespace

/// Answers of runtimes become documents of kind runtime.decision.
class TestDecisions : public QObject {
  Q_OBJECT

private Q_SLOTS:
  void recognised() {
    const auto id = [](const std::string& text) {
      Input input;
      input.bytes = text;
      const Connector* c = recognise(input);
      return c == nullptr ? QByteArray() : QByteArray(c->id().data(), static_cast<qsizetype>(c->id().size()));
    };
    const std::string list = R"({"apiVersion":"v1","kind":"List","items":[)" + review + "]}";
    for (const std::string& text : {review, list, line(account, ownReview), line(role, simulation),
                                    line("e-1", R"({"data":{"secret/x":["read"]}})")})
      QCOMPARE(id(text), QByteArray("runtime.decisions"));
    QCOMPARE(id(simulation), QByteArray("aws.other"));
    QVERIFY(id(R"({"apiVersion":"v1","kind":"List","items":[]})") != "runtime.decisions");
    QVERIFY(id(R"({"path":"sys/auth","answer":{}})") != "runtime.decisions");
  }

  void reviews() {
    const Got got = read(review);
    QVERIFY(!got.error && got.all.gaps.empty());
    QCOMPARE(got.facts.system, std::string("kubernetes"));
    QCOMPARE(got.all.documents.size(), std::size_t{1});
    const auto& [document, where] = got.all.documents.front();
    const Json& c = document.content;
    QCOMPARE(c["principal"].asString(), account);
    QCOMPARE(c["action"].asString(), std::string("get deployments.apps/scale"));
    QCOMPARE(c["resource"].asString(), std::string("namespace backup / web"));
    QCOMPARE(c["decision"].asString(), std::string("denied"));
    QCOMPARE(c["reason"].asString(), std::string("no binding; x"));
    QCOMPARE(c["groups"].strings(), std::vector<std::string>{"system:authenticated"});
    QCOMPARE(document.part, std::string("runtime-decisions"));
    QCOMPARE(where.length, std::uint64_t{review.size()});
    QVERIFY(!got.parts.front().complete);
  }

  void selfReviewsSayNotOfWhom() {
    const Got bare = read(ownReview);
    QVERIFY(!bare.error && bare.all.documents.empty());
    QCOMPARE(bare.all.gaps.size(), std::size_t{1});
    const Got got = read(line(account, ownReview, R"(,"at":"2026-11-20T10:00:00Z")"));
    QCOMPARE(decisionOf(got.find(account + " · get /metrics")), QByteArray("allowed"));
    QCOMPARE(got.facts.capturedAt, std::optional(*parseRfc3339("2026-11-20T10:00:00Z")));
  }

  void rulesAreAllowed() {
    const Got got = read(line(account, rules));
    QCOMPARE(got.all.documents.size(), std::size_t{5});
    QCOMPARE(decisionOf(got.find(account + " · list pods/log · namespace backup")), QByteArray("allowed"));
    QCOMPARE(decisionOf(got.find(account + " · get /healthz")), QByteArray("allowed"));
  }

  void simulations() {
    const Got got = read(line(role, simulation));
    QCOMPARE(got.facts.scope, std::optional<std::string>("111122223333"));
    QCOMPARE(got.all.documents.size(), std::size_t{2});
    const Json& allowed = got.all.documents.front().first.content;
    QCOMPARE(allowed["decision"].asString(), std::string("allowed"));
    QCOMPARE(allowed["reason"].asString(), std::string("by Write"));
    QCOMPARE(allowed["context"]["aws:resourceaccount"].asString(), std::string("111122223333"));
    const Json& denied = got.all.documents.back().first.content;
    QCOMPARE(denied["missingContext"].strings(), std::vector<std::string>{"aws:SourceIp"});
    QCOMPARE(denied["reason"].asString(), std::string("implicitDeny; not allowed by the organization"));
  }

  void capabilities() {
    const Got got =
        read(line("0a1b", R"({"data":{"capabilities":["read"],"secret/x":["read"],"y":["deny"]}})"));
    QCOMPARE(got.facts.system, std::string("vault"));
    QCOMPARE(got.all.documents.size(), std::size_t{12});
    QCOMPARE(decisionOf(got.find("0a1b · read · secret/x")), QByteArray("allowed"));
    QCOMPARE(decisionOf(got.find("0a1b · update · secret/x")), QByteArray("denied"));
    QCOMPARE(decisionOf(got.find("0a1b · read · y")), QByteArray("denied"));
    const Got bare = read(line("0a1b", R"(["root"])", R"(,"resource":"z")"));
    QCOMPARE(decisionOf(bare.find("0a1b · sudo · z")), QByteArray("allowed"));
  }

  /// The same question twice: the later answer counts, by its time, else by its place.
  void laterCounts() {
    const std::string no =
        R"({"apiVersion":"authorization.k8s.io/v1","kind":"SelfSubjectAccessReview",)"
        R"("spec":{"nonResourceAttributes":{"path":"/metrics","verb":"get"}},"status":{"allowed":false}})";
    const auto said = [&](const std::string& first, const std::string& second) {
      return decisionOf(read(first + second).find(account + " · get /metrics"));
    };
    QCOMPARE(said(line(account, ownReview), line(account, no)), QByteArray("denied"));
    QCOMPARE(said(line(account, ownReview, R"(,"at":"2026-11-20T10:00:00Z")"),
                  line(account, no, R"(,"at":"2026-11-20T09:00:00Z")")),
             QByteArray("allowed"));
  }

  void badAnswers_data() {
    QTest::addColumn<QByteArray>("text");
    const std::string unanswered =
        R"({"apiVersion":"authorization.k8s.io/v1","kind":"SubjectAccessReview","spec":{"user":"u"}})";
    QTest::newRow("not sent") << QByteArray::fromStdString(unanswered);
    QTest::newRow("both") << QByteArray::fromStdString(
        R"({"apiVersion":"authorization.k8s.io/v1","kind":"SubjectAccessReview","spec":{"user":"u"},)"
        R"("status":{"allowed":true,"denied":true}})");
    QTest::newRow("odd decision") << QByteArray::fromStdString(
        line(role, R"({"EvaluationResults":[{"EvalActionName":"a:B","EvalDecision":"perhaps"}]})"));
    QTest::newRow("no arn") << QByteArray::fromStdString(line("backup-writer", simulation));
    QTest::newRow("another principal") << QByteArray::fromStdString(line("somebody", review));
  }
  void badAnswers() {
    QFETCH(const QByteArray, text);
    const Got got = read(text.toStdString());
    QVERIFY(got.all.documents.empty());
    QCOMPARE(got.all.gaps.size(), std::size_t{1});
    QCOMPARE(got.all.gaps.front().part, std::string("runtime-decisions"));
    QCOMPARE(got.all.secrets.size(), std::size_t{1}); // what is not understood is not shown
  }

  void foreignContent() {
    QVERIFY(read("{}").error.has_value());
    QVERIFY(read(line("x", R"({"data":{}})")).error.has_value());
    QVERIFY(read(line("x", std::string(3000, '[') + std::string(3000, ']'))).error.has_value());
    // Answers of two systems do not share a source.
    const Got mixed = read(line(account, ownReview) + line(role, simulation));
    QCOMPARE(mixed.all.documents.size(), std::size_t{1});
    QCOMPARE(mixed.all.gaps.size(), std::size_t{1});
  }

  void truncatedAnywhere() {
    const std::string whole = line(account, ownReview) + line(account, rules) + review;
    for (std::size_t n = 0; n < whole.size(); ++n) {
      const Got got = read(whole.substr(0, n));
      for (const auto& [document, where] : got.all.documents)
        QVERIFY(document.canonical().has_value() && where.offset + where.length <= n);
      for (const PartState& p : got.parts)
        QVERIFY(!p.complete);
    }
  }
};

QTEST_GUILESS_MAIN(TestDecisions)
#include "tst_decisions.moc"
