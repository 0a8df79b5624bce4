// SPDX-License-Identifier: Apache-2.0
#include "planes.h"

#include <ctime>

using namespace countersign;
using namespace countersign::test;

namespace {

constexpr double most = 60; ///< seconds of processor time, under a sanitizer

/// Every grant has an answer, and what is unknown says why.
std::string wrong(const std::vector<GrantParts>& all, std::size_t grants) {
  if (all.size() != grants) return "not every grant has an answer";
  for (const GrantParts& parts : all) {
    if (parts.empty()) return "a grant without parts";
    for (const GrantPart& part : parts)
      if (part.given == Tri::Unknown && part.reason.empty()) return "unknown without a reason";
  }
  return {};
}

std::string wrong(const Compared& c) {
  return wrong(c.result->applied, c.plane.applied.grants.size()) +
         wrong(c.result->requested, c.plane.requested.grants.size());
}

} // namespace

/// Grants that are made to explode.
class TestDriftHostile : public QObject {
  Q_OBJECT

  std::clock_t start_ = 0;

  std::string numbers(const char* before, const char* after, int count) {
    std::string out;
    for (int i = 0; i < count; ++i)
      out += (i == 0 ? "'" : ",'") + (before + std::to_string(i)) + after + "'";
    return out;
  }

private Q_SLOTS:
  void init() { start_ = std::clock(); }
  void cleanup() {
    const double took = static_cast<double>(std::clock() - start_) / CLOCKS_PER_SEC;
    QVERIFY2(took < most, std::to_string(took).c_str());
  }

  void overlappingPatterns() {
    std::string requested;
    for (int i = 0; i < 400; ++i) {
      const std::string n = std::to_string(i);
      requested += (i == 0 ? "" : ",") + allow("'*a" + n + "*'", "'*b" + n + "*'");
    }
    const Compared c = awsCompared(requested, allow("'*','s3:*'", "'*'"));
    QCOMPARE(wrong(c), std::string());
    QCOMPARE(drift::verdictOf(c.result->applied[0]), Tri::Unknown);
    QVERIFY(c.reason().find("too many parts") != std::string::npos);
  }

  void longPatterns() {
    std::string stars;
    for (int i = 0; i < 3'000; ++i)
      stars += i % 2 == 0 ? "*a" : "?*b";
    const Compared c = awsCompared(allow("'s3:" + stars + "'", "'" + stars + "'"),
                                   allow("'s3:" + stars + "c*'", "'x" + stars + "'"));
    QCOMPARE(wrong(c), std::string());
  }

  void manyConditionsAndDenials() {
    std::string requested = allow("'*'", "'*'"), applied = requested;
    for (int i = 0; i < 120; ++i) {
      const std::string n = std::to_string(i),
                        condition = "{'StringEquals':{'aws:RequestTag/t" + n + "':['" + n + "']}}";
      requested += "," + (i % 2 == 0 ? allow("'*x" + n + "*'", "'*'", condition)
                                     : deny("'*y" + n + "*'", "'*z*'", condition));
      applied += "," + deny("'*y" + n + "*'", "'*w" + n + "*'");
    }
    QCOMPARE(wrong(awsCompared(requested, applied)), std::string());
    QCOMPARE(wrong(awsCompared(applied, requested)), std::string());
  }

  void longLists() {
    const std::string a = numbers("s3:a", "*", 300), b = numbers("*b", "", 300);
    QCOMPARE(wrong(awsCompared(allow(a, b), allow(b, a))), std::string());
    QCOMPARE(wrong(awsCompared("{'effect':'Allow','notAction':[" + a + "],'notResource':[" + b + "]}",
                               "{'effect':'Allow','notAction':[" + b + "],'notResource':[" + a + "]}")),
             std::string());
  }

  void hugeRoles() {
    Documents documents("kubernetes/prod/live");
    PlaneGrants plane;
    plane.system = "kubernetes";
    plane.applied.known = plane.requested.known = true;
    for (int i = 0; i < 30'000; ++i) {
      Grant g;
      g.action = "get r" + std::to_string(i);
      g.scope = g.resource = "namespace a";
      plane.applied.grants.push_back(g);
      if (i % 2 == 0) plane.requested.grants.push_back(g);
    }
    QCOMPARE(wrong(compared(plane)), std::string());
    // The same on both sides is no work at all.
    plane.requested.grants = plane.applied.grants;
    const Compared same = compared(plane);
    for (const GrantParts& parts : same.result->applied)
      QCOMPARE(drift::verdictOf(parts), Tri::Yes);
  }

  void nonsense() {
    for (const char* system : {"aws", "kubernetes", "broker", "vault", ""}) {
      PlaneGrants plane;
      plane.system = system;
      plane.applied.known = plane.requested.known = true;
      for (const char* text :
           {"", " ", "*", "\x1f", "a\x1f*", "*/*", "get", "get ", " pods", "get pods.", "${", "${aws:a}",
            "\xff\xfe", "??*?", "namespace ", "cluster-wide / ", "namespace a / b / c"})
        for (const bool deny : {false, true}) {
          Grant g;
          g.action = g.resource = g.scope = g.condition = text;
          g.deny = deny;
          plane.applied.grants.push_back(g);
          std::swap(g.action, g.condition);
          plane.requested.grants.push_back(g);
        }
      QCOMPARE(wrong(compared(plane)), std::string());
    }
  }
};

QTEST_APPLESS_MAIN(TestDriftHostile)
#include "tst_drift_hostile.moc"
