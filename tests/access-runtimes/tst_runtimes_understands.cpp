// SPDX-License-Identifier: Apache-2.0
#include "documents.h"

#include <QFile>
#include <QRandomGenerator>

#include <random>

using namespace countersign;
using namespace countersign::test;

namespace {

std::string whoUnderstands(const std::string& action) {
  std::string out;
  for (const Runtime& runtime : allRuntimes())
    if (runtime.understands(action)) out += (out.empty() ? "" : " ") + std::string(runtime.system);
  return out;
}

} // namespace

/// An action is written as its system writes it: one system knows it, and the others do not take it for
/// theirs.
class TestRuntimesUnderstands : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void byOne_data() {
    QTest::addColumn<QString>("system");
    const auto rows = [](const char* system, std::initializer_list<const char*> actions) {
      for (const char* action : actions)
        QTest::newRow(action) << QString::fromLatin1(system);
    };
    rows("aws",
         {"s3:GetObject", "s3:*", "s3:Get?bject", "iam:PassRole", "execute-api:Invoke",
          "s3-object-lambda:WriteGetObjectResponse", "lambda:InvokeFunction", "kafka-cluster:AlterCluster",
          "sts:AssumeRoleWithWebIdentity", "ec2:RunInstances", "secretsmanager:getsecretvalue"});
    rows("azure", {"Microsoft.Storage/storageAccounts/read", "Microsoft.Authorization/*/write",
                   "Microsoft.KeyVault/vaults/*", "microsoft.compute/virtualmachines/runcommand/action",
                   "data:Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read",
                   "app-role:Application.ReadWrite.All", "app-role:Tasks", "scope:User.Read", "scope:email",
                   "directory:microsoft.directory/applications/create", "84codes.CloudAMQP/servers/read"});
    rows("gcp", {"storage.objects.get", "resourcemanager.projects.setIamPolicy",
                 "storage.googleapis.com/objects.get", "iam.googleapis.com/serviceAccounts.getAccessToken",
                 "cloudkms.cryptoKeyVersions.useToDecrypt", "container.pods.exec"});
    rows("kubernetes",
         {"get pods", "create deployments.apps", "create pods/exec", "* *", "* *.*", "get /healthz", "get /*",
          "impersonate users", "bind clusterroles.rbac.authorization.k8s.io", "update deployments.apps/scale",
          "read pods", "use podsecuritypolicies.policy"});
    rows("postgresql", {"SELECT",
                        "INSERT",
                        "UPDATE",
                        "DELETE",
                        "TRUNCATE",
                        "REFERENCES",
                        "TRIGGER",
                        "USAGE",
                        "CREATE",
                        "CONNECT",
                        "TEMPORARY",
                        "TEMP",
                        "EXECUTE",
                        "SET",
                        "ALTER SYSTEM",
                        "MEMBER",
                        "MAINTAIN",
                        "SELECT WITH GRANT OPTION",
                        "MEMBER WITH ADMIN OPTION",
                        "ALTER SYSTEM WITH GRANT OPTION"});
    rows("vault", {"create", "read", "update", "delete", "list", "patch", "sudo", "subscribe", "scan", "deny",
                   "recover"});
  }
  void byOne() {
    QFETCH(QString, system);
    QCOMPARE(QString::fromStdString(whoUnderstands(QTest::currentDataTag())), system);
  }

  void byNone_data() {
    QTest::addColumn<int>("none");
    for (const char* action : {" ",
                               ":",
                               "s3:",
                               "s3:Get Object",
                               "get",
                               "get ",
                               " pods",
                               "pods get:x y",
                               "storage.objects",
                               "a.b",
                               "/",
                               "SELECT FROM",
                               "SELECT WITH",
                               "SELECT WITH LOVE",
                               "select",
                               "READ",
                               "microsoft/x.y",
                               "*",
                               "s3:Get/Object",
                               "data:",
                               "app-role:",
                               "scope:",
                               "directory:",
                               "https://example.org/x"})
      QTest::newRow(action) << 0;
    QTest::newRow("") << 0;
  }
  void byNone() { QCOMPARE(QString::fromStdString(whoUnderstands(QTest::currentDataTag())), QString()); }

  /// Every plain action that the catalogues know.
  void catalogues_data() {
    QTest::addColumn<QString>("system");
    QTest::newRow("azure") << QStringLiteral("azure");
    QTest::newRow("google") << QStringLiteral("gcp");
    QTest::newRow("kubernetes") << QStringLiteral("kubernetes");
  }
  void catalogues() {
    QFETCH(QString, system);
    QFile file(QStringLiteral(COUNTERSIGN_SOURCE_DIR "/resources/catalogues/%1.catalogue")
                   .arg(QString::fromLatin1(QTest::currentDataTag())));
    QVERIFY(file.open(QIODevice::ReadOnly));
    int asked = 0;
    bool head = true;
    while (!file.atEnd()) {
      const QByteArray line = file.readLine().trimmed();
      if (head) head = !line.isEmpty();
      QByteArray action = line.split('\t').constFirst();
      // What applications are given at an API stands there by its name alone.
      if (system == u"azure" && !action.contains('/') && action.contains('.')) action.prepend("app-role:");
      // Roles stand beside the permissions, and patterns of any depth are no actions.
      if (head || action.isEmpty() || action.contains('*') || action.startsWith("roles/") ||
          (system != u"kubernetes" && !action.contains('.') && !action.contains(':')))
        continue;
      ++asked;
      QVERIFY2(QString::fromStdString(whoUnderstands(action.toStdString())) == system, action.constData());
    }
    QVERIFY2(asked > 20, qPrintable(QString::number(asked)));
  }

  /// Whatever somebody types, no two systems claim it.
  void neverTwo() {
    const auto seed = QRandomGenerator::system()->generate();
    qInfo("seed %u", seed);
    std::mt19937 random(seed);
    const std::vector<std::string> pieces{"s3",
                                          "Get",
                                          "pods",
                                          "get",
                                          " ",
                                          ":",
                                          "/",
                                          ".",
                                          "*",
                                          "SELECT",
                                          " WITH ",
                                          "GRANT OPTION",
                                          "read",
                                          "data:",
                                          "app-role:",
                                          "scope:",
                                          "directory:",
                                          "storage",
                                          ".googleapis.com/",
                                          "Microsoft.Storage",
                                          "ALTER SYSTEM",
                                          "?"};
    for (int i = 0; i < 200'000; ++i) {
      std::string action;
      for (auto n = random() % 6; n-- > 0;)
        action += pieces[random() % pieces.size()];
      const std::string by = whoUnderstands(action);
      QVERIFY2(by.find(' ') == std::string::npos, (action + ": " + by).c_str());
    }
  }

  void examplesAndKinds() {
    std::set<std::string_view> kinds;
    for (const Runtime& runtime : allRuntimes()) {
      QCOMPARE(whoUnderstands(std::string(runtime.action)), std::string(runtime.system));
      QVERIFY(!runtime.resource.empty() && !runtime.kinds.empty() && runtime.give && runtime.answer);
      for (const std::string_view kind : runtime.kinds) {
        QVERIFY(kinds.insert(kind).second);
        QCOMPARE(runtimeOf(kind)->system, runtime.system);
      }
    }
    QCOMPARE(runtimeOf("aws.policy"), nullptr);
    QCOMPARE(runtimeOf(""), nullptr);
  }
};

QTEST_APPLESS_MAIN(TestRuntimesUnderstands)
#include "tst_runtimes_understands.moc"
