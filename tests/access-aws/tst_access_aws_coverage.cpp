// SPDX-License-Identifier: Apache-2.0
#include "iam.h"
#include "models/access/aws/coverage.h"

#include <QTest>

using namespace testiam;

namespace {

struct Pair {
  World world;
  Coverage compare(const QByteArray& wide, const QByteArray& narrow) {
    return coverage({world.policy(wide)}, {world.policy(narrow)});
  }
};

/// "no: s3:* but not s3:Get* on a"; "?" in front of what is not certain.
QByteArray lineOf(const Coverage& result) {
  std::string out = result.covered == Truth::Yes ? "yes" : result.covered == Truth::No ? "no" : "undecided";
  for (const Uncovered& part : result.rest)
    out += (part.certain == Truth::Yes ? ": " : ": ? ") + part.actions + " on " + part.resources;
  return QByteArray::fromStdString(out);
}

QByteArray compare(const QByteArray& wide, const QByteArray& narrow) {
  return lineOf(Pair().compare(wide, narrow));
}

const QByteArray secure = when("Bool", "aws:SecureTransport", "true");

} // namespace

/// Whether one set of statements gives all that another gives.
class TestAccessAwsCoverage : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void remainders() {
    QCOMPARE(compare(allow("s3:*", "*"), allow("s3:GetObject", "arn:aws:s3:::a/*")), QByteArray("yes"));
    QCOMPARE(compare(allow("s3:get*", "*"), allow("S3:GetObject", "*")), QByteArray("yes"));
    QCOMPARE(compare(allow("s3:Get*", "*"), allow("s3:*", "a")), QByteArray("no: s3:* but not s3:Get* on a"));
    QCOMPARE(compare(allow("s3:*", "a/*"), allow("s3:Get*", "*")),
             QByteArray("no: s3:Get* on * but not a/*"));
    QCOMPARE(compare(allow("ec2:*", "*"), allow("s3:Get*", "*")), QByteArray("no: s3:Get* on *"));
    QCOMPARE(compare("", allow("s3:Get*", "*")), QByteArray("no: s3:Get* on *"));
    QCOMPARE(compare(allow("s3:*", "*"), ""), QByteArray("yes"));
  }

  void severalTogether() {
    QCOMPARE(compare(allow("s3:*", "a") + ',' + allow("s3:*", "a?*"), allow("s3:*", "a*")),
             QByteArray("yes"));
    QCOMPARE(compare("{'Effect':'Allow','NotAction':'iam:*','Resource':'*'}," + allow("iam:*", "*"),
                     allow("*", "*")),
             QByteArray("yes"));
    QCOMPARE(compare("{'Effect':'Allow','NotAction':'iam:*','Resource':'*'}", allow("*", "*")),
             QByteArray("no: iam:* on *"));
    QCOMPARE(compare(allow("*", "*"), "{'Effect':'Allow','NotAction':'iam:*','NotResource':'a'}"),
             QByteArray("yes"));
  }

  void examples() {
    Pair pair;
    const Coverage result = pair.compare(allow("s3:Get*", "*"), allow("s3:*", "a/*"));
    QCOMPARE(result.rest.size(), std::size_t(1));
    QCOMPARE(QByteArray::fromStdString(result.rest[0].action + ' ' + result.rest[0].resource),
             QByteArray("s3: a/"));
    QCOMPARE(QByteArray::fromStdString(result.rest[0].pointer), QByteArray("/Statement/0"));
  }

  void conditions() {
    QCOMPARE(compare(allow("s3:*", "*"), allow("s3:*", "*", secure)), QByteArray("yes"));
    QCOMPARE(compare(allow("s3:*", "*", secure), allow("s3:Get*", "*", secure)), QByteArray("yes"));
    QCOMPARE(
        compare(allow("s3:*", "*", when("bool", "AWS:securetransport", "true")), allow("s3:*", "*", secure)),
        QByteArray("yes"));
    QCOMPARE(compare(allow("s3:Get*", "*", secure), allow("s3:*", "*")),
             QByteArray("no: ? s3:Get* on *: s3:* but not s3:Get* on *"));
    QCOMPARE(
        compare(allow("s3:*", "*", secure), allow("s3:*", "*", when("Bool", "aws:ViaAWSService", "true"))),
        QByteArray("undecided: ? s3:* on *"));
  }

  void denies() {
    QCOMPARE(compare(allow("s3:*", "*") + ',' + deny("s3:Put*", "*"), allow("s3:*", "*")),
             QByteArray("no: s3:Put* on *"));
    QCOMPARE(compare(allow("s3:Get*", "*"),
                     allow("s3:*", "*") + ",{'Effect':'Deny','NotAction':'s3:Get*','Resource':'*'}"),
             QByteArray("yes"));
    const QByteArray guarded =
        allow("s3:*", "*") + ',' + deny("s3:*", "*", when("Bool", "aws:SecureTransport", "false"));
    QCOMPARE(compare(guarded, guarded), QByteArray("yes"));
    QCOMPARE(compare(guarded, allow("s3:Get*", "*")), QByteArray("undecided: ? s3:Get* on *"));
    QCOMPARE(compare(allow("s3:*", "*"), guarded), QByteArray("yes"));
    QCOMPARE(compare(allow("s3:Get*", "*"), guarded), QByteArray("undecided: ? s3:* but not s3:Get* on *"));
  }

  void variables() {
    const QByteArray home = allow("s3:*", "home/${aws:username}/*");
    QCOMPARE(compare(home, home), QByteArray("yes"));
    QCOMPARE(compare(allow("s3:*", "home/*"), home), QByteArray("yes"));
    QCOMPARE(compare(home, allow("s3:*", "home/ann/*")), QByteArray("undecided: ? s3:* on home/ann/*"));
    QCOMPARE(compare(home, allow("s3:*", "other/*")), QByteArray("no: s3:* on other/*"));
    QCOMPARE(compare(home, allow("s3:*", "home/${aws:userid}/*")).first(9), QByteArray("undecided"));
    QCOMPARE(compare(allow("s3:*", "other"), home), QByteArray("no: s3:* on home/${aws:username}/*"));
    QCOMPARE(compare(allow("s3:*", "*") + ',' + deny("s3:*", "home/${aws:username}/*"),
                     allow("s3:*", "home/ann/*"))
                 .first(9),
             QByteArray("undecided"));
  }

  void whatCannotBeRead() {
    QCOMPARE(compare("{'Effect':'Allow'}", allow("s3:*", "*")), QByteArray("undecided: ? s3:* on *"));
    QCOMPARE(compare(allow("*", "*"), "{'Effect':'Perhaps','Action':'*','Resource':'*'}").first(9),
             QByteArray("undecided"));
    QCOMPARE(compare(allow("*", "*") + ",{'Effect':'Deny'}", allow("s3:*", "*")),
             QByteArray("undecided: ? s3:* on *"));
    QCOMPARE(compare(allow("*", "*"), allow("s3:*", "*") + ",{'Effect':'Deny'}"), QByteArray("yes"));
  }

  void isBounded() {
    QByteArray wide = allow("a", "a");
    for (int i = 0; i < 400; ++i) {
      const QByteArray n = QByteArray::number(i);
      wide += ',' + allow("*a" + n + "*", "*b" + n + "*");
    }
    const Coverage result = Pair().compare(wide, allow("*", "*"));
    QVERIFY(result.covered == Truth::Undecided);
    QVERIFY(!result.reason.empty());
  }
};

QTEST_APPLESS_MAIN(TestAccessAwsCoverage)
#include "tst_access_aws_coverage.moc"
