// SPDX-License-Identifier: Apache-2.0
#include "documents.h"

using namespace countersign;
using namespace countersign::test;

namespace {

const std::string account = "111122223333";
const std::string machines = "arn:aws:ec2:eu-west-1:111122223333:instance/", key = machines + "i-1";

std::string arn(const std::string& name) {
  return "arn:aws:iam::" + account + ":" + name;
}
std::string policy(const std::string& statements) {
  return "{'version':'2012-10-17','statements':[" + statements + "]}";
}
std::string allow(const std::string& action, const std::string& resource = "*",
                  const std::string& more = {}) {
  return "{'effect':'Allow','action':['" + action + "'],'resource':['" + resource + "']" + more + "}";
}
std::string deny(const std::string& action, const std::string& resource = "*") {
  return "{'effect':'Deny','action':['" + action + "'],'resource':['" + resource + "']}";
}

/// One account in an organization: root r-1, below it the account.
struct World : Documents {
  explicit World(bool organization = true) : Documents("aws/" + account + "/live") {
    if (!organization) return;
    parts = {"organization-policies", "organization-policy-targets", "organization"};
    add("aws.organization-unit", account,
        "{'id':'" + account + "','type':'ACCOUNT','name':'work','parent':'r-1'}");
    add("aws.organization-unit", "r-1", "{'id':'r-1','type':'ROOT','name':'Root'}");
    control("p-full", allow("*"), {"r-1", account});
  }
  void control(const std::string& id, const std::string& statements, const std::vector<std::string>& targets,
               const std::string& type = "SERVICE_CONTROL_POLICY") {
    add("aws.organization-policy", id,
        "{'id':'" + id + "','name':'" + id + "','type':'" + type + "','document':" + policy(statements) +
            "}");
    std::string list;
    for (const std::string& target : targets)
      list += (list.empty() ? "{'id':'" : ",{'id':'") + target + "'}";
    add("aws.organization-policy-targets", id, "{'id':'" + id + "','targets':[" + list + "]}");
  }
  HeldDocumentPtr role(const std::string& statements, const std::string& more = {}) {
    return add("aws.role", arn("role/job"),
               "{'arn':'" + arn("role/job") + "','account':'" + account +
                   "','name':'job','inline':{'own/all':" + policy(statements) + "}" + more + "}");
  }
  HeldDocumentPtr user(const std::string& more) {
    return add("aws.user", arn("user/ci"),
               "{'arn':'" + arn("user/ci") + "','account':'" + account + "','name':'ci'" + more + "}");
  }
};

} // namespace

