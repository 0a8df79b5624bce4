// SPDX-License-Identifier: Apache-2.0
#include "connectors/aws/aws.h"
#include "reader.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QTest>

#include <set>

using namespace countersign;
using namespace countersign::test;

namespace {

const QString root = QStringLiteral(COUNTERSIGN_FIXTURES_DIR);

std::string bytesOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

QStringList files(const QString& folder, const QStringList& patterns) {
  QStringList result;
  QDirIterator it(root + QLatin1Char('/') + folder, patterns, QDir::Files, QDirIterator::Subdirectories);
  while (it.hasNext())
    result << it.next();
  result.sort();
  return result;
}

/// kind, uid and content of all documents, without what differs between formats.
std::set<std::string> identities(const Outcome& outcome) {
  std::set<std::string> result;
  for (const auto& [document, where] : outcome.all.documents)
    result.insert(document.object.kind + " " + document.object.uid + " " + document.object.uniqueId + " " +
                  canonicalJsonOrThrow(document.content));
  return result;
}

std::set<std::string> addresses(const Outcome& outcome) {
  std::set<std::string> result;
  for (const Observation& one : outcome.all.observations)
    if (one.name == "terraform-address") result.insert(one.uid + " " + one.value.asString());
  return result;
}

} // namespace

class TestTerraformFixtures : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void initTestCase() {
    if (!QDir(root).exists(QStringLiteral("terraform-show-json")))
      QSKIP("all data missing: no fixtures folder");
  }

  void everyFileImports_data() {
    QTest::addColumn<QString>("path");
    const QStringList all = files(QStringLiteral("driftctl/tfstate"), {QStringLiteral("*.tfstate")}) +
                            files(QStringLiteral("terraform-show-json"), {QStringLiteral("*.show.json")}) +
                            files(QStringLiteral("terraform-validator"), {QStringLiteral("*.tfplan.json")}) +
                            files(QStringLiteral("moto"), {QStringLiteral("*.tfstate")});
    for (const QString& path : all)
      QTest::newRow(qPrintable(path.mid(root.size() + 1))) << path;
  }
  void everyFileImports() {
    QFETCH(QString, path);
    const std::string bytes = bytesOf(path);
    const Outcome outcome = read(bytes);
    QVERIFY2(outcome.result, outcome.error ? outcome.error->text().c_str() : "");
    QVERIFY2(outcome.complete(), outcome.why().c_str());
    const bool isPlan = path.endsWith(QStringLiteral(".tfplan.json"));
    const bool isShow = path.endsWith(QStringLiteral(".show.json"));
    QCOMPARE(outcome.connector, std::string(isPlan   ? "terraform.plan"
                                            : isShow ? "terraform.show"
                                                     : "terraform.state"));
    QCOMPARE(outcome.facts->scope.has_value(), !isPlan && !isShow);
    for (const auto& [document, where] : outcome.all.documents) {
      QVERIFY(document.canonical());
      QVERIFY(where.length > 0 && where.offset + where.length <= bytes.size());
    }
    QVERIFY(!outcome.all.documents.empty() || !outcome.all.gaps.empty() || !outcome.all.changes.empty());
  }

  void otherFilesAreRefused() {
    const QStringList others = files(QStringLiteral("driftctl/recorded"), {QStringLiteral("*.json")}) +
                               files(QStringLiteral("moto"), {QStringLiteral("*.json")}) +
                               files(QStringLiteral("kubehound"), {QStringLiteral("*.json")}) +
                               files(QStringLiteral("gcp"), {QStringLiteral("*.json")}) +
                               files(QStringLiteral("github-openapi"), {QStringLiteral("*.json")}) +
                               files(QStringLiteral("cartography"), {QStringLiteral("*.json")});
    for (const QString& path : others) {
      const Outcome outcome = read(bytesOf(path));
      QVERIFY2(outcome.error && outcome.error->code == ErrorCode::Unrecognised, qPrintable(path));
    }
  }

  void stateAndShowAgree_data() {
    QTest::addColumn<QString>("name");
    for (const QString& path : files(QStringLiteral("terraform-show-json"), {QStringLiteral("*.show.json")}))
      QTest::newRow(qPrintable(QFileInfo(path).fileName())) << QFileInfo(path).fileName().chopped(10);
  }
  void stateAndShowAgree() {
    QFETCH(QString, name);
    const Outcome show =
        read(bytesOf(root + QStringLiteral("/terraform-show-json/") + name + QStringLiteral(".show.json")));
    const Outcome state =
        read(bytesOf(root + QStringLiteral("/driftctl/tfstate/") + name + QStringLiteral(".tfstate")));
    QVERIFY(show.result && state.result);
    QCOMPARE(identities(show), identities(state));
    QCOMPARE(addresses(show), addresses(state));
  }

  void keysOfOneUserAreOneDocument() {
    const Outcome outcome =
        read(bytesOf(root + QStringLiteral("/driftctl/tfstate/aws_iam_access_key_multiple.tfstate")));
    QCOMPARE(outcome.uids("aws.access-keys"),
             (std::vector<std::string>{"user/test-driftctl", "user/test-driftctl2"}));
    QCOMPARE(outcome.document("aws.access-keys", "user/test-driftctl")->content["keys"].size(),
             std::size_t(2));
  }

  void agreesWithRecordedAccount() {
    const QString folder = root + QStringLiteral("/moto/");
    const std::string bytes = bytesOf(folder + QStringLiteral("intended.synthetic.tfstate"));
    const Outcome intended = read(bytes);
    const auto live = parseJson(bytesOf(folder + QStringLiteral("gaad.json")));
    QVERIFY(intended.result && live);
    std::set<std::string> arns;
    for (const char* list : {"RoleDetailList", "UserDetailList"})
      for (const Json& object : (*live)[list].items())
        arns.insert(object["Arn"].asString());
    std::size_t joined = 0;
    for (const char* kind : {"aws.role", "aws.user"})
      for (const std::string& uid : intended.uids(kind)) {
        QVERIFY2(arns.contains(uid), uid.c_str());
        ++joined;
      }
    QCOMPARE(joined, std::size_t(4));
    QCOMPARE(intended.uids("aws.attachment"),
             std::vector<std::string>{
                 "role/123456789012/gha-deploy/arn:aws:iam::123456789012:policy/deploy-artifacts"});
    QVERIFY(masked(bytes, intended.all.secrets, "REDACT-ME-synthetic"));
    QVERIFY(intended.everything().find("REDACT-ME") == std::string::npos);
  }

  /// What both an account's export and a state say of one object they say in the same bytes.
  void contentsAgreeWithTheAccount() {
    const QString folder = root + QStringLiteral("/moto/");
    const std::string bytes = bytesOf(folder + QStringLiteral("gaad.json"));
    const Outcome intended = read(bytesOf(folder + QStringLiteral("intended.synthetic.tfstate")));
    std::optional<Outcome> live;
    for (const auto& connector : awsConnectors())
      if (connector->recognises(std::string_view(bytes).substr(0, 65536)) == Match::Yes)
        live = readWith(*connector, bytes);
    QVERIFY(live && live->result && intended.result);
    std::size_t compared = 0;
    for (const char* kind : {"aws.role", "aws.user"})
      for (const std::string& uid : intended.uids(kind)) {
        const Document* there = live->document(kind, uid);
        QVERIFY2(there != nullptr, uid.c_str());
        for (const auto& [name, value] : intended.document(kind, uid)->content.members()) {
          if (!there->content.has(name)) continue;
          QCOMPARE(canonicalJsonOrThrow(value), canonicalJsonOrThrow(there->content[name]));
          ++compared;
        }
      }
    QVERIFY(compared >= 16);
    const Document* role = live->document("aws.role", "arn:aws:iam::123456789012:role/gha-deploy");
    QCOMPARE(canonicalJsonOrThrow(intended.document("aws.role", role->object.uid)->content["trust"]),
             canonicalJsonOrThrow(role->content["trust"]));
    const std::vector<std::string> attached = role->content["attached"].strings();
    QVERIFY(std::find(attached.begin(), attached.end(),
                      "arn:aws:iam::123456789012:policy/deploy-artifacts") != attached.end());
  }

  void plansSayWhatTheyChange() {
    std::size_t changes = 0;
    for (const QString& path :
         files(QStringLiteral("terraform-validator"), {QStringLiteral("*.tfplan.json")})) {
      const std::string bytes = bytesOf(path);
      const auto plan = parseJson(bytes);
      QVERIFY(plan);
      std::size_t expected = 0;
      for (const Json& change : (*plan)["resource_changes"].items()) {
        const std::vector<std::string> actions = change["change"]["actions"].strings();
        if (change["mode"].asString() == "managed" && actions != std::vector<std::string>{"no-op"})
          ++expected;
      }
      const Outcome outcome = read(bytes);
      QCOMPARE(outcome.all.changes.size(), expected);
      changes += expected;
    }
    QVERIFY(changes > 10);
  }

  void truncationIsNeverComplete() {
    const QStringList some =
        files(QStringLiteral("driftctl/tfstate"), {QStringLiteral("*.tfstate")}) +
        files(QStringLiteral("terraform-validator"), {QStringLiteral("*project*.tfplan.json")});
    for (const QString& path : some) {
      const std::string bytes = bytesOf(path);
      const Connector* connector = recognise(bytes);
      const std::size_t last = bytes.find_last_of('}');
      for (std::size_t end = 1; end <= last; end += 97) {
        const Outcome outcome = readWith(*connector, std::string_view(bytes).substr(0, end));
        QVERIFY2(!outcome.complete(), qPrintable(path + QString::number(end)));
      }
    }
  }
};

QTEST_APPLESS_MAIN(TestTerraformFixtures)
#include "tst_terraform_fixtures.moc"
