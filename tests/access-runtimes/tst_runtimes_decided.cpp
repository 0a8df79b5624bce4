// SPDX-License-Identifier: Apache-2.0
#include "documents.h"

using namespace countersign;
using namespace countersign::test;

namespace {

Grant grant(const HeldDocumentPtr& d, std::string action, std::string resource, std::string inner = "/a",
            bool exact = true) {
  Grant out;
  out.action = out.shown = std::move(action);
  out.resource = std::move(resource);
  out.document = d;
  out.inner = std::move(inner);
  out.exact = exact;
  return out;
}
EffectiveRow row(const HeldDocumentPtr& d, std::string ofAction, std::string ofResource, Tri verdict,
                 std::string inner = "/a") {
  EffectiveRow out;
  out.action = out.ofAction = std::move(ofAction);
  out.resource = out.ofResource = std::move(ofResource);
  out.verdict = verdict;
  out.document = d;
  out.inner = std::move(inner);
  return out;
}

} // namespace

class TestRuntimesDecided : public QObject {
  Q_OBJECT

  Documents documents_{"aws/1/live"};
  HeldDocumentPtr one_, two_;

private Q_SLOTS:
  void initTestCase() {
    one_ = documents_.add("aws.policy", "one", "{'name':'one','a':1,'b':2}");
    two_ = documents_.add("aws.policy", "two", "{'name':'two','a':1}");
  }
  void emptyPlane() {
    QVERIFY(decidedGrants({}).empty());
    PlaneGrants rowsOnly;
    rowsOnly.effective.rows = {row(one_, "s3:*", "*", Tri::Yes)};
    QVERIFY(decidedGrants(rowsOnly).empty());
    PlaneGrants grantsOnly; // no evaluator said anything
    grantsOnly.applied.grants = {grant(one_, "s3:*", "*")};
    const auto out = decidedGrants(grantsOnly);
    QCOMPARE(out.size(), std::size_t{1});
    QVERIFY(out[0].row == nullptr && !out[0].part && out[0].effective() == Tri::Unknown);
  }
  void inParts() {
    PlaneGrants p;
    p.applied.grants = {grant(one_, "s3:*", "*")};
    p.effective.rows = {row(one_, "s3:*", "*", Tri::Yes), row(one_, "s3:*", "*", Tri::No),
                        row(one_, "ec2:*", "*", Tri::Conditional)};
    p.effective.rows[1].action = "s3:delete*";
    const auto out = decidedGrants(p);
    QCOMPARE(out.size(), std::size_t{2});
    QVERIFY(out[0].part && out[1].part);
    QCOMPARE(out[0].effective(), Tri::Yes);
    QCOMPARE(out[1].row->action, std::string("s3:delete*"));
  }
  /// The same words at another place are another permission.
  void samePermissionTwice() {
    PlaneGrants p;
    p.applied.grants = {grant(one_, "s3:*", "*"), grant(two_, "s3:*", "*"), grant(one_, "s3:*", "*", "/b")};
    p.effective.rows = {row(one_, "s3:*", "*", Tri::Yes), row(two_, "s3:*", "*", Tri::No),
                        row(one_, "s3:*", "*", Tri::Conditional, "/b")};
    const auto out = decidedGrants(p);
    QCOMPARE(out.size(), std::size_t{3});
    QCOMPARE(out[0].effective(), Tri::Yes);
    QCOMPARE(out[1].effective(), Tri::No);
    QCOMPARE(out[2].effective(), Tri::Conditional);
    for (const DecidedGrant& d : out)
      QVERIFY(!d.part);
  }
  void notActionAndNotResource() {
    PlaneGrants p;
    p.applied.grants = {grant(one_, "everything but iam:*", "*", "/a", false),
                        grant(one_, "s3:*", "everything but arn:aws:s3:::x", "/b", false)};
    p.effective.rows = {row(one_, "* but not iam:*", "*", Tri::Yes),
                        row(one_, "* but not iam:*", "*", Tri::No),
                        row(one_, "s3:*", "* but not arn:aws:s3:::x", Tri::Conditional, "/b")};
    const auto out = decidedGrants(p);
    QCOMPARE(out.size(), std::size_t{3});
    QVERIFY(out[0].part && out[1].part && !out[2].part);
    QCOMPARE(out[0].grant, &p.applied.grants[0]);
    QCOMPARE(out[2].grant, &p.applied.grants[1]);
    QCOMPARE(out[2].effective(), Tri::Conditional);
  }
  /// Words that are contained in others are not the others.
  void resourcesThatBeginAlike() {
    PlaneGrants p;
    p.applied.grants = {grant(one_, "everything but iam:*", "arn:aws:s3:::logs-archive", "/a", false),
                        grant(one_, "everything but iam:*", "arn:aws:s3:::logs", "/a", false)};
    p.effective.rows = {row(one_, "* but not iam:*", "arn:aws:s3:::logs-archive", Tri::Yes),
                        row(one_, "* but not iam:*", "arn:aws:s3:::logs", Tri::No)};
    const auto out = decidedGrants(p);
    QCOMPARE(out.size(), std::size_t{2});
    QCOMPARE(out[0].effective(), Tri::Yes);
    QCOMPARE(out[1].effective(), Tri::No);
  }
  /// A runtime that decides over all policies together has one row for several documents, or none of them.
  void severalDocumentsOneRow() {
    PlaneGrants p;
    p.applied.grants = {grant(one_, "read", "kv/*"), grant(two_, "read", "kv/*"),
                        grant(two_, "list", "kv/*")};
    p.effective.rows = {row(one_, "read", "kv/*", Tri::Conditional)};
    const auto out = decidedGrants(p);
    QCOMPARE(out.size(), std::size_t{3});
    QCOMPARE(out[0].effective(), Tri::Conditional);
    QCOMPARE(out[1].effective(), Tri::Conditional);
    QCOMPARE(out[1].row, out[0].row);
    QVERIFY(out[2].row == nullptr);
    p.effective.rows.front().document = nullptr;
    QCOMPARE(decidedGrants(p)[0].effective(), Tri::Conditional);
  }
  void appending() {
    EffectiveList to, from;
    to.until = tenOClock;
    from.until = tenOClock - Seconds(5);
    to.missing = {"a"};
    from.missing = {"a", "b"};
    from.known = true;
    from.rows = {row(one_, "x", "y", Tri::No)};
    append(to, std::move(from));
    QVERIFY(to.known && to.rows.size() == 1 && *to.until == tenOClock - Seconds(5));
    QCOMPARE(joined(to.missing), std::string("a; b"));
    append(to, EffectiveList{});
    QVERIFY(to.known && to.until.has_value());
  }
};

QTEST_APPLESS_MAIN(TestRuntimesDecided)
#include "tst_runtimes_decided.moc"
