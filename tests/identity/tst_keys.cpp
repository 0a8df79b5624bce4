// SPDX-License-Identifier: Apache-2.0
#include "models/identity/keys.h"

#include <QTest>

using namespace countersign;
using std::string;

class TestKeys : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void arns() {
    keys::Arn arn;
    QVERIFY(keys::splitArn("arn:aws:s3:::bucket/a:b", arn));
    QCOMPARE(string(arn.partition), string("aws"));
    QCOMPARE(string(arn.service), string("s3"));
    QCOMPARE(string(arn.region), string());
    QCOMPARE(string(arn.account), string());
    QCOMPARE(string(arn.resource), string("bucket/a:b"));
    for (const char* none :
         {"", "arn", "arn:aws:iam::1", "urn:aws:iam::1:role/x", "123456789012", "arn:aws:iam:1:role/x"})
      QVERIFY2(!keys::splitArn(none, arn), none);
  }
  void awsPrincipals_data() {
    QTest::addColumn<QByteArray>("arn");
    QTest::addColumn<QByteArray>("key");
    const auto row = [](const char* arn, const char* key) {
      QTest::newRow(arn) << QByteArray(arn) << QByteArray(key);
    };
    row("arn:aws:iam::111122223333:role/deploy", "aws-role:111122223333/deploy");
    row("arn:aws:iam::111122223333:role/ci/eu/deploy", "aws-role:111122223333/deploy");
    row("arn:aws:sts::111122223333:assumed-role/deploy/session", "aws-role:111122223333/deploy");
    row("arn:aws:sts::111122223333:assumed-role/deploy", "aws-role:111122223333/deploy");
    row("arn:aws:iam::111122223333:user/team/ci", "aws-user:111122223333/ci");
    row("arn:aws:iam::111122223333:group/admins", "aws-group:111122223333/admins");
    row("arn:aws:iam::111122223333:root", "aws-arn:arn:aws:iam::111122223333:root");
    row("arn:aws:iam::111122223333:instance-profile/x",
        "aws-arn:arn:aws:iam::111122223333:instance-profile/x");
    row("arn:aws:sts::111122223333:federated-user/x", "aws-arn:arn:aws:sts::111122223333:federated-user/x");
    row("arn:aws-cn:iam::111122223333:role/x", "aws-role:111122223333/x");
    row("*", "");
    row("111122223333", "");
  }
  void awsPrincipals() {
    QFETCH(QByteArray, arn);
    QFETCH(QByteArray, key);
    QCOMPARE(QByteArray::fromStdString(keys::awsPrincipal(arn.toStdString())), key);
  }
  void caseMatters() { QVERIFY(keys::awsRole("1", "Deploy") != keys::awsRole("1", "deploy")); }
  void kubernetes() {
    QCOMPARE(keys::k8sServiceAccount("c", "ns", "n"), string("k8s-sa:c/ns/n"));
    QCOMPARE(keys::k8sSubject("c", "system:serviceaccount:ns:n"), string("k8s-sa:c/ns/n"));
    QCOMPARE(keys::k8sSubject("c", "system:serviceaccount:ns"),
             string("k8s-user:c/system:serviceaccount:ns"));
    QCOMPARE(keys::k8sSubject("c", "ci@example.org"), string("k8s-user:c/ci@example.org"));
    QCOMPARE(keys::k8sGroup("c", "system:masters"), string("k8s-group:c/system:masters"));
    QVERIFY(keys::k8sRole("c", "ns", "n") != keys::k8sRoleBinding("c", "ns", "n"));
    QVERIFY(keys::k8sClusterRole("c", "n") != keys::k8sRole("c", "", "n"));
  }
  void federated() {
    QCOMPARE(keys::oidcSubject("https://token.example.org/", "repo:a/b"),
             string("oidc:token.example.org#repo:a/b"));
    QCOMPARE(keys::oidcSubject("token.example.org", "repo:a/b"),
             keys::oidcSubject("https://token.example.org", "repo:a/b"));
  }
  void neutral() {
    QCOMPARE(keys::fromNeutralUid("aws:arn:aws:iam::1:role/p/x"), keys::awsRole("1", "x"));
    QCOMPARE(keys::fromNeutralUid("aws:arn:broken"), keys::neutral("aws:arn:broken"));
    QCOMPARE(keys::fromNeutralUid("k8s:c:system:serviceaccount:ns:n"),
             keys::k8sServiceAccount("c", "ns", "n"));
    QCOMPARE(keys::fromNeutralUid("k8s:arn:aws:eks:r:1:cluster/c:system:serviceaccount:ns:n"),
             keys::k8sServiceAccount("arn:aws:eks:r:1:cluster/c", "ns", "n"));
    QCOMPARE(keys::fromNeutralUid("vault:token/x"), string("uid:vault:token/x"));
  }
};

QTEST_APPLESS_MAIN(TestKeys)
#include "tst_keys.moc"