/// Never a guess: what was not imported is named, and neither yes nor no comes of it.
class TestRuntimesAws : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void allowed() {
    World w;
    const Answer a =
        answerOf(w, w.role(allow("ec2:startinstances", machines + "*")), ask("ec2:StartInstances", key));
    QVERIFY2(a.verdict == Verdict::Allowed, (joined(a.conditions) + "|" + joined(a.missing)).c_str());
    QCOMPARE(wrongSteps(a.why, 1), std::string());
    QCOMPARE(a.why.front().held->document.object.kind, std::string("aws.role"));
    QVERIFY(a.why.front().pointer.starts_with("/inline/own~1all/statements/0"));
  }
  void nothingAllows() {
    World w;
    const Answer a = answerOf(w, w.role(allow("ec2:stopinstances")), ask("ec2:StartInstances", key));
    QCOMPARE(a.verdict, Verdict::Denied);
    QVERIFY(!a.explicitDeny && !a.nothingAllows && !a.deniedBy.empty());
  }
  void deniedByItsOwn() {
    World w;
    const auto who = w.role(allow("ec2:*") + "," + deny("ec2:startinstances"));
    const Answer a = answerOf(w, who, ask("ec2:StartInstances", key));
    QCOMPARE(a.verdict, Verdict::Denied);
    QVERIFY(a.explicitDeny);
    QVERIFY2(a.deniedBy.find("identity policy") != std::string::npos, a.deniedBy.c_str());
    QCOMPARE(wrongSteps(a.why, 1), std::string());
  }
  void deniedAboveIt() {
    World w;
    w.control("p-deny", deny("ec2:start*"), {"r-1"});
    const Answer a = answerOf(w, w.role(allow("ec2:*")), ask("ec2:StartInstances", key));
    QCOMPARE(a.verdict, Verdict::Denied);
    QVERIFY2(a.deniedBy.find("SCP at r-1") != std::string::npos, a.deniedBy.c_str());
    QCOMPARE(wrongSteps(a.why, 1), std::string());
    QCOMPARE(a.why.front().held->document.object.uid, std::string("p-deny"));
  }
  void conditional() {
    World w;
    const auto who =
        w.role(allow("ec2:*", "*", ",'condition':{'IpAddress':{'aws:SourceIp':['203.0.113.0/24']}}"));
    const Answer open = answerOf(w, who, ask("ec2:StartInstances", key));
    QCOMPARE(open.verdict, Verdict::Conditional);
    QVERIFY(mentions(open.conditions, "SourceIp") || mentions(open.conditions, "sourceip"));
    QCOMPARE(answerOf(w, who, ask("ec2:StartInstances", key, {{"aws:sourceip", {"203.0.113.9"}}})).verdict,
             Verdict::Allowed);
    QCOMPARE(answerOf(w, who, ask("ec2:StartInstances", key, {{"aws:sourceip", {"198.51.100.9"}}})).verdict,
             Verdict::Denied);
  }
  void endsInTime() {
    World w;
    const auto who = w.role(
        allow("ec2:*", "*", ",'condition':{'DateLessThan':{'aws:CurrentTime':['2026-11-22T00:00:00Z']}}"));
    Question q = ask("ec2:StartInstances", key);
    const Answer before = answerOf(w, who, q);
    QCOMPARE(before.verdict, Verdict::Allowed);
    QCOMPARE(formatRfc3339Seconds(before.until.value_or(Instant{})), std::string("2026-11-22T00:00:00Z"));
    q.now = *before.until;
    QCOMPARE(answerOf(w, who, q).verdict, Verdict::Denied);
  }

  /// A boundary whose text is missing may take everything.
  void boundaryMissing() {
    World w;
    const std::string boundary = ",'boundary':'" + arn("policy/limit") + "'";
    const auto who = w.role(allow("ec2:*"), boundary);
    const Answer a = answerOf(w, who, ask("ec2:StartInstances", key));
    QVERIFY2(a.verdict == Verdict::Conditional || a.verdict == Verdict::NotEvaluated,
             std::string(name(a.verdict)).c_str());
    QVERIFY2(mentions(a.conditions, "limit") || mentions(a.missing, "limit"), joined(a.conditions).c_str());
    QVERIFY(mentions({w.absences.begin(), w.absences.end()}, arn("policy/limit")));
    // What nothing in its policies gives, a boundary does not give either … but says that it was not read.
    QVERIFY(answerOf(w, who, ask("s3:ListAllMyBuckets", "*")).verdict != Verdict::Allowed);
    World sure; // an explicit denial stays one
    const auto denied = sure.role(allow("ec2:*") + "," + deny("ec2:*"), boundary);
    QCOMPARE(answerOf(sure, denied, ask("ec2:StartInstances", key)).verdict, Verdict::Denied);
  }
  void boundaryThere() {
    World w;
    w.add("aws.policy", arn("policy/limit"),
          "{'arn':'" + arn("policy/limit") + "','name':'limit','document':" + policy(allow("s3:*")) + "}");
    const auto who = w.role(allow("ec2:*"), ",'boundary':'" + arn("policy/limit") + "'");
    const Answer a = answerOf(w, who, ask("ec2:StartInstances", key));
    QCOMPARE(a.verdict, Verdict::Denied);
    QVERIFY2(a.deniedBy.find("boundary") != std::string::npos, a.deniedBy.c_str());
  }

  void controlLevelsMissing() {
    World none(false); // no organization was imported at all
    const Answer a = answerOf(none, none.role(allow("ec2:*")), ask("ec2:StartInstances", key));
    QVERIFY(a.verdict == Verdict::Conditional || a.verdict == Verdict::NotEvaluated);
    QVERIFY2(mentions(a.conditions, "service control") || mentions(a.missing, "service control"),
             (joined(a.conditions) + "|" + joined(a.missing)).c_str());
    QVERIFY(none.absences.count("aws.organization-policies") == 1);

    World level(false); // a unit between account and root that nobody listed
    level.parts = {"organization-policies"};
    level.add("aws.organization-unit", account,
              "{'id':'" + account + "','type':'ACCOUNT','name':'work','parent':'ou-1'}");
    level.control("p-full", allow("*"), {account});
    const Answer b = answerOf(level, level.role(allow("ec2:*")), ask("ec2:StartInstances", key));
    QVERIFY(b.verdict == Verdict::Conditional || b.verdict == Verdict::NotEvaluated);
    QVERIFY2(mentions(b.conditions, "ou-1") || mentions(b.missing, "ou-1"),
             (joined(b.conditions) + "|" + joined(b.missing)).c_str());
  }

  void groupMissing() {
    World w;
    const auto who =
        w.user(",'groups':['makers'],'inline':{'own':" + policy(allow("ec2:stopinstances")) + "}");
    const Answer lacks = answerOf(w, who, ask("ec2:StartInstances", key));
    QCOMPARE(lacks.verdict, Verdict::NotEvaluated);
    QVERIFY(lacks.nothingAllows && lacks.deniedBy.empty());
    QVERIFY(mentions(lacks.missing, "group makers"));
    const Answer has = answerOf(w, who, ask("ec2:StopInstances", key));
    QCOMPARE(has.verdict, Verdict::Conditional); // the group's policies may deny it
    QVERIFY(mentions(has.conditions, "group makers"));
    w.add("aws.group", arn("group/makers"),
          "{'arn':'" + arn("group/makers") + "','account':'" + account +
              "','name':'makers','inline':{'put':" + policy(allow("ec2:startinstances")) + "}}");
    const Answer now = answerOf(w, who, ask("ec2:StartInstances", key));
    QCOMPARE(now.verdict, Verdict::Allowed);
    QCOMPARE(now.why.front().held->document.object.kind, std::string("aws.group"));
    QCOMPARE(wrongSteps(now.why, 1), std::string());
  }

  void managedPolicyMissing() {
    World w;
    const auto who = w.role(allow("ec2:stopinstances"), ",'attached':['" + arn("policy/more") + "']");
    const Answer lacks = answerOf(w, who, ask("ec2:StartInstances", key));
    QCOMPARE(lacks.verdict, Verdict::NotEvaluated);
    QVERIFY(lacks.nothingAllows && mentions(lacks.missing, arn("policy/more")));
    const Answer has = answerOf(w, who, ask("ec2:StopInstances", key));
    QCOMPARE(has.verdict, Verdict::Conditional);
    QVERIFY(mentions(has.conditions, arn("policy/more")));
  }

  /// A bucket whose policy nobody imported: it may allow, and it may deny.
  void resourcePolicyMissing() {
    World w;
    const std::string other = "arn:aws:s3:::elsewhere/x";
    const auto who = w.role(allow("s3:putobject"));
    const Answer lacks = answerOf(w, who, ask("s3:GetObject", other));
    QCOMPARE(lacks.verdict, Verdict::NotEvaluated);
    QVERIFY2(mentions(lacks.missing, "elsewhere") || mentions(lacks.missing, "the resource"),
             joined(lacks.missing).c_str());
    QVERIFY(answerOf(w, who, ask("s3:PutObject", other)).verdict != Verdict::Allowed);
  }

  void policiesThatAreNotUnderstood() {
    World w;
    const auto broken = w.add("aws.role", arn("role/broken"),
                              "{'arn':'" + arn("role/broken") + "','account':'" + account +
                                  "','name':'broken','inline':{'x':{'unparsed':'{'}}}");
    const Answer a = answerOf(w, broken, ask("ec2:StartInstances", key));
    QCOMPARE(a.verdict, Verdict::NotEvaluated);
    QVERIFY(!a.missing.empty());
    const auto who = w.role(allow("ec2:*", "*", ",'condition':{'StringSounds':{'aws:username':['x']}}"));
    const Answer unknown = answerOf(w, who, ask("ec2:StartInstances", key));
    QCOMPARE(unknown.verdict, Verdict::NotEvaluated);
    QVERIFY2(mentions(unknown.missing, "StringSounds") || mentions(unknown.missing, "stringsounds"),
             joined(unknown.missing).c_str());
  }

  void whatIsGiven() {
    World w;
    w.control("p-deny", deny("ec2:start*"), {"r-1"});
    const auto who = w.role(allow("ec2:*", machines + "*"));
    const PlaneGrants plane = planeOf(w, who);
    QVERIFY(plane.applied.known && plane.effective.known && plane.requested.grants.empty());
    QCOMPARE(plane.applied.grants.size(), std::size_t{1});
    const auto decided = decidedGrants(plane);
    QCOMPARE(decided.size(), std::size_t{2}); // what is left, and what is taken
    std::set<Tri> seen;
    for (const DecidedGrant& d : decided) {
      QVERIFY(d.part && d.grant == &plane.applied.grants.front());
      QVERIFY(d.row->document && d.row->document->document.content.find(d.row->inner) != nullptr);
      QCOMPARE(wrongSteps(d.row->limits, 0), std::string());
      if (d.effective() == Tri::No)
        QVERIFY2(d.row->deniedBy.find("SCP") != std::string::npos, d.row->deniedBy.c_str());
      seen.insert(d.effective());
    }
    QVERIFY(seen.count(Tri::No) == 1);
    World intent;
    const auto planned =
        intent.add("aws.role", "planned:x", "{'name':'job','inline':{'a':" + policy(allow("ec2:*")) + "}}",
                   SourceRole::Intent);
    const PlaneGrants asked = planeOf(intent, planned);
    QVERIFY(asked.applied.grants.empty() && asked.effective.rows.empty());
    QCOMPARE(asked.requested.grants.size(), std::size_t{1});
  }
};

QTEST_APPLESS_MAIN(TestRuntimesAws)
#include "tst_runtimes_aws.moc"
