// SPDX-License-Identifier: Apache-2.0
#include "models/access/meaning.h"

#include <QTest>

using namespace countersign;

namespace {

Grant grant(const char* action, const char* resource = "*") {
  Grant g;
  g.action = g.shown = action;
  g.resource = resource;
  for (char& c : g.action)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return g;
}

/// "write: Write objects"
QByteArray of(const char* system, const Grant& g) {
  const Meaning m = meaningOf(system, g);
  return QByteArray::fromStdString(std::string(name(m.reach)) + ": " + m.title);
}

} // namespace

/// What a reviewer reads of a grant.
class TestMeaning : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void aws() {
    QCOMPARE(of("aws", grant("s3:GetObject")), QByteArray("read: Read objects"));
    QCOMPARE(of("aws", grant("kms:Decrypt")), QByteArray("read-secret: Use key to decrypt"));
    QCOMPARE(of("aws", grant("sts:AssumeRole")), QByteArray("impersonate: Assume role"));
    QCOMPARE(of("aws", grant("rds-db:connect")), QByteArray("impersonate: Sign in to a database"));
    QCOMPARE(of("aws", grant("iam:PassRole")), QByteArray("escalate: Hand a role to a service"));
    QCOMPARE(of("aws", grant("iam:PutRolePolicy")),
             QByteArray("administer: Write an inline policy of a role"));
    QCOMPARE(of("aws", grant("s3:*")), QByteArray("administer: Everything in S3"));
    QCOMPARE(of("aws", grant("logs:*")), QByteArray("administer: Everything in logs"));
    QCOMPARE(of("aws", grant("s3:Get*")), QByteArray("read: Get*"));
    QCOMPARE(of("aws", grant("*")), QByteArray("everything: Everything"));
    QCOMPARE(of("aws", grant("*", "arn:aws:s3:::a")), QByteArray("administer: Everything"));
  }

  void whatIsNotKnownIsNotHarmless() {
    const Meaning m = meaningOf("aws", grant("s3:GetNothingAnybodyKnows"));
    QVERIFY(m.effects.unknown);
    QCOMPARE(name(m.reach), std::string_view("write"));
    QCOMPARE(of("aws", grant("newservice:*")), QByteArray("administer: Everything in newservice"));
    QCOMPARE(of("gcp", grant("example.things.conjure")), QByteArray("write: Example.things.conjure"));
    QCOMPARE(of("gcp", grant("example.things.admin")), QByteArray("administer: Example.things.admin"));
  }

  void everythingBut() {
    Grant g = grant("everything but s3:DeleteBucket");
    g.exact = false;
    QCOMPARE(name(meaningOf("aws", g).reach), std::string_view("administer"));
    QCOMPARE(of("aws", g), QByteArray("administer: Everything but s3:DeleteBucket"));
    g = grant("everything but iam:*, sts:*, organizations:*");
    g.exact = false;
    QCOMPARE(name(meaningOf("aws", g).reach), std::string_view("administer"));
    g.resource = "arn:aws:s3:::a/*";
    QCOMPARE(name(meaningOf("aws", g).reach), std::string_view("administer"));
  }

  void kubernetes() {
    QCOMPARE(of("kubernetes", grant("get secrets", "namespace a")), QByteArray("read-secret: Read secrets"));
    QCOMPARE(of("kubernetes", grant("get configmaps", "namespace a")),
             QByteArray("read: Read configuration"));
    QCOMPARE(of("kubernetes", grant("get widgets.example.org", "namespace a")),
             QByteArray("read: Get widgets.example.org"));
    QCOMPARE(of("kubernetes", grant("* *.*", "cluster-wide")), QByteArray("everything: Everything"));
    QCOMPARE(of("kubernetes", grant("* *.*", "namespace a")), QByteArray("administer: Everything"));
    QCOMPARE(of("kubernetes", grant("* *", "namespace a")), QByteArray("administer: Everything"));
    QCOMPARE(name(meaningOf("kubernetes", grant("* *.apps")).reach), std::string_view("escalate"));
    QCOMPARE(name(meaningOf("kubernetes", grant("escalate clusterroles.rbac.authorization.k8s.io")).reach),
             std::string_view("administer"));
    QCOMPARE(name(meaningOf("kubernetes", grant("create serviceaccounts/token")).reach),
             std::string_view("escalate"));
    QCOMPARE(name(meaningOf("kubernetes", grant("get *.*")).reach), std::string_view("escalate"));
    QCOMPARE(name(meaningOf("kubernetes", grant("* pods/log")).reach), std::string_view("delete"));
  }

  void vault() {
    QCOMPARE(of("vault", grant("read", "secret/data/app")), QByteArray("read-secret: Read secrets"));
    QCOMPARE(of("vault", grant("create", "auth/token/create")), QByteArray("escalate: Make tokens"));
    QCOMPARE(of("openbao", grant("read", "secret/data/+/app")), QByteArray("read-secret: Read"));
    QCOMPARE(of("vault", grant("update", "sys/policies/acl/*")), QByteArray("administer: Write policies"));
    QCOMPARE(name(meaningOf("vault", grant("read", "*")).reach), std::string_view("administer"));
  }

  void others() {
    QCOMPARE(of("postgresql", grant("SELECT", "app.orders")), QByteArray("read: Read rows"));
    QCOMPARE(of("postgresql", grant("pg_read_server_files", "")),
             QByteArray("escalate: Read any file of the server"));
    QCOMPARE(of("azure", grant("Microsoft.KeyVault/vaults/secrets/getSecret/action")),
             QByteArray("read-secret: Read secret"));
    QCOMPARE(of("gcp", grant("roles/owner", "projects/a")),
             QByteArray("administer: Everything in the project, and who else may"));
    QCOMPARE(of("github", grant("read:packages")), QByteArray("read: Read:packages"));
    QCOMPARE(of("github", grant("adminRights")), QByteArray("administer: Admin rights"));
  }

  void ordered() {
    QVERIFY(Reach::List < Reach::Read && Reach::ReadSecret < Reach::Impersonate);
    QVERIFY(Reach::Impersonate < Reach::MintCredential && Reach::MintCredential < Reach::Escalate);
    QVERIFY(Reach::Escalate < Reach::Administer && Reach::Administer < Reach::Everything);
    QCOMPARE(name(worst({})), std::string_view("none"));
    QCOMPARE(name(worst({0, true})), std::string_view("write"));
    QCOMPARE(name(worst({Effects::Read | Effects::Escalate | Effects::Delete})),
             std::string_view("escalate"));
  }
};

QTEST_GUILESS_MAIN(TestMeaning)
#include "tst_meaning.moc"
