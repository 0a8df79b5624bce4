// SPDX-License-Identifier: Apache-2.0
#include "models/access/azure/condition.h"

#include <QTest>

using namespace countersign;
using namespace countersign::azure;

namespace {
const char* name(Truth truth) {
  return truth == Truth::Yes ? "yes" : truth == Truth::No ? "no" : truth == Truth::If ? "if" : "undecided";
}
} // namespace

class TestAzureCondition : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void evaluates_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* text, const char* expected) {
      QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(expected);
    };
    row("", "yes");
    row("ActionMatches{'M/blobs/*'}", "yes");
    row("!(ActionMatches{'m/blobs/read'})", "no");
    row("NOT ActionMatches{'m/blobs/write'} && ActionMatches{'*/read'}", "yes");
    row("@Resource[name] StringEquals 'logs'", "yes");
    row("@Resource[NAME] StringEquals 'Logs'", "no");
    row("@Resource[name] StringEqualsIgnoreCase 'LOGS'", "yes");
    row("@Resource[name] StringNotEquals 'logs'", "no");
    row("@Resource[name] StringStartsWith 'lo'", "yes");
    row("@Resource[name] StringNotStartsWithIgnoreCase 'LO'", "no");
    row("@Resource[name] StringLike 'l*s'", "yes");
    row("@Resource[name] StringLike 'l?s'", "no");
    row("@Resource[name] StringLike 'l\\*s'", "no");
    row("@Resource[other] StringEquals 'logs'", "if");
    row("@Resource[other] StringEquals 'logs' OR @Resource[name] StringEquals 'logs'", "yes");
    row("@Resource[other] StringEquals 'logs' AND @Resource[name] StringEquals 'x'", "no");
    row("Exists @Resource[name]", "yes");
    row("NotExists @Resource[name]", "no");
    row("Exists @Resource[other]", "if");
    row("@Request[count] NumericGreaterThan 4", "yes");
    row("@Request[count] NumericLessThanEquals '4'", "no");
    row("@Request[count] NumericEquals 'four'", "undecided");
    row("@Environment[utcNow] DateTimeGreaterThan '2026-01-01T00:00:00.0Z'", "yes");
    row("@Request[id] GuidEquals 8b9dfcab4b774632a6df94bd07820648", "yes");
    row("@Request[flag] BoolEquals true", "yes");
    row("@Request[flag] IpMatch '10.0.0.0/8'", "undecided");
    row("{'red', 'blue'} ForAnyOfAnyValues:StringEquals {'blue', 'green'}", "yes");
    row("{'red', 'blue'} ForAnyOfAnyValues:StringEquals {'orange', 'green'}", "no");
    row("{'red', 'blue'} ForAllOfAnyValues:StringEquals {'orange', 'red', 'blue'}", "yes");
    row("{'red', 'blue'} ForAllOfAnyValues:StringEquals {'red', 'green'}", "no");
    row("{10, 20} ForAnyOfAllValues:NumericLessThan {15, 18}", "yes");
    row("{10, 20} ForAllOfAllValues:NumericLessThan {5, 15, 18}", "no");
    row("{10, 20} ForAllOfAllValues:NumericLessThan {25, 30}", "yes");
    row("{} ForAllOfAllValues:NumericLessThan {25, 30}", "undecided");
    row("(!(ActionMatches{'m/blobs/read'} AND SubOperationMatches{'Blob.List'}))", "if");
  }
  void evaluates() {
    QFETCH(const QString, text);
    QFETCH(const QString, expected);
    const std::map<std::string, std::vector<std::string>> values{
        {"@resource[name]", {"logs"}},
        {"@request[count]", {"5"}},
        {"@environment[utcnow]", {"2026-05-01T00:00:00Z"}},
        {"@request[id]", {"8B9DFCAB-4b77-4632-a6df-94bd07820648"}},
        {"@request[flag]", {"True"}}};
    QCOMPARE(QString::fromLatin1(name(conditionTruth(text.toStdString(), {"m/blobs/read", &values, false}))),
             expected);
  }
  void absentAttributes() {
    const ConditionInput input{"m/read", nullptr, true};
    QVERIFY(conditionTruth("Exists @Resource[a]", input) == Truth::No);
    QVERIFY(conditionTruth("@Resource[a] StringEquals 'x'", input) == Truth::Undecided);
    QVERIFY(Condition::parse("ActionMatches{'x'} AND !(ActionMatches{'y'})")->asksForValues() == false);
    QVERIFY(Condition::parse("ActionMatches{'x'} OR Exists @Request[y]")->asksForValues());
  }
  void unreadable_data() {
    QTest::addColumn<QString>("text");
    for (const char* text : {"(", ")", "()", "a", "ActionMatches", "ActionMatches{", "ActionMatches{}",
                             "ActionMatches{'x", "@Resource", "@Resource[x", "@Resource[x] StringEquals",
                             "Exists 'x'", "a StringEquals b c", "ActionMatches{'x'} AND",
                             "ActionMatches{'a'} AND ActionMatches{'b'} OR ActionMatches{'c'}", "!", "'x'"})
      QTest::newRow(text) << QString::fromLatin1(text);
  }
  void unreadable() {
    QFETCH(const QString, text);
    std::string why;
    QVERIFY(!Condition::parse(text.toStdString()));
    QVERIFY(conditionTruth(text.toStdString(), {}, &why) == Truth::Undecided && !why.empty());
  }
  void deepAndLong() {
    const std::string deep = std::string(10'000, '(') + "ActionMatches{'x'}" + std::string(10'000, ')');
    QVERIFY(Condition::parse(deep).error().code == ErrorCode::Limit);
    QVERIFY(Condition::parse(std::string(1'000'000, '!')).error().code == ErrorCode::Limit);
    QVERIFY(conditionTruth(std::string(50'000, '!') + "ActionMatches{'x'}", {"x", nullptr, false}) ==
            Truth::Yes);
  }
};

QTEST_APPLESS_MAIN(TestAzureCondition)
#include "tst_azure_condition.moc"
