// SPDX-License-Identifier: Apache-2.0
#include "aws_import.h"

#include "models/correlate/describe.h"

#include <QTest>
#include <algorithm>

using namespace countersign;

namespace {

/// Apostrophes for quotes.
std::string q(std::string text) {
  std::replace(text.begin(), text.end(), '\'', '"');
  return text;
}

const std::string statement =
    q("{'Effect':'Allow','Principal':{'AWS':['arn:aws:iam::111122223333:role/app/reader','444455556666']},"
      "'Action':'s3:GetObject','Resource':'arn:aws:s3:::reports/*'}");
const std::string policy = q("{'Version':'2012-10-17','Statement':[") + statement + "]}";
const std::string normal = q("{'statements':[{'action':['s3:getobject'],'effect':'Allow','principal':{'AWS':["
                             "'arn:aws:iam::111122223333:role/app/reader','arn:aws:iam::444455556666:root']},"
                             "'resource':['arn:aws:s3:::reports/*']}],'version':'2012-10-17'}");
const std::string bucket = "arn:aws:s3:::reports";

std::string quoted(const std::string& text) {
  return canonicalJsonOrThrow(Json(text));
}
std::string wrapped(const std::string& arn, const std::string& answer, const std::string& more = {}) {
  return q("{'arn':'") + arn + "\"" + more + q(",'answer':") + answer + "}";
}
ReadOptions ofAccount(const char* account = "111122223333") {
  ReadOptions options;
  options.scope = account;
  return options;
}
const Document* only(const Imported& got) {
  return got.batch.documents.size() == 1 ? &got.batch.documents.front().first : nullptr;
}
bool has(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

} // namespace

/// Policies of resources, and the inventory of secrets.
class TestAwsResources : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void readsEveryForm_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("arn");
    const auto row = [](const char* name, const std::string& text, const std::string& arn) {
      QTest::newRow(name) << QByteArray::fromStdString(text) << QByteArray::fromStdString(arn);
    };
    const std::string text = quoted(policy), at = ":eu-west-1:111122223333:";
    const std::string queue = "arn:aws:sqs" + at + "jobs", topic = "arn:aws:sns" + at + "news",
                      secret = "arn:aws:secretsmanager" + at + "secret:db-a1b2c3",
                      key = "arn:aws:kms" + at + "key/k-1", lambda = "arn:aws:lambda" + at + "function:f",
                      images = "arn:aws:ecr" + at + "repository/web",
                      vault = "arn:aws:backup" + at + "backup-vault:v";
    row("bucket", wrapped(bucket, q("{'Policy':") + text + "}"), bucket);
    row("bare policy in a wrapper", wrapped(bucket, policy), bucket);
    row("key", wrapped(key, q("{'Policy':") + text + q(",'PolicyName':'default'}")), key);
    row("queue", q("{'Attributes':{'Policy':") + text + q(",'QueueArn':'") + queue + "\"}}", queue);
    row("topic",
        q("{'Attributes':{'Policy':") + text + q(",'Owner':'111122223333','TopicArn':'") + topic + "\"}}",
        topic);
    row("function", wrapped(lambda, q("{'Policy':") + text + q(",'RevisionId':'r'}")), lambda);
    row("secret", q("{'ARN':'") + secret + q("','Name':'db','ResourcePolicy':") + text + "}", secret);
    row("repository",
        wrapped(images, q("{'registryId':'111122223333','repositoryName':'web','policyText':") + text + "}"),
        images);
    row("vault", q("{'BackupVaultName':'v','BackupVaultArn':'") + vault + q("','Policy':") + text + "}",
        vault);
  }
  void readsEveryForm() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, arn);
    const Imported got = importText(text.toStdString(), ofAccount());
    QCOMPARE(got.connector, std::string("aws.resource-policies"));
    QVERIFY2(!got.error, got.error ? got.error->text().c_str() : "");
    QVERIFY2(got.batch.gaps.empty(), got.batch.gaps.empty() ? "" : got.batch.gaps[0].error.text().c_str());
    const Document* d = only(got);
    QVERIFY(d != nullptr);
    QCOMPARE(d->object.kind, std::string("aws.resource-policy"));
    QCOMPARE(d->object.uid, arn.toStdString());
    QCOMPARE(d->content["account"].asString(), std::string("111122223333"));
    QCOMPARE(canonicalJsonOrThrow(d->content["document"]), normal);
    QVERIFY(!got.part("resource-policies")->complete);
    // Alone with the name of the file, where the answer does not say it.
    const auto body = text.indexOf("\"answer\":");
    if (body < 0) return;
    const Imported named =
        importText(text.mid(body + 9, text.size() - body - 10).toStdString(), ofAccount(),
                   "folder/" + QByteArray(arn).toPercentEncoding().toStdString() + ".json");
    QVERIFY(only(named) != nullptr);
    QCOMPARE(only(named)->canonical().value(), d->canonical().value());
  }

  void isFoundByWhomItNames() {
    const Imported got = importText(wrapped(bucket, q("{'Policy':") + quoted(policy) + "}"), ofAccount());
    const Description d = describe(*only(got));
    QVERIFY(!d.principal);
    QVERIFY(has(d.selfKeys, "aws-arn:" + bucket));
    QVERIFY(has(d.namingKeys, "aws-role:111122223333/reader"));
    QVERIFY(has(d.namingKeys, "aws-arn:arn:aws:iam::444455556666:root"));
    QCOMPARE(got.batch.spellings.front().second, std::string("s3:GetObject"));
  }

  void knowsThatThereIsNone() {
    for (const std::string& text :
         {wrapped(bucket, "null"),
          (q("{'Attributes':{'QueueArn':'arn:aws:sqs:eu-west-1:111122223333:q','CreatedTimestamp':'1',"
             "'VisibilityTimeout':'30'}}")),
          wrapped("arn:aws:secretsmanager:eu-west-1:111122223333:secret:x-abcdef",
                  q("{'ARN':'arn:aws:secretsmanager:eu-west-1:111122223333:secret:x-abcdef','Name':'x'}"))}) {
      const Imported got = importText(text, ofAccount());
      QVERIFY2(only(got) != nullptr, text.c_str());
      QVERIFY(!only(got)->content.has("document"));
    }
    const Imported unclear =
        importText(q("{'Attributes':{'QueueArn':'arn:aws:sqs:eu-west-1:111122223333:q','DelaySeconds':'0'}}"),
                   ofAccount());
    QCOMPARE(unclear.faults(), std::size_t(1));
  }

  void takesManyAndKeepsThemApart() {
    const std::string one =
        wrapped(bucket, q("{'Policy':") + quoted(policy) + "}", q(",'account':'111122223333'"));
    const Imported got = importText(one + "\n" + wrapped("arn:aws:s3:::logs", "null"));
    QCOMPARE(got.facts.scope, std::optional<std::string>("111122223333"));
    QCOMPARE(got.batch.documents.size(), std::size_t(2));
    QCOMPARE(got.faults(), std::size_t(0));
    const Imported list = importText("[" + one + "," + one + "," + wrapped(bucket, "null") + "]");
    QCOMPARE(list.batch.documents.size(), std::size_t(1)); // the same twice is one; another form is a fault
    QCOMPARE(list.faults(), std::size_t(1));
    const Imported other = importText(one + wrapped("arn:aws:sqs:eu-west-1:444455556666:q", "null"));
    QCOMPARE(other.faults(), std::size_t(1));
    QCOMPARE(other.batch.gaps[0].error.code, ErrorCode::WrongScope);
    // A name is one resource's.
    const Imported two = importText(policy + policy, ofAccount(), "arn%3Aaws%3As3%3A%3A%3Areports.json");
    QCOMPARE(two.faults(), std::size_t(2));
    QVERIFY(two.batch.documents.empty());
  }

  void refusesWhatDoesNotFit() {
    for (const std::string& text : {q("{'Policy':") + quoted(policy) + "}", policy,
                                    q("{'Policy':") + quoted(policy) + q(",'RevisionId':'x'}")}) {
      const Imported got = importText(text, ofAccount());
      QVERIFY(got.error && got.error->code == ErrorCode::Unsupported);
      QVERIFY(got.error->remedy.find("\"answer\"") != std::string::npos);
      QVERIFY(got.error->remedy.find("arn%3Aaws%3As3") != std::string::npos);
    }
    const std::string queue = q("{'Attributes':{'Policy':") + quoted(policy) +
                              q(",'QueueArn':'arn:aws:sqs:eu-west-1:111122223333:q'}}");
    for (const std::string& text :
         {wrapped(bucket, queue), wrapped("reports", policy),
          wrapped("arn:aws:iam::111122223333:role/x", policy), wrapped("arn:aws:s3:::*", policy),
          wrapped(bucket, q("{'Roles':[]}")), wrapped(bucket, "[1]"),
          wrapped("arn:aws:ecr:eu-west-1:111122223333:repository/other",
                  q("{'registryId':'111122223333','repositoryName':'web','policyText':'{}'}")),
          wrapped("arn:aws:sqs:eu-west-1:111122223333:q", policy, q(",'account':'444455556666'"))}) {
      const Imported got = importText(text, ofAccount());
      QVERIFY2(got.batch.documents.empty(), text.c_str());
      QVERIFY2(got.faults() == 1, text.c_str());
      QVERIFY(!got.batch.gaps[0].error.remedy.empty());
    }
    const Imported broken = importText(wrapped(bucket, q("{'Policy':'{ no policy'}")), ofAccount());
    QCOMPARE(only(broken)->content["document"]["unparsed"].asString(), std::string("{ no policy"));
    QCOMPARE(broken.faults(), std::size_t(1));
  }

  void readsSecrets() {
    const std::string arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-a1b2c3";
    const std::string item = q("{'ARN':'") + arn +
                             q("','Name':'db','Description':'d','KmsKeyId':'arn:aws:kms:eu-west-1:"
                               "111122223333:key/k','RotationEnabled':true,"
                               "'RotationLambdaARN':'arn:aws:lambda:eu-west-1:111122223333:function:turn','"
                               "RotationRules':{'AutomaticallyAfterDays':30},"
                               "'LastRotatedDate':1767225600,'LastChangedDate':'2026-01-02T00:00:00Z','"
                               "NextRotationDate':'2026-02-01T00:00:00Z',"
                               "'LastAccessedDate':'2026-01-03T00:00:00Z','CreatedDate':'2025-01-01T00:00:"
                               "00Z','OwningService':'rds',"
                               "'Tags':[{'Key':'owner','Value':'platform@example.org'}],");
    const Imported listed =
        importText(q("{'SecretList':[") + item + q("'SecretVersionsToStages':{'v':['AWSCURRENT']}}]}"));
    const Imported described = importText(item + q("'VersionIdsToStages':{'v':['AWSCURRENT']}}"));
    QCOMPARE(listed.connector, std::string("aws.secrets"));
    QVERIFY(only(listed) != nullptr && only(described) != nullptr);
    QCOMPARE(only(listed)->canonical().value(), only(described)->canonical().value());
    QCOMPARE(canonicalJsonOrThrow(only(listed)->content),
             q("{'account':'111122223333','arn':'") + arn +
                 q("','created':'2025-01-01T00:00:00Z','kmsKey':'arn:aws:kms:eu-west-1:111122223333:key/"
                   "k','name':'db',"
                   "'owningService':'rds','rotation':{'enabled':true,'everyDays':30,"
                   "'lambda':'arn:aws:lambda:eu-west-1:111122223333:function:turn'},'tags':{'owner':'"
                   "platform@example.org'}}"));
    std::vector<std::string> observed;
    for (const Observation& o : listed.batch.observations)
      observed.push_back(o.name + ' ' + o.value["at"].asString());
    QCOMPARE(observed, (std::vector<std::string>{
                           "last-rotated 2026-01-01T00:00:00Z", "last-changed 2026-01-02T00:00:00Z",
                           "last-used 2026-01-03T00:00:00Z", "next-rotation 2026-02-01T00:00:00Z"}));
    QVERIFY(has(describe(*only(listed)).namingKeys, "aws-arn:arn:aws:kms:eu-west-1:111122223333:key/k"));
    QVERIFY(!listed.part("secrets")->complete);
  }

  void neverTakesTheValueOfASecret() {
    const std::string item =
        q("{'ARN':'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-a1b2c3','Name':'db',"
          "'LastChangedDate':1767225600");
    QCOMPARE(importText(item + q(",'SecretString':'canary'}")).connector, std::string("aws.other"));
    const Imported mixed = importText(q("{'SecretList':[]}") + item + q(",'SecretString':'canary'}"));
    QVERIFY(mixed.batch.documents.empty());
    QCOMPARE(mixed.batch.secrets.size(), std::size_t(1));
    QCOMPARE(mixed.faults(), std::size_t(1));
    const Imported faulty =
        importText(q("{'SecretList':[{'Name':'x'},{'ARN':'arn:aws:s3:::x','Name':'x'},7,") + item +
                   q(",'DeletedDate':'soon'}]}"));
    QVERIFY(faulty.batch.documents.empty());
    QCOMPARE(faulty.faults(), std::size_t(4));
  }

  void survivesTruncationAnywhere() {
    const std::string whole = wrapped(bucket, q("{'Policy':") + quoted(policy) + "}") +
                              wrapped("arn:aws:s3:::b", "null") +
                              q("{'Attributes':{'QueueArn':'arn:aws:sqs:eu-west-1:111122223333:q'}}");
    for (std::size_t size = 0; size < whole.size(); ++size) {
      const Imported got = importText(std::string_view(whole).substr(0, size), ofAccount());
      for (const PartState& part : got.result.parts)
        QVERIFY(!part.complete);
      for (const auto& [document, where] : got.batch.documents)
        QVERIFY(document.canonical());
    }
  }

  void survivesDepthAndNames() {
    const std::string deep = wrapped(bucket, std::string(5000, '[') + std::string(5000, ']'));
    QVERIFY(importText(deep, ofAccount()).batch.documents.empty());
    const Imported text =
        importText(wrapped(bucket, q("{'Policy':") + quoted(std::string(5000, '[')) + "}"), ofAccount());
    QCOMPARE(text.faults(), std::size_t(1));
    for (const char* name : {"%", "arn%3", "arn%3Aaws%3As3", "a!/b!/", "", "arn:aws:s3:::x%2.json"})
      QVERIFY(importText(policy, ofAccount(), name).error);
    QVERIFY(only(importText(policy, ofAccount(), "a.zip!/x/arn:aws:s3:::my.bucket.json.gz"))->object.uid ==
            "arn:aws:s3:::my.bucket");
  }
};

QTEST_APPLESS_MAIN(TestAwsResources)
#include "tst_aws_resources.moc"
