// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/evaluate.h"
#include "models/access/pattern_language.h"
#include "small_world.h"

#include <QTest>
#include <array>
#include <deque>

using namespace countersign;
using namespace countersign::iam;

namespace small = smallworld;

namespace {

/// What small worlds do not have: variables, operators of all kinds, statements that cannot be read,
/// principals of all types.
constexpr std::array<const char*, 5> odd{
    R"({"Version":"2012-10-17","Statement":[
      {"Effect":"Allow","Action":"s3:*","Resource":["${k:x}*","r${aws:username}","${*}a","r?${k:x, 'b'}"]},
      {"Effect":"Deny","NotAction":["S3:A*","ec2:?"],"Resource":"*a*b","Condition":{
        "DateGreaterThan":{"aws:CurrentTime":"2030-01-01"},
        "ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:user/a*"}}}]})",
    R"({"Statement":[{"Effect":"allow","Action":"s3:a"},
      {"Effect":"Allow","Action":["s3:?b","*"],"NotResource":["r*b","?a"],"Condition":{
        "StringLike":{"k:x":"1*"},"NumericLessThan":{"k:n":"5"},"StringSounds":{"k:n":"x"}}}]})",
    R"({"Statement":{"Effect":"Deny","Action":"*","Resource":"r*","Principal":{
      "AWS":["arn:aws:iam::111111111111:role/x","111111111111"],"Foo":"x","CanonicalUser":"z"}}})",
    R"({"Statement":[{"Effect":"Allow","Action":"*","Resource":"*",
        "NotPrincipal":{"AWS":"arn:aws:sts::111111111111:assumed-role/adm/s"}},
      {"Effect":"Allow","Action":"s3:*","Resource":"*","Principal":{"Service":"ec2.amazonaws.com",
        "AWS":["arn:aws:iam::222222222222:root","arn:aws:sts::111111111111:assumed-role/adm/s1"]}}]})",
    R"("no policy")"};

constexpr std::array<const char*, 10> callers{small::ann,
                                              small::bob,
                                              small::eve,
                                              "arn:aws:iam::111111111111:role/p/adm",
                                              "arn:aws:sts::111111111111:assumed-role/adm/s1",
                                              "arn:aws:iam::111111111111:root",
                                              "arn:aws:iam::111111111111:role/aws-service-role/x/y",
                                              "*",
                                              "ec2.amazonaws.com",
                                              "222222222222"};
constexpr std::array<const char*, 7> asked{
    "s3:a", "S3:AB", "ec2:a", "iam:DeleteRole", "kms:Decrypt", "sts:AssumeRole", "sts:GetCallerIdentity"};
constexpr std::array<const char*, 9> resources{"r",
                                               "rab",
                                               "r*",
                                               "*a",
                                               "r?b*",
                                               "*",
                                               "a*b*",
                                               "arn:aws:iam::111111111111:role/aws-reserved/x",
                                               "arn:aws:kms:eu-west-1:222222222222:key/1"};

template <class List>
auto oneOf(QRandomGenerator& random, const List& list) {
  return list[static_cast<std::size_t>(random.bounded(static_cast<int>(list.size())))];
}

/// Policies of all kinds.
class Universe {
public:
  explicit Universe(QRandomGenerator& random) : random_(random) {
    const small::World world = small::randomWorld(random);
    set.identity = {add(small::jsonOf(world.identity))};
    if (chance(3)) set.identity.push_back(oddOne());
    if (!world.boundary.empty()) set.boundary = {add(small::jsonOf(world.boundary))};
    if (!world.resource.empty()) set.resource = chance(3) ? oddOne() : add(small::jsonOf(world.resource));
    if (chance(5)) set.session = {oddOne()};
    if (chance(5)) set.endpoint = {oddOne()};
    for (const small::Policy& level : world.organization)
      set.serviceControl.push_back({"level", {add(small::jsonOf(level))}});
    if (chance(4)) set.resourceControl.push_back({"level", {oddOne()}});
    if (chance(6)) set.notImported.emplace_back("service control policies");
  }

  Context context() {
    Context out;
    const int known = random_.bounded(3);
    out.complete = known == 0;
    if (known == 1)
      out.knowledge = [](const std::string& key) {
        return key == "k:x" ? Knowledge::Presence : Knowledge::Sample;
      };
    if (chance(2)) out.values["k:x"] = {std::to_string(random_.bounded(3))};
    if (chance(3)) out.values["k:n"] = {"3"};
    if (chance(3)) out.now = fromMicros(1'700'000'000'000'000);
    return out;
  }

  Request request() {
    return requestOf(principalOf(oneOf(random_, callers)), oneOf(random_, asked), oneOf(random_, resources),
                     chance(2) ? small::owner : "", chance(2), context());
  }

  PolicySet set;

private:
  bool chance(int outOf) { return random_.bounded(outOf) == 0; }
  const Policy* oddOne() { return add(oneOf(random_, odd)); }
  const Policy* add(std::string text) {
    owned_.push_back(parsePolicy(Json(std::move(text)), "p" + std::to_string(owned_.size())));
    return &owned_.back();
  }

  QRandomGenerator& random_;
  std::deque<Policy> owned_;
};

std::string describe(const Request& request) {
  return request.principal.text + ' ' + request.action + ' ' + request.resource;
}

std::string randomText(QRandomGenerator& random, const std::vector<std::string>& letters, int longest) {
  std::string out;
  for (int i = random.bounded(longest + 1); i > 0; --i)
    out += oneOf(random, letters);
  return out;
}

} // namespace

