// SPDX-License-Identifier: Apache-2.0
#include "estate_desk.h"
#include "models/access/runtimes/runtimes.h"

#include <QRandomGenerator>

#include <random>
#include <set>

using namespace countersign;
using namespace countersign::test;

/// What is asked of one record and what is asked of all of them is the same thing seen from two sides.
class TestReviewQuestions : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  std::unique_ptr<Desk> desk_;
  std::vector<RecordRow> rows_;
  std::vector<std::pair<std::string, std::string>> asked_; ///< actions and resources of what there is
  std::mt19937 random_;

  static std::string keyOf(const PrincipalAnswer& a) {
    std::string out =
        a.recordUid + " " + a.principal + " " + std::to_string(static_cast<int>(a.answer.verdict));
    for (const std::string& c : a.answer.conditions)
      out += " if " + c;
    return out;
  }
  /// A pattern as one of the things that it stands for.
  static std::string plain(std::string text) {
    for (std::size_t at; (at = text.find('*')) != std::string::npos;)
      text.replace(at, 1, "x");
    return text;
  }

private Q_SLOTS:
  void initTestCase() {
    const auto seed = QRandomGenerator::system()->generate();
    qInfo("seed %u", seed);
    random_.seed(seed);
    const std::filesystem::path root = folder_.path().toStdString();
    generate(root / "estate", seed, 24);
    importAt(root / "w.countersign", root / "estate" / "day-3", noon);
    if (QTest::currentTestFailed()) return;
    desk_ = deskOn(root / "w.countersign");
    rows_ = allRows(*desk_);
    QVERIFY(rows_.size() >= 20);
    std::set<std::pair<std::string, std::string>> found;
    for (const RecordRow& row : rows_) {
      const auto view = desk_->record(row.id);
      QVERIFY(view);
      for (const GrantRow& g : view->grants)
        if (g.action.find(" but not ") == std::string::npos && !g.action.starts_with("everything"))
          found.emplace(plain(g.action), plain(g.resource));
    }
    found.emplace("s3:GetObject", "arn:aws:s3:::nobody-has-this/x");
    found.emplace("create pods", "namespace nowhere");
    asked_.assign(found.begin(), found.end());
    QVERIFY(asked_.size() > 10);
  }

  void whoCanIsTheInverseOfCan() {
    std::shuffle(asked_.begin(), asked_.end(), random_);
    std::size_t compared = 0, allowed = 0;
    for (std::size_t i = 0; i < asked_.size() && compared < 25; ++i) {
      Question q;
      std::tie(q.action, q.resource) = asked_[i];
      const auto who = desk_->whoCan(q);
      if (!who && who.error().code == ErrorCode::InvalidArgument)
        continue; // a kind of words that no runtime has
      QVERIFY2(who, who ? "" : who.error().text().c_str());
      ++compared;
      std::set<std::string> listed, found;
      for (const PrincipalAnswer& a : who->answers)
        QVERIFY2(listed.insert(keyOf(a)).second, keyOf(a).c_str());
      std::size_t asked = 0, denied = 0, unsupported = 0;
      for (const RecordRow& row : rows_) {
        const auto can = desk_->can(row.uid, q);
        if (!can) {
          QCOMPARE(can.error().code, ErrorCode::NotFound); // nothing of it is in a system that knows this
          continue;
        }
        for (const PrincipalAnswer& a : *can) {
          ++asked;
          QCOMPARE(a.chain.size(), a.answer.why.size());
          if (a.answer.verdict == Verdict::Denied)
            ++denied;
          else if (a.answer.nothingAllows)
            ++unsupported;
          else
            found.insert(keyOf(a));
          if (a.answer.verdict == Verdict::Allowed) ++allowed;
          if (a.answer.verdict == Verdict::Denied) QVERIFY(!a.answer.deniedBy.empty());
          if (a.answer.verdict == Verdict::Conditional) QVERIFY(!a.answer.conditions.empty());
          if (a.answer.verdict == Verdict::NotEvaluated) QVERIFY(!a.answer.missing.empty());
        }
      }
      QVERIFY2(listed == found, (q.action + " on " + q.resource).c_str());
      QCOMPARE(who->asked, asked);
      QCOMPARE(who->denied, denied);
      QCOMPARE(who->unsupported, unsupported);
      QVERIFY(unsupported == 0 || !who->missing.empty());
      for (std::size_t k = 1; k < who->answers.size(); ++k) // allowed ones first
        QVERIFY(who->answers[k].answer.verdict != Verdict::Allowed ||
                who->answers[k - 1].answer.verdict == Verdict::Allowed);
    }
    qInfo("%zu questions, %zu allowed", compared, allowed);
    QVERIFY(compared >= 10);
  }

  /// A step that says where it was read can be followed to the bytes.
  void stepsLeadToTheExport() {
    std::size_t traced = 0;
    for (const auto& [action, resource] : asked_) {
      Question q;
      q.action = action;
      q.resource = resource;
      const auto who = desk_->whoCan(q);
      if (!who) continue;
      for (const PrincipalAnswer& a : who->answers)
        for (const ChainStep& step : a.chain) {
          if (!step.trace.known()) continue;
          const auto bytes = desk_->sourceBytes(step.trace);
          QVERIFY2(bytes, (a.principal + ": " + step.text).c_str());
          ++traced;
        }
      if (traced > 40) break;
    }
    QVERIFY(traced > 0);
  }

  void byOnePrincipal() {
    const auto named = std::find_if(rows_.begin(), rows_.end(), [](const RecordRow& r) {
      return !r.principals.empty() && r.principals.front().uid.starts_with("aws:arn:") &&
             r.principals.front().present && r.principals.front().role == SourceRole::Live &&
             (r.principals.front().kind == "aws.role" || r.principals.front().kind == "aws.user");
    });
    QVERIFY(named != rows_.end());
    Question q;
    q.action = "s3:GetObject";
    q.resource = "arn:aws:s3:::x/y";
    const auto one = desk_->can(named->principals.front().uid, q);
    QVERIFY2(one, one ? "" : one.error().text().c_str());
    QCOMPARE(one->size(), std::size_t{1});
    QCOMPARE(one->front().principal, named->principals.front().uid);
    const auto by = desk_->can(named->uid, q);
    QVERIFY(by && by->size() >= one->size());
  }

  void refused() {
    Question q;
    q.action = "Do Something";
    const auto words = desk_->can(rows_.front().uid, q);
    QVERIFY(!words);
    QCOMPARE(words.error().code, ErrorCode::InvalidArgument);
    for (const Runtime& r : allRuntimes()) // the remedy shows how each system writes it
      QVERIFY(words.error().remedy.find(r.action) != std::string::npos);
    QVERIFY(!desk_->whoCan(q));
    q.action = "s3:GetObject";
    const auto nobody = desk_->can("nobody-of-this-name", q);
    QVERIFY(!nobody);
    QCOMPARE(nobody.error().code, ErrorCode::NotFound);
    q.action = "storage.objects.get"; // a system of which nothing was imported
    const auto none = desk_->can(rows_.front().uid, q);
    QVERIFY(!none);
    QCOMPARE(none.error().code, ErrorCode::NotFound);
    const auto all = desk_->whoCan(q);
    QVERIFY(all && all->answers.empty() && all->asked == 0);
  }
};

QTEST_APPLESS_MAIN(TestReviewQuestions)
#include "tst_review_questions.moc"
