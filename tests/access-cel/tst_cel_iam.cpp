// SPDX-License-Identifier: Apache-2.0
#include "models/access/cel/iam.h"

#include <QTest>

using namespace countersign;
using namespace countersign::cel;

namespace {

Instant at(const char* text) {
  return parseRfc3339(text).value();
}

/// A request at noon of 2026-11-20, a Friday.
Question request(std::map<std::string, std::vector<std::string>> context, bool complete) {
  Question out;
  out.principal = "serviceAccount:a@p.iam.gserviceaccount.com";
  out.resource = "//storage.googleapis.com/projects/_/buckets/logs";
  out.context = std::move(context);
  out.contextComplete = complete;
  out.now = at("2026-11-20T12:00:00Z");
  return out;
}

const char* name(Verdict v) {
  constexpr const char* names[] = {"Allowed", "Denied", "Conditional", "NotEvaluated"};
  return names[static_cast<int>(v)];
}

} // namespace

class TestCelIam : public QObject {
  Q_OBJECT

private Q_SLOTS:
  void verdicts_data() {
    QTest::addColumn<QString>("condition");
    QTest::addColumn<QString>("open");
    QTest::addColumn<QString>("complete");
    const auto row = [](const char* condition, const char* open, const char* complete) {
      QTest::newRow(condition) << condition << open << complete;
    };
    row("request.time < timestamp('2027-01-01T00:00:00Z')", "Allowed", "Allowed");
    row("request.time < timestamp('2026-01-01T00:00:00Z')", "Denied", "Denied");
    row("resource.name.startsWith('projects/_/buckets/logs')", "Allowed", "Allowed");
    row("resource.service == 'storage.googleapis.com'", "Allowed", "Allowed");
    row("resource.type == 'storage.googleapis.com/Bucket'", "Conditional", "Denied");
    row("resource.type == 'x' && resource.name == 'y'", "Denied", "Denied");
    row("resource.type == 'x' || resource.service == 'storage.googleapis.com'", "Allowed", "Allowed");
    row("resource.type == 'x' || 1 / 0 == 1", "Conditional", "Denied");
    row("'accessPolicies/1/accessLevels/a' in request.auth.access_levels", "Conditional", "Denied");
    row("destination.port == 22", "Conditional", "Denied");
    row("has(request.auth)", "Conditional", "Denied");
    row("resource.matchTag('1/env', 'prod')", "Conditional", "Denied");
    row("!resource.hasTagKey('1/env')", "Conditional", "Allowed");
    row("resource.matchTagId('tagKeys/1', 'tagValues/2')", "Conditional", "Denied");
    row("api.getAttribute('storage.googleapis.com/objectListPrefix', '').startsWith('a')", "Conditional",
        "Denied");
    row("api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly(['roles/viewer'])",
        "Conditional", "Allowed");
    row("inIpRange(origin.ip, ['10.0.0.0/8'])", "NotEvaluated", "NotEvaluated");
    row("inIpRange(origin.ip, []) || true", "Allowed", "Allowed");
    row("resource.name.newFunction()", "NotEvaluated", "NotEvaluated");
    row("request.time.getHours('Atlantis/Capital') > 3", "NotEvaluated", "NotEvaluated");
    row("Foo{a: 1} == Foo{a: 1}", "NotEvaluated", "NotEvaluated");
    row("resource.name", "NotEvaluated", "NotEvaluated");
    row("resource.name ==", "NotEvaluated", "NotEvaluated");
    row("resource.name > 1", "Denied", "Denied");
  }
  void verdicts() {
    QFETCH(const QString, condition);
    QFETCH(const QString, open);
    QFETCH(const QString, complete);
    for (const bool whole : {false, true}) {
      const Answer out = answer(condition.toStdString(), request({}, whole));
      QCOMPARE(QString::fromLatin1(name(out.verdict)), whole ? complete : open);
      const bool unsettled = out.verdict == Verdict::Conditional || out.verdict == Verdict::NotEvaluated;
      QCOMPARE(unsettled, !out.missing.empty());
      QCOMPARE(unsettled, out.why.empty());
      QCOMPARE(out.verdict == Verdict::Conditional, !out.conditions.empty());
      QCOMPARE(out.verdict == Verdict::Denied, !out.deniedBy.empty());
    }
  }

  void contextDecides() {
    const Question q = request({{"resource.type", {"storage.googleapis.com/Bucket"}},
                                {"destination.port", {"22"}},
                                {"request.auth.access_levels", {"accessPolicies/1/accessLevels/a"}},
                                {"tag:1/env", {"prod"}},
                                {"iam.googleapis.com/modifiedGrantsByRole", {"roles/viewer", "roles/owner"}}},
                               false);
    for (const char* yes :
         {"resource.type.endsWith('/Bucket')", "destination.port == 22",
          "'accessPolicies/1/accessLevels/a' in request.auth.access_levels",
          "resource.matchTag('1/env', 'prod')", "resource.hasTagKey('1/env')",
          "!resource.matchTag('1/env', 'dev')",
          "!api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly(['roles/viewer'])"})
      QVERIFY2(answer(yes, q).verdict == Verdict::Allowed, yes);
  }

