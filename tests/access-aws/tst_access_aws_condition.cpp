// SPDX-License-Identifier: Apache-2.0
#include "iam.h"

#include <QTest>

using namespace testiam;

class TestAccessAwsCondition : public QObject {
  Q_OBJECT

  static QByteArray word(Truth truth) {
    return truth == Truth::Yes ? "yes" : truth == Truth::If ? "if" : truth == Truth::No ? "no" : "undecided";
  }
  static ConditionTest test(const char* op, const QByteArrayList& values) {
    std::vector<std::string> list;
    for (const QByteArray& value : values)
      list.push_back(value.toStdString());
    return parseCondition(op, "aws:Key", std::move(list), true);
  }
  static QByteArray strict(const char* op, const QByteArrayList& values, const QByteArrayList& request,
                           Context context = {}) {
    context.complete = true;
    for (const QByteArray& value : request)
      context.values["aws:key"].push_back(value.toStdString());
    return word(evaluateCondition(test(op, values), context, true).truth);
  }

private Q_SLOTS:
  void operators_data() {
    QTest::addColumn<QByteArray>("op");
    QTest::addColumn<QByteArrayList>("policy");
    QTest::addColumn<QByteArrayList>("request");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char* op, const QByteArrayList& policy, const QByteArrayList& request,
                        const char* expected) {
      QTest::addRow("%s %s %s", op, policy.join('|').constData(), request.join('|').constData())
          << QByteArray(op) << policy << request << QByteArray(expected);
    };
    row("StringEquals", {"a", "b"}, {"b"}, "yes");
    row("StringEquals", {"a*"}, {"ab"}, "no");
    row("stringequals", {"a"}, {"a"}, "yes");
    row("StringNotEquals", {"a", "b"}, {"b"}, "no");
    row("StringNotEquals", {"a", "b"}, {"c"}, "yes");
    row("StringNotEquals", {"a"}, {}, "yes");
    row("StringEquals", {"a"}, {}, "no");
    row("StringEqualsIfExists", {"a"}, {}, "yes");
    row("StringEqualsIgnoreCase", {"AbC"}, {"aBc"}, "yes");
    row("StringNotEqualsIgnoreCase", {"AbC"}, {"aBc"}, "no");
    row("StringLike", {"a*c"}, {"abbc"}, "yes");
    row("StringNotLike", {"a*c", "d?"}, {"de"}, "no");
    row("StringEquals", {"a"}, {"a", "b"}, "undecided"); // several values, and no qualifier
    row("NumericEquals", {"10"}, {"10.0"}, "yes");
    row("NumericNotEquals", {"10"}, {"11"}, "yes");
    row("NumericNotEquals", {"x"}, {"11"}, "undecided");
    row("NumericEquals", {"inf"}, {"inf"}, "no");
    row("NumericEquals", {"0x10"}, {"16"}, "no");
    row("NumericLessThan", {"10"}, {"9.5"}, "yes");
    row("NumericLessThanEquals", {"10"}, {"10"}, "yes");
    row("NumericGreaterThan", {"10"}, {"10"}, "no");
    row("NumericGreaterThanEquals", {"-1"}, {"0"}, "yes");
    row("DateGreaterThan", {"2026-01-01"}, {"2026-01-01T00:00:01Z"}, "yes");
    row("DateEquals", {"2026"}, {"2026-01-01T00:00:00Z"}, "yes");
    row("DateEquals", {"2026-01"}, {"2026-01-01T01:00:00+01:00"}, "yes");
    row("DateEquals", {"2026-01-01T10:30Z"}, {"1767263400"}, "yes");
    row("DateNotEquals", {"2026"}, {"2025"}, "yes");
    row("DateLessThan", {"soon"}, {"2025"}, "no");
    row("DateLessThanEquals", {"2026-13-01"}, {"2025"}, "no");
    row("DateGreaterThanEquals", {"2026"}, {"99999999999999999999999"}, "no");
    row("Bool", {"TRUE"}, {"true"}, "yes");
    row("Bool", {"yes"}, {"yes"}, "no");
    row("BoolIfExists", {"true"}, {}, "yes");
    row("BinaryEquals", {"QmluYXJ5"}, {"QmluYXJ5"}, "yes");
    row("IpAddress", {"203.0.113.0/24"}, {"203.0.113.77"}, "yes");
    row("IpAddress", {"203.0.113.0/25"}, {"203.0.113.129"}, "no");
    row("IpAddress", {"0.0.0.0/0"}, {"198.51.100.1"}, "yes");
    row("IpAddress", {"2001:DB8:1234:5678::/64"}, {"2001:db8:1234:5678::1"}, "yes");
    row("IpAddress", {"203.0.113.0/33"}, {"203.0.113.1"}, "no");
    row("NotIpAddress", {"203.0.113.0/24"}, {"2001:db8::1"}, "yes");
    row("NotIpAddress", {"203.0.113.0/24"}, {"203.0.113.1"}, "no");
    row("NotIpAddress", {"203.0.113.0/24"}, {"AWS Internal"}, "undecided");
    row("ArnLike", {"arn:aws:sns:*:111111111111:*"}, {"arn:aws:sns:eu-west-1:111111111111:a:b"}, "yes");
    row("ArnEquals", {"arn:aws:s3:::a*"}, {"arn:aws:s3:::abc"}, "yes"); // as ArnLike
    row("ArnLike", {"arn:aws:*"}, {"arn:aws:s3:::abc"}, "no");          // six fields, each for itself
    row("ArnLike", {"*"}, {"arn:aws:s3:::abc"}, "no");
    row("ArnNotLike", {"arn:aws:iam::222222222222:*"}, {"arn:aws:iam::111111111111:root"}, "yes");
    row("ArnNotEquals", {"arn:aws:iam::111111111111:root"}, {"arn:aws:iam::111111111111:root"}, "no");
    row("Null", {"true"}, {}, "yes");
    row("Null", {"false"}, {}, "no");
    row("Null", {"false"}, {"x"}, "yes");
    row("NullIfExists", {"true"}, {}, "undecided");
    row("ForAllValues:StringEquals", {"a", "b"}, {"a", "b", "a"}, "yes");
    row("ForAllValues:StringEquals", {"a", "b"}, {"a", "c"}, "no");
    row("ForAllValues:StringEquals", {"a"}, {}, "yes");
    row("ForAnyValue:StringEquals", {"a", "b"}, {"c", "b"}, "yes");
    row("ForAnyValue:StringEquals", {"a"}, {}, "no");
    row("ForAnyValue:StringNotEquals", {"a"}, {}, "no");
    row("ForAnyValue:StringNotEquals", {"a"}, {"a", "b"}, "yes");
    row("ForAllValues:StringNotEquals", {"a"}, {"b", "c"}, "yes");
    row("ForSomeValues:StringEquals", {"a"}, {"a"}, "undecided");
    row("", {"a"}, {"a"}, "undecided");
    row("IfExists", {"a"}, {"a"}, "undecided");
    row("StringEquals", {}, {"a"}, "no");
    row("StringNotEquals", {}, {"a"}, "yes");
  }
  void operators() {
    QFETCH(QByteArray, op);
    QFETCH(QByteArrayList, policy);
    QFETCH(QByteArrayList, request);
    QFETCH(QByteArray, expected);
    QCOMPARE(strict(op.constData(), policy, request), expected);
  }

  void variables() {
    Context context;
    context.values["aws:username"] = {"ann"};
    context.values["aws:tagkeys"] = {"a", "b"};
    QCOMPARE(strict("StringEquals", {"${aws:username}"}, {"ann"}, context), QByteArray("yes"));
    QCOMPARE(strict("StringEquals", {"${aws:nothing}"}, {"ann"}, context), QByteArray("no"));
    QCOMPARE(strict("StringNotEquals", {"${aws:nothing}"}, {"ann"}, context), QByteArray("no"));
    QCOMPARE(strict("StringEquals", {"${aws:nothing, 'ann'}"}, {"ann"}, context), QByteArray("yes"));
    QCOMPARE(strict("StringEquals", {"${aws:TagKeys}"}, {"a"}, context), QByteArray("undecided"));
    QCOMPARE(strict("ArnLike", {"arn:aws:iam::1:user/${aws:username}"}, {"arn:aws:iam::1:user/ann"}, context),
             QByteArray("yes"));
  }

  void knowledge() {
    const auto with = [](Knowledge known, const char* op, const char* value, const char* request,
                         bool allow) {
      Context context;
      context.knowledge = [known](const std::string&) { return known; };
      if (request != nullptr) context.values["aws:key"] = {request};
      return word(evaluateCondition(test(op, {value}), context, allow).truth);
    };
    QCOMPARE(with(Knowledge::Nothing, "StringEquals", "a", "a", true), QByteArray("if"));
    QCOMPARE(with(Knowledge::Nothing, "StringEqualsIfExists", "a", nullptr, true), QByteArray("if"));
    QCOMPARE(with(Knowledge::Nothing, "Null", "true", nullptr, true), QByteArray("if"));
    QCOMPARE(with(Knowledge::Presence, "StringEquals", "a", "a", true), QByteArray("if"));
    QCOMPARE(with(Knowledge::Presence, "StringEquals", "a", nullptr, true), QByteArray("no"));
    QCOMPARE(with(Knowledge::Presence, "Null", "false", "x", true), QByteArray("yes"));
    QCOMPARE(with(Knowledge::Sample, "StringEquals", "a", "a", true), QByteArray("yes"));
    QCOMPARE(with(Knowledge::Sample, "StringEquals", "a", "a", false), QByteArray("if"));
    QCOMPARE(with(Knowledge::Sample, "StringEquals", "a", "b", true), QByteArray("if"));
    QCOMPARE(with(Knowledge::Sample, "StringEquals", "a", "b", false), QByteArray("no"));
    QCOMPARE(with(Knowledge::Sample, "StringEquals", "a", nullptr, false), QByteArray("if"));
    QCOMPARE(with(Knowledge::Sample, "ForAllValues:StringEquals", "a", nullptr, true), QByteArray("yes"));
    QCOMPARE(with(Knowledge::Sample, "ForAllValues:StringNotEquals", "a", nullptr, true), QByteArray("if"));
    QCOMPARE(with(Knowledge::Value, "StringEquals", "a", "b", true), QByteArray("no"));
  }

  /// The time of the question, and when the answer ends.
  void time() {
    Context context;
    context.now = *parseRfc3339("2026-06-01T00:00:00Z");
    const auto ask = [&](const char* op, const char* key, const char* value) {
      return evaluateCondition(parseCondition(op, key, {value}, true), context, true);
    };
    const auto before = ask("DateLessThan", "aws:CurrentTime", "2026-07-01T00:00:00Z");
    QVERIFY(before.truth == Truth::Yes);
    QCOMPARE(formatRfc3339(before.until.value()), std::string("2026-07-01T00:00:00Z"));
    const auto after = ask("DateGreaterThan", "aws:CurrentTime", "2026-05-01");
    QVERIFY(after.truth == Truth::Yes && !after.until);
    const auto epoch = ask("NumericLessThan", "aws:EpochTime", "1782864000");
    QVERIFY(epoch.truth == Truth::Yes && epoch.until);
    QVERIFY(ask("DateLessThan", "aws:TokenIssueTime", "2026-07-01").truth == Truth::If);
  }
};

QTEST_APPLESS_MAIN(TestAccessAwsCondition)
#include "tst_access_aws_condition.moc"
