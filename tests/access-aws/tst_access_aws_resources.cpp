// SPDX-License-Identifier: Apache-2.0
#include "models/access/closure.h"
#include "models/access/runtimes/runtimes.h"
#include "models/identity/aws_policy.h"
#include "tests/gcp/held.h"

#include <QTest>
#include <cctype>
#include <fnmatch.h>

using namespace countersign;
using countersign::test::HeldReader;

namespace {

const std::string here = "111111111111", there = "222222222222";
const std::string user = "arn:aws:iam::" + here + ":user/ci",
                  role = "arn:aws:iam::" + here + ":role/app/reader";
const std::string bucket = "arn:aws:s3:::reports", object = "arn:aws:s3:::reports/a";
const std::string key = "arn:aws:kms:eu-west-1:" + here + ":key/k-1";

/// Apostrophes for quotes.
Json json(std::string text) {
  std::replace(text.begin(), text.end(), '\'', '"');
  auto parsed = parseJson(text);
  return parsed ? std::move(*parsed) : Json();
}
Json policy(const std::string& statements) {
  return normalisePolicy(json("{'Version':'2012-10-17','Statement':[" + statements + "]}")).value();
}
std::string allow(const std::string& action, const std::string& resource, const std::string& more = {}) {
  return "{'Effect':'Allow','Action':'" + action + "'" +
         (resource.empty() ? "" : ",'Resource':'" + resource + "'") + more + "}";
}
std::string deny(const std::string& action, const std::string& resource, const std::string& more = {}) {
  return "{'Effect':'Deny','Action':'" + action + "','Resource':'" + resource + "'" + more + "}";
}
std::string named(const std::string& who) {
  return ",'Principal':{'AWS':'" + who + "'}";
}

struct World {
  HeldReader reader;
  RuntimeCaches caches;

  World() { reader.parts.insert("organization-policies"); }
  void add(const std::string& kind, const std::string& uid, const std::string& name, Json content) {
    Document d;
    d.schema = kind + "/1";
    d.object = {kind, uid, name, {}};
    d.part = "x";
    d.content = std::move(content);
    reader.add(d);
  }
  void principal(const std::string& arn, const std::string& own, const std::string& trust = {},
                 const std::string& boundary = {}) {
    const bool isRole = arn.find(":role/") != std::string::npos;
    const std::string name = arn.substr(arn.rfind('/') + 1);
    Json c = json("{'arn':'" + arn + "','account':'" + arn.substr(13, 12) + "','name':'" + name + "'}");
    if (!own.empty()) c.set("inline", Json::object().set("own", policy(own)));
    if (!trust.empty()) c.set("trust", policy(trust));
    if (!boundary.empty()) c.set("boundary", boundary);
    add(isRole ? "aws.role" : "aws.user", arn, name, std::move(c));
  }
  void managed(const std::string& arn, const std::string& statements) {
    add("aws.policy", arn, "b", json("{'arn':'" + arn + "'}").set("document", policy(statements)));
  }
  void resource(const std::string& arn, const std::string& account, const std::string& statements) {
    Json c = json("{'arn':'" + arn + "'}").setUnlessEmpty("account", account);
    if (!statements.empty()) c.set("document", policy(statements));
    add("aws.resource-policy", arn, arn, std::move(c));
  }
  /// Root with FullAWSAccess, so that guardrails are known.
  void organization(const std::string& more = {}) {
    add("aws.organization-unit", here, here, json("{'id':'" + here + "','type':'ACCOUNT','parent':'r-1'}"));
    add("aws.organization-unit", "r-1", "Root", json("{'id':'r-1','type':'ROOT'}"));
    add("aws.organization-policy", "p-1", "p-1",
        json("{'id':'p-1','name':'all','type':'SERVICE_CONTROL_POLICY'}")
            .set("document", policy(allow("*", "*") + (more.empty() ? "" : "," + more))));
    for (const std::string& at : {here, std::string("r-1")})
      add("aws.organization-policy-targets", "t-" + at, "p-1",
          json("{'id':'p-1','targets':[{'id':'" + at + "'}]}"));
  }
  Answer ask(const std::string& who, const std::string& action, const std::string& what) {
    Question q;
    q.action = action;
    q.resource = what;
    q.contextComplete = true;
    return awsAnswer(reader, reader.principal(who), q, caches.aws);
  }
  QByteArray answer(const std::string& who, const std::string& action, const std::string& what) {
    const Answer a = ask(who, action, what);
    return QByteArray::fromStdString(std::string(name(a.verdict)) + (a.explicitDeny ? " by statement" : ""));
  }
  PlaneGrants given(const std::string& who, DocumentReader& by) {
    PlaneGrants out;
    runtimeOf(who.find(":role/") == std::string::npos ? "aws.user" : "aws.role")
        ->give(by, reader.principal(who), {}, caches, out);
    return out;
  }
  /// "no yes s3:getobject on arn:aws:s3:::reports/*; conditions"
  QByteArrayList rows(const std::string& who) {
    QByteArrayList out;
    const PlaneGrants plane = given(who, reader);
    for (const UnappliedGrant& u : plane.effective.unapplied) {
      std::string line = std::string(u.applied == Tri::No ? "no " : "unknown ") +
                         (u.row.verdict == Tri::Yes           ? "yes "
                          : u.row.verdict == Tri::Conditional ? "conditional "
                                                              : "unknown ") +
                         u.grant.action + " on " + u.grant.resource;
      for (const std::string& condition : u.row.conditions)
        line += "; " + condition;
      out << QByteArray::fromStdString(line);
    }
    return out;
  }
};

using Lines = QByteArrayList;

} // namespace