/// The verdict alone against the verdict with all that it is made of, and what it is fast by.
class TestAccessAwsVerdict : public QObject {
  Q_OBJECT
  QRandomGenerator random_;

private Q_SLOTS:
  void init() {
    const QByteArray given = qgetenv("COUNTERSIGN_SEED");
    const quint32 seed = given.isEmpty() ? QRandomGenerator::global()->generate() : given.toUInt();
    random_.seed(seed);
    qInfo("seed %u", seed);
  }

  void isThatOfTheExplanation() {
    std::array<int, 4> seen{};
    for (int i = 0; i < 500; ++i) {
      Universe universe(random_);
      for (int k = 0; k < 60; ++k) {
        const Request request = universe.request();
        const Answer answer = evaluate(request, universe.set).answer;
        const Decision quick = decide(request, universe.set);
        QVERIFY2(quick.verdict == answer.verdict && quick.explicitDeny == answer.explicitDeny,
                 describe(request).c_str());
        ++seen[static_cast<std::size_t>(answer.verdict)];
      }
    }
    for (const int count : seen)
      QVERIFY(count > 100);
  }

  /// The layer that denies is the first one that the explanation names.
  void namesTheLayerThatDenies() {
    for (int i = 0; i < 300; ++i) {
      Universe universe(random_);
      for (int k = 0; k < 30; ++k) {
        const Request request = universe.request();
        const Evaluation whole = evaluate(request, universe.set);
        const Decision quick = decide(request, universe.set);
        QCOMPARE(quick.deniedBy.empty(), whole.answer.verdict != Verdict::Denied);
        for (const Layer& layer : whole.layers)
          if (!layer.name.empty() && layer.name == whole.answer.deniedBy)
            QVERIFY2(layer.kind == quick.deniedBy, describe(request).c_str());
      }
    }
  }

  /// A request that is there already asks what a new one does.
  void requestsAreUsedAgain() {
    Universe universe(random_);
    Request again;
    Context context;
    for (int i = 0; i < 4'000; ++i) {
      const std::string who = oneOf(random_, callers), what = oneOf(random_, asked),
                        on = oneOf(random_, resources), account = random_.bounded(2) == 0 ? small::owner : "";
      const bool pattern = random_.bounded(2) == 0;
      if (i % 5 == 0) {
        context = universe.context();
        if (random_.bounded(2) == 0) context.values["aws:username"] = {"said"};
        if (random_.bounded(2) == 0) context.absent.insert("aws:sourcearn");
        again.within(context);
      }
      const Request fresh = requestOf(principalOf(who), what, on, account, pattern, context);
      again.ask(who, what, on, account, pattern);
      QCOMPARE(again.resourceAccount, fresh.resourceAccount);
      QVERIFY(again.context.values == fresh.context.values && again.context.absent == fresh.context.absent);
      QVERIFY(decide(again, universe.set).verdict == evaluate(fresh, universe.set).answer.verdict);
    }
  }

  /// Bytes are matched as symbols are, characters of several bytes and broken ones included.
  void bytesMatchAsSymbolsDo() {
    const std::vector<std::string> letters{"a",    "b",   "*", "*", "?", "\xC3\xA4", "\xE2\x82\xAC",
                                           "\xA4", "\xC3"};
    const std::vector<std::string> plain{"a", "b", "\xC3\xA4", "\xE2\x82\xAC", "\xA4", "\xC3"};
    for (int i = 0; i < 100'000; ++i) {
      const std::string pattern = randomText(random_, letters, 7), text = randomText(random_, plain, 8);
      const bool expected = globMatches(wildcardSymbols(pattern), text);
      QCOMPARE(bytesMatch(pattern, text), expected);
      QCOMPARE(Shape(pattern, true).matches(pattern, text), expected);
      QCOMPARE(Shape(pattern, false).matches(pattern, pattern), true);
      QCOMPARE(Shape(pattern, false).matches(pattern, text), pattern == text);
    }
  }

  /// What beginnings and ends tell of two patterns is what a search finds.
  void shapesCompareAsPatternsDo() {
    const std::vector<std::string> letters{"a", "b", "*", "*", "?", "\xC3\xA4"};
    int told = 0;
    for (int i = 0; i < 60'000; ++i) {
      const std::string a = randomText(random_, letters, 6), b = randomText(random_, letters, 6);
      const Shape ofA(a, true), ofB(b, true);
      const Glob x(wildcardSymbols(a)), y(wildcardSymbols(b));
      if (const auto found = Shape::overlap(a, ofA, b, ofB); found && ++told)
        QVERIFY2(*found == overlaps(x, y), (a + " and " + b).c_str());
      if (const auto found = Shape::cover(a, ofA, b, ofB); found && ++told)
        QVERIFY2(*found == covers(x, y), (a + " of " + b).c_str());
    }
    QVERIFY(told > 30'000);
  }
};

QTEST_APPLESS_MAIN(TestAccessAwsVerdict)
#include "tst_access_aws_verdict.moc"
