// SPDX-License-Identifier: Apache-2.0
#include "models/access/vault/holder.h"

#include <QTest>

using namespace countersign;
using namespace countersign::vault;

namespace {

/// Somebody with one policy; `complete`: nothing of the estate is missing.
Holder holder(const std::string& text, bool complete = true) {
  Estate estate;
  estate.takePolicy("p", text);
  Token token{{"p"}, {}, {}};
  if (!complete) token.policies.emplace_back("absent");
  return holderOfToken(estate, token, Engine::vault(1, 15), Instant{});
}

Question question(const std::string& action, const std::string& resource) {
  Question out;
  out.action = action;
  out.resource = resource;
  return out;
}

std::string rule(const std::string& path, const std::string& capabilities, const std::string& more = {}) {
  return "path \"" + path + "\" {\n capabilities = [" + capabilities + "]\n " + more + "\n}\n";
}

} // namespace

class TestVaultAnswer : public QObject {
  Q_OBJECT

private Q_SLOTS:
  void allowedAndWhy() {
    const Answer out = answer(holder(rule("kv/*", "\"read\"")), question("read", "kv/x"));
    QCOMPARE(out.verdict, Verdict::Allowed);
    QCOMPARE(out.why.size(), 1U);
    QCOMPARE(out.why[0].document, std::string("p"));
    QCOMPARE(out.why[0].pointer, std::string("line 1"));
    QCOMPARE(out.why[0].text, std::string("path \"kv/*\": read (token)"));
  }
  void deniedTwoWays() {
    const Holder who = holder(rule("kv/*", "\"read\"") + rule("kv/s", "\"deny\""));
    const Answer byRule = answer(who, question("read", "kv/s"));
    QCOMPARE(byRule.verdict, Verdict::Denied);
    QVERIFY(byRule.explicitDeny);
    const Answer byLack = answer(who, question("read", "other"));
    QCOMPARE(byLack.verdict, Verdict::Denied);
    QVERIFY(!byLack.explicitDeny);
    QCOMPARE(answer(who, question("update", "kv/x")).verdict, Verdict::Denied);
  }

  void constraintsAreConditions() {
    const Holder who = holder(rule("kv/*", "\"update\"",
                                   "required_parameters = [\"a\"]\n denied_parameters = { b = [\"x\"] }"
                                   "\n min_wrapping_ttl = 60"));
    Question q = question("update", "kv/x");
    const Answer open = answer(who, q);
    QCOMPARE(open.verdict, Verdict::Conditional);
    QCOMPARE(open.conditions.size(), 3U);
    QCOMPARE(open.conditions[2], std::string("without the parameters b (\"x\")"));
    q.context = {{"parameter:a", {"1"}}, {"wrap-ttl", {"120"}}};
    q.contextComplete = true;
    QCOMPARE(answer(who, q).verdict, Verdict::Allowed);
    q.context["parameter:b"] = {"x"};
    QCOMPARE(answer(who, q).verdict, Verdict::Denied);
    q.context = {{"wrap-ttl", {"120"}}};
    QCOMPARE(answer(who, q).deniedBy, std::string("required parameter a"));
    q.contextComplete = false;
    QCOMPARE(answer(who, q).verdict, Verdict::Conditional);
    q.context = {{"wrap-ttl", {"5"}}};
    QCOMPARE(answer(who, q).verdict, Verdict::Denied);
  }
  void approvals() {
    const Answer out =
        answer(holder(rule("kv/x", "\"read\"", "mfa_methods = [\"duo\"]\n control_group = {}")),
               question("read", "kv/x"));
    QCOMPARE(out.verdict, Verdict::Conditional);
    QCOMPARE(out.conditions.size(), 2U);
  }

  void missingIsNotEvaluated() {
    const Holder who = holder(rule("kv/*", "\"read\"") + rule("kv/s", "\"deny\""), false);
    const Answer out = answer(who, question("read", "kv/x"));
    QCOMPARE(out.verdict, Verdict::NotEvaluated);
    QCOMPARE(out.missing, std::vector<std::string>{"policy absent was not imported"});
    QCOMPARE(answer(who, question("read", "other")).verdict, Verdict::NotEvaluated);
    // A deny of exactly this path stands, whatever the other policy says.
    QCOMPARE(answer(who, question("read", "kv/s")).verdict, Verdict::Denied);
    QCOMPARE(answer(who, question("help", "kv/x")).verdict, Verdict::Allowed);
    // Listing "kv/s/" is about "kv/s" only where no policy names "kv/s/" itself.
    QCOMPARE(answer(who, question("list", "kv/s/")).verdict, Verdict::NotEvaluated);
  }
  void unknownOperation() {
    const Answer out = answer(holder(rule("*", "\"read\"")), question("frobnicate", "a"));
    QCOMPARE(out.verdict, Verdict::NotEvaluated);
    QVERIFY(out.missing.at(0).find("frobnicate") != std::string::npos);
  }
  void brokenPolicyIsNotEvaluated() {
    const Answer out = answer(holder("path \"a\" { capabilities = "), question("read", "a"));
    QCOMPARE(out.verdict, Verdict::NotEvaluated);
    QVERIFY(out.missing.at(0).find("policy p cannot be read") == 0);
  }

  void rootProtectedPaths() {
    const Holder who =
        holder(rule("sys/*", "\"read\", \"update\"") + rule("sys/audit", "\"read\", \"sudo\"") +
               rule("auth/token/*", "\"list\"") + rule("pki/*", "\"delete\""));
    QCOMPARE(answer(who, question("update", "sys/raw/x")).verdict, Verdict::Denied);
    QCOMPARE(answer(who, question("read", "sys/audit")).verdict, Verdict::Allowed);
    QCOMPARE(answer(who, question("read", "sys/mounts")).verdict, Verdict::Allowed);
    QCOMPARE(answer(who, question("list", "auth/token/accessors/")).verdict, Verdict::Denied);
    QCOMPARE(answer(who, question("delete", "pki/root")).verdict, Verdict::Conditional);
  }
  void openPaths() {
    QCOMPARE(answer(holder(""), question("read", "sys/health")).verdict, Verdict::Allowed);
    QCOMPARE(answer(holder(""), question("update", "auth/approle/login")).verdict, Verdict::Conditional);
    QCOMPARE(answer(holder(""), question("read", "sys/mounts")).verdict, Verdict::Denied);
  }
};

QTEST_APPLESS_MAIN(TestVaultAnswer)
#include "tst_vault_answer.moc"