  /// What the full name of a secret says of its project is not what conditions see.
  void namesOfOtherServicesAreNotGuessed() {
    Question q = request({}, true);
    q.resource = "//secretmanager.googleapis.com/projects/p/secrets/s";
    QVERIFY(answer("resource.service == 'secretmanager.googleapis.com'", q).verdict == Verdict::Allowed);
    const Answer out = answer("resource.name.endsWith('/secrets/s')", q);
    QVERIFY(out.verdict == Verdict::Conditional);
    QCOMPARE(out.missing, std::vector<std::string>{"resource.name is not known"});
    QVERIFY(answer("has(resource.name) || 'name' in resource", q).verdict == Verdict::Conditional);
    q.resource = "projects/1/secrets/s";
    QVERIFY(answer("has(resource.name) && 'name' in resource && !has(resource.service)", q).verdict ==
            Verdict::Allowed);
    QVERIFY(answer("resource.name.endsWith('/secrets/s')", q).verdict == Verdict::Allowed);
  }

  void missingIsNamed() {
    const Answer out = answer("request.auth.claims.email == 'a' && resource.type == 'b'", request({}, false));
    QCOMPARE(out.missing.size(), std::size_t{2});
    QCOMPARE(out.missing[0], std::string("request.auth.claims.email is not known"));
    QCOMPARE(out.missing[1], std::string("resource.type is not known"));
  }

  void until_data() {
    QTest::addColumn<QString>("condition");
    QTest::addColumn<QString>("until");
    const auto row = [](const char* condition, const char* until) {
      QTest::newRow(condition) << condition << until;
    };
    row("resource.name != ''", "");
    row("has(request.time)", "");
    row("request.time < timestamp('2027-01-01T00:00:00Z')", "2027-01-01T00:00:00Z");
    row("request.time <= timestamp('2027-01-01T00:00:00Z')", "2027-01-01T00:00:00.000001Z");
    row("timestamp('2027-01-01T00:00:00Z') + duration('1h') > request.time", "2027-01-01T01:00:00Z");
    row("request.time > timestamp('2026-01-01T00:00:00Z')", "");
    row("request.time >= timestamp('2026-12-01T00:00:00Z') && request.time < "
        "timestamp('2026-12-02T00:00:00Z')",
        "2026-12-01T00:00:00Z");
    row("request.time < timestamp('2026-12-01T00:00:00Z') || true", "");
    row("request.time.getHours() < 18", "2026-11-20T18:00:00Z");
    row("request.time.getDayOfWeek('Europe/Berlin') <= 5", "2026-11-20T23:00:00Z");
    row("request.time.getMinutes() < 7", "2026-11-20T12:07:00Z");
    row("request.time.getHours('+00:20') < 18", "2026-11-20T12:03:20Z"); // looked at for 200 seconds
    row("request.time.getMonth() == 10", "2026-11-22T14:00:00Z");        // looked at for 50 hours
    row("string(request.time) != ''", "2026-11-20T12:00:00.000001Z");
    row("request['time'] > timestamp('2026-01-01T00:00:00Z')", "2026-11-20T12:00:00.000001Z");
  }
  void until() {
    QFETCH(const QString, condition);
    QFETCH(const QString, until);
    const Answer out = answer(condition.toStdString(), request({}, true));
    const std::string got = out.until ? formatRfc3339(*out.until) : std::string();
    QCOMPARE(QString::fromStdString(got), until);
  }

  void unknownParts() {
    Environment environment;
    environment.set("known", Value(std::int64_t{1}));
    const auto gives = [&](const char* text) {
      return describe(Program::parse(text).value().evaluate(environment));
    };
    QCOMPARE(gives("size([a, b])"), std::string("unknown: a, b"));
    QCOMPARE(gives("1 in [a, known]"), std::string("unknown: a"));
    QCOMPARE(gives("2 in [a, known]"), std::string("unknown: a"));
    QCOMPARE(gives("[a, 1 / 0]"), std::string("error: division by zero"));
    QCOMPARE(gives("[1, 2].exists(x, x == 2 || x == a.b.c)"), std::string("true"));
    QCOMPARE(gives("[1, 2].map(x, a.b.c)[0]"), std::string("unknown: a.b.c"));
    QCOMPARE(gives("a.all(x, x.y == 1)"), std::string("unknown: a"));
    QCOMPARE(gives("a ? 1 : 1"), std::string("unknown: a"));
    QCOMPARE(gives("a + 1 / 0"), std::string("error: division by zero"));
    QCOMPARE(gives("a[0].b"), std::string("unknown: a"));
    QCOMPARE(gives("{a: 1}"), std::string("unknown: a"));
    QCOMPARE(gives("{'k': a}.k2"), std::string("unknown: a"));
  }
};

QTEST_GUILESS_MAIN(TestCelIam)
#include "tst_cel_iam.moc"