/// Policies of resources: in answers, and as what is effective without being applied.
class TestAccessAwsResources : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void sameAccountByTheBucketAlone() {
    World w;
    w.organization();
    w.principal(user, {});
    QCOMPARE(w.answer(user, "s3:GetObject", object),
             QByteArray("not evaluated")); // no snapshot of the policy
    w.resource(bucket, here, allow("s3:GetObject", bucket + "/*", named(user)));
    QCOMPARE(w.answer(user, "s3:GetObject", object), QByteArray("allowed"));
    QCOMPARE(w.answer(user, "s3:PutObject", object), QByteArray("denied"));
    World none;
    none.organization();
    none.principal(user, {});
    none.resource(bucket, here, {}); // AWS says that there is no policy
    QCOMPARE(none.answer(user, "s3:GetObject", object), QByteArray("denied"));
  }

  void crossAccountTakesBoth() {
    const std::string allowed = allow("s3:GetObject", bucket + "/*", named(user));
    World only, both, own;
    for (World* w : {&only, &both, &own})
      w->organization();
    only.principal(user, {});
    only.resource(bucket, there, allowed);
    QCOMPARE(only.answer(user, "s3:GetObject", object), QByteArray("denied"));
    both.principal(user, allow("s3:*", "*"));
    both.resource(bucket, there, allow("s3:GetObject", bucket + "/*", named(here))); // its account will do
    // Guardrails of the other account are in no snapshot, and may deny.
    QCOMPARE(both.answer(user, "s3:GetObject", object), QByteArray("conditional"));
    QCOMPARE(both.answer(user, "s3:PutObject", object), QByteArray("denied"));
    own.principal(user, allow("s3:*", "*"));
    own.resource(bucket, there, allow("s3:GetObject", bucket + "/*", named(there)));
    QCOMPARE(own.answer(user, "s3:GetObject", object), QByteArray("denied"));
  }

  void explicitDenyOfTheBucket() {
    World w;
    w.organization();
    w.principal(user, allow("s3:*", "*"));
    w.resource(bucket, here, deny("s3:*", bucket + "/*", ",'Principal':'*'"));
    const Answer a = w.ask(user, "s3:GetObject", object);
    QVERIFY(a.verdict == Verdict::Denied && a.explicitDeny);
    QCOMPARE(a.deniedBy, std::string("resource policy"));
    QCOMPARE(a.why.front().document, bucket);
    QCOMPARE(a.why.front().pointer, std::string("/document/statements/0"));
    QVERIFY(a.why.front().held != nullptr);
  }

  void keyPolicyWithoutDelegation() {
    World w, delegated;
    for (World* one : {&w, &delegated}) {
      one->organization();
      one->principal(user, allow("kms:*", "*"));
    }
    w.resource(key, here, allow("kms:*", "*", named(role)));
    QCOMPARE(w.answer(user, "kms:Decrypt", key), QByteArray("denied"));
    delegated.resource(key, here, allow("kms:*", "*", named(here)));
    QCOMPARE(delegated.answer(user, "kms:Decrypt", key), QByteArray("allowed"));
  }

  void trustPolicy() {
    World w;
    w.organization();
    w.principal(user, {});
    const std::string other = "arn:aws:iam::" + here + ":user/other";
    w.principal(other, allow("sts:*", "*"));
    w.principal(role, {}, allow("sts:AssumeRole", {}, named(user)));
    QCOMPARE(w.answer(user, "sts:AssumeRole", role), QByteArray("allowed"));
    QCOMPARE(w.answer(other, "sts:AssumeRole", role), QByteArray("denied"));
    QCOMPARE(w.answer(user, "iam:GetRole", role),
             QByteArray("denied")); // a trust policy is about assuming only
    QCOMPARE(w.rows(user), (Lines{"no yes sts:assumerole on " + QByteArray::fromStdString(role)}));
    QVERIFY(w.rows(other).empty() && w.rows(role).empty());
  }

  void effectiveWithoutBeingApplied() {
    World w;
    w.organization();
    w.principal(user, allow("s3:Get*", bucket + "/public/*"));
    w.principal(role, {});
    w.resource(bucket, here,
               allow("s3:GetObject", bucket + "/*", named(user)) + "," +
                   deny("s3:*", bucket + "/secret/*", ",'Principal':'*'"));
    const Lines rows = w.rows(user);
    QCOMPARE(rows.size(), 1);
    QVERIFY2(rows[0].startsWith("no yes s3:getobject on arn:aws:s3:::reports/*"), rows[0]);
    QVERIFY2(rows[0].contains("but not") && rows[0].contains("secret") && rows[0].contains("public"),
             rows[0]);
    QVERIFY(w.rows(role).empty());
    const PlaneGrants plane = w.given(user, w.reader);
    const UnappliedGrant& u = plane.effective.unapplied.front();
    QCOMPARE(u.grant.path, "policy of " + bucket + " names it");
    QCOMPARE(u.grant.document->document.object.uid, bucket);
    QVERIFY(u.grant.document->document.content.find(u.grant.inner) != nullptr);
  }

  void notWhatIsGivenAnyway() {
    World w;
    w.organization();
    w.principal(user, allow("s3:*", "*"));
    w.resource(bucket, here, allow("s3:GetObject", bucket + "/*", named(user)));
    QVERIFY(w.rows(user).empty());
    // A name of the account gives nothing by itself, and neither does another account's policy.
    World none;
    none.organization();
    none.principal(user, {});
    none.resource(bucket, here, allow("s3:GetObject", bucket + "/*", named(here)));
    none.resource("arn:aws:s3:::theirs", there, allow("s3:GetObject", "arn:aws:s3:::theirs/*", named(user)));
    QVERIFY(none.rows(user).empty());
    QCOMPARE(none.answer(user, "s3:GetObject", object), QByteArray("denied"));
  }

  void underConditions() {
    World w;
    w.organization();
    w.principal(user,
                allow("s3:GetObject", bucket + "/*", ",'Condition':{'Bool':{'aws:SecureTransport':'true'}}"));
    w.resource(bucket, {}, allow("s3:GetObject", bucket + "/*", named(user)));
    QCOMPARE(w.rows(user),
             (Lines{"unknown conditional s3:getobject on arn:aws:s3:::reports/*; if the resource "
                    "belongs to account 111111111111"}));
    World guards; // organization policies were not imported
    guards.reader.parts.clear();
    guards.principal(role, {});
    guards.resource(
        bucket, here,
        allow("s3:GetObject", bucket + "/*", named("arn:aws:sts::" + here + ":assumed-role/reader/x")));
    const Lines rows = guards.rows(role);
    QCOMPARE(rows.size(), 1);
    QVERIFY2(rows[0].startsWith("no conditional s3:getobject") &&
                 rows[0].contains("session of the role is named x") &&
                 rows[0].contains("service control policies"),
             rows[0]);
  }

  /// What is given to the ARN of a role stays within its boundary, what is given to a user's does not.
  void boundaries() {
    const std::string limit = "arn:aws:iam::" + here + ":policy/b";
    World w;
    w.organization(deny("s3:DeleteObject", "*"));
    w.managed(limit, allow("sqs:*", "*"));
    w.principal(user, {}, {}, limit);
    w.principal(role, {}, {}, limit);
    w.resource(
        bucket, here,
        "{'Effect':'Allow','Action':['s3:GetObject','s3:DeleteObject'],'Resource':'*','Principal':{'AWS':['" +
            user + "','" + role + "']}}");
    QCOMPARE(w.rows(user), (Lines{"no yes s3:getobject on *"}));
    QVERIFY(w.rows(role).empty());
    QCOMPARE(w.answer(user, "s3:GetObject", object), QByteArray("allowed"));
    QCOMPARE(w.answer(role, "s3:GetObject", object), QByteArray("denied"));
    QCOMPARE(w.answer(user, "s3:DeleteObject", object), QByteArray("denied by statement"));
  }

  /// An edit of the bucket's policy moves the record: the document is part of the closure, and the key was
  /// asked for.
  void isPartOfTheClosure() {
    const auto closureOf = [](const std::string& action) {
      World w;
      w.organization();
      w.principal(user, {});
      if (!action.empty()) w.resource(bucket, here, allow(action, bucket + "/*", named(user)));
      RecordingReader recording(w.reader);
      w.given(user, recording);
      return std::pair{recording.closure().digest(), recording.asked().count("aws-user:" + here + "/ci")};
    };
    const auto none = closureOf({}), get = closureOf("s3:GetObject"), put = closureOf("s3:PutObject");
    QVERIFY(none.first != get.first && get.first != put.first);
    QCOMPARE(none.second, std::size_t(1));
  }

  void whatCannotBeRead() {
    World w;
    w.organization();
    w.principal(user, {});
    w.add("aws.resource-policy", bucket, bucket,
          json("{'arn':'" + bucket + "','account':'" + here + "','document':{'unparsed':'{'}}"));
    QCOMPARE(w.answer(user, "s3:GetObject", object), QByteArray("not evaluated"));
    QVERIFY(w.rows(user).empty());
    World missing; // a policy of its own is in no snapshot: it may give it, and it may deny it
    missing.organization();
    Json c = json("{'arn':'" + user + "','account':'" + here +
                  "','name':'ci','attached':['arn:aws:iam::" + here + ":policy/x']}");
    missing.add("aws.user", user, "ci", c);
    missing.resource(bucket, here, allow("s3:GetObject", "*", named(user)));
    const Lines rows = missing.rows(user);
    QCOMPARE(rows.size(), 1);
    QVERIFY2(rows[0].startsWith("unknown conditional") && rows[0].contains("if it does not deny it"),
             rows[0]);
  }

  /// Each row says what the evaluator says of an example of it.
  void agreesWithTheEvaluator() {
    World w;
    w.organization(deny("s3:PutObjectAcl", "*"));
    w.principal(user, allow("s3:GetObject", bucket + "/a*") + "," + deny("s3:*", bucket + "/*z"));
    w.resource(bucket, here,
               "{'Effect':'Allow','NotAction':'s3:Delete*','NotResource':'" + bucket + "/b*'" + named(user) +
                   "}," + deny("s3:Get*", bucket + "/c*", named(here)) + "," +
                   "{'Effect':'Deny','Action':'s3:Put*','Resource':'" + bucket +
                   "/d','NotPrincipal':{'AWS':'" + role + "'}}");
    const PlaneGrants plane = w.given(user, w.reader);
    for (const char* action : {"s3:GetObject", "s3:PutObject", "s3:PutObjectAcl", "s3:DeleteObject"})
      for (const char* name : {"a", "az", "b", "c", "d", "e"}) {
        const std::string what = bucket + "/" + name;
        std::string lower = action;
        std::transform(lower.begin(), lower.end(), lower.begin(),
                       [](unsigned char ch) { return static_cast<char>(std::tolower(ch)); });
        bool byRow = false;
        for (const UnappliedGrant& u : plane.effective.unapplied)
          byRow = byRow || (u.row.verdict == Tri::Yes && contains(u.grant.action, lower) &&
                            contains(u.grant.resource, what));
        bool own = false;
        for (const EffectiveRow& row : plane.effective.rows)
          own = own || (!row.deny && row.verdict == Tri::Yes && contains(row.action, lower) &&
                        contains(row.resource, what));
        QVERIFY2(!(own && byRow), (lower + " " + what).c_str());
        const bool allowed = w.answer(user, action, what) == "allowed";
        QVERIFY2(allowed == (own || byRow), (lower + " on " + what).c_str());
      }
  }

private:
  /// "a* and *b but not c, d".
  static bool contains(const std::string& language, const std::string& text);
};

bool TestAccessAwsResources::contains(const std::string& language, const std::string& text) {
  const auto matches = [&](const QString& pattern) {
    return fnmatch(pattern.toUtf8().constData(), text.c_str(), 0) == 0;
  };
  const QStringList sides = QString::fromStdString(language).split(QStringLiteral(" but not "));
  const QStringList all = sides[0].split(QStringLiteral(" and "));
  if (!std::all_of(all.begin(), all.end(), matches)) return false;
  const QStringList none = sides.size() < 2 ? QStringList() : sides[1].split(QStringLiteral(", "));
  return std::none_of(none.begin(), none.end(), matches);
}

QTEST_APPLESS_MAIN(TestAccessAwsResources)
#include "tst_access_aws_resources.moc"
