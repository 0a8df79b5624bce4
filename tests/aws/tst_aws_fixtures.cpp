// SPDX-License-Identifier: Apache-2.0
#include "aws_import.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QSet>
#include <QTest>

using namespace countersign;

namespace {

/// What becomes of each real export: which connector takes it, with which error or how many of what.
struct Expected {
  const char *path, *connector, *error;
  int documents, observations, events, faults;
};
// clang-format off
constexpr Expected expected[] = {
    {"awscli-examples/iam/create-policy.1.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/create-policy.2.json", "aws.resource-policies", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/create-policy.3.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/create-policy.4.json", "aws.resource-policies", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/create-policy.json", "aws.resource-policies", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/create-role.1.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/create-role.2.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/create-role.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/create-service-specific-credential.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/create-user.1.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/create-user.2.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/create-user.3.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/create-user.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/generate-credential-report.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/get-account-password-policy.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/get-context-keys-for-custom-policy.1.json", "", "unrecognised", 0, 0, 0, 0},
    {"awscli-examples/iam/get-context-keys-for-custom-policy.2.json", "", "unrecognised", 0, 0, 0, 0},
    {"awscli-examples/iam/get-context-keys-for-custom-policy.3.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/get-context-keys-for-custom-policy.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/get-group-policy.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/get-mfa-device.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/get-policy-version.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/get-policy.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/get-role.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/list-attached-group-policies.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/list-attached-role-policies.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/list-group-policies.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/list-groups-for-user.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/list-groups.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/list-instance-profile-tags.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/list-instance-profiles.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/list-mfa-device-tags.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/list-mfa-devices.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/list-open-id-connect-provider-tags.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/list-policy-versions.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/list-role-policies.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/list-role-tags.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/list-roles.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/list-saml-provider-tags.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/list-saml-providers.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/list-service-specific-credential.1.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/list-service-specific-credential.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/list-signing-certificates.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/list-ssh-public-keys.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/list-virtual-mfa-devices.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/simulate-principal-policy.1.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/iam/simulate-principal-policy.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/organizations/create-account.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/organizations/create-organizational-unit.json", "aws.organizations", "", 1, 0, 0, 0},
    {"awscli-examples/organizations/create-policy.json", "aws.organizations", "", 1, 0, 0, 0},
    {"awscli-examples/organizations/describe-account.json", "aws.organizations", "", 1, 0, 0, 0},
    {"awscli-examples/organizations/describe-create-account-status.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/organizations/describe-organizational-unit.json", "aws.organizations", "", 1, 0, 0, 0},
    {"awscli-examples/organizations/list-create-account-status.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/organizations/list-organizational-units-for-parent.json", "aws.organizations", "", 2, 0, 0, 0},
    {"awscli-examples/organizations/update-policy.json", "aws.organizations", "", 1, 0, 0, 0},
    {"awscli-examples/lambda/get-policy.json", "aws.resource-policies", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/lambda/list-functions.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/s3api/get-bucket-policy-status.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/s3api/get-bucket-policy.json", "aws.resource-policies", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/secretsmanager/describe-secret.json", "aws.secrets", "", 1, 3, 0, 0},
    {"awscli-examples/secretsmanager/list-secret-version-ids.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"awscli-examples/secretsmanager/list-secrets.1.json", "aws.secrets", "", 1, 1, 0, 0},
    {"awscli-examples/secretsmanager/list-secrets.2.json", "aws.secrets", "", 1, 3, 0, 0},
    {"awscli-examples/secretsmanager/list-secrets.json", "aws.secrets", "", 2, 2, 0, 0},
    {"cloudmapper/accessanalzyer-list-analyzers.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"cloudmapper/cloudtrail-describe-trails.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"cloudmapper/credential-report.csv", "aws.credential-report", "", 3, 6, 0, 0},
    {"cloudmapper/iam-generate-service-last-accessed-details/arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fbad_role.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"cloudmapper/iam-generate-service-last-accessed-details/arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fexfiller.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"cloudmapper/iam-generate-service-last-accessed-details/arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Flevel3.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"cloudmapper/iam-generate-service-last-accessed-details/arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fservice-role%2Flevel1.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"cloudmapper/iam-get-account-authorization-details.json", "aws.account-authorization-details", "", 9, 0, 0, 0},
    {"cloudmapper/iam-get-account-summary.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"cloudmapper/iam-get-credential-report.json", "aws.credential-report", "", 3, 6, 0, 0},
    {"cloudmapper/iam-get-user/USER.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"cloudmapper/iam-get-user/USER_WITH_BAD_INLINE_POLICY.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"cloudmapper/iam-list-saml-providers.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"cloudmapper/lambda-list-functions.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"cloudmapper/s3-list-buckets.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"cloudmapper/sqs-get-queue-attributes/https%3A%2F%2Fqueue.amazonaws.com%2F123456789012%2Fdemo.json", "aws.resource-policies", "", 1, 0, 0, 0},
    {"cloudmapper/sqs-list-queues.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"cloudsplaining/example-authz-details.json", "aws.account-authorization-details", "", 40, 3, 0, 0},
    {"cloudsplaining/example_authz_v2.json", "aws.account-authorization-details", "", 6, 2, 0, 0},
    {"cloudsplaining/explicit-actions.json", "aws.resource-policies", "unsupported", 0, 0, 0, 0},
    {"cloudsplaining/managed_policy_mismatch.json", "aws.account-authorization-details", "", 2, 0, 0, 0},
    {"cloudsplaining/wildcards.json", "aws.resource-policies", "unsupported", 0, 0, 0, 0},
    {"iam-simulate-gaad/gaad_cm.json", "", "unrecognised", 0, 0, 0, 0},
    {"iam-simulate-gaad/gaad_public.json", "", "unrecognised", 0, 0, 0, 0},
    {"iam-simulate-gaad/suite.json", "", "unrecognised", 0, 0, 0, 0},
    {"moto/access-key-last-used-never.json", "aws.access-keys", "", 0, 1, 0, 0},
    {"moto/access-key-last-used.json", "aws.access-keys", "", 0, 1, 0, 0},
    {"moto/auth-error-AccessDenied.xml", "aws.other", "unsupported", 0, 0, 0, 0},
    {"moto/auth-error-InvalidClientTokenId.xml", "aws.other", "unsupported", 0, 0, 0, 0},
    {"moto/auth-error-SignatureDoesNotMatch.xml", "aws.other", "unsupported", 0, 0, 0, 0},
    {"moto/auth-ok-GetRole.xml", "aws.other", "unsupported", 0, 0, 0, 0},
    {"moto/caller-identity.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"moto/config-iam.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"moto/config-select.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"moto/credential-report.csv", "aws.credential-report", "", 3, 4, 0, 0},
    {"moto/credential-report.raw.json", "aws.credential-report", "", 3, 4, 0, 0},
    {"moto/gaad-filter-role.json", "aws.account-authorization-details", "", 7, 7, 0, 0},
    {"moto/gaad-t2-drifted.json", "aws.account-authorization-details", "", 12, 6, 0, 0},
    {"moto/gaad.json", "aws.account-authorization-details", "", 13, 7, 0, 0},
    {"moto/generate-credential-report.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"moto/get-oidc-provider.json", "aws.oidc-providers", "", 0, 0, 0, 1},
    {"moto/get-role-policy.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"moto/get-role.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"moto/get-user.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"moto/iam-account-summary.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"moto/iam-server-certs.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"moto/list-access-keys-t2-svc-backup.json", "aws.access-keys", "", 1, 0, 0, 0},
    {"moto/list-access-keys.json", "aws.access-keys", "", 1, 0, 0, 0},
    {"moto/list-attached-role-policies.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"moto/list-oidc-providers.json", "aws.oidc-providers", "", 2, 0, 0, 0},
    {"moto/list-role-policies.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"moto/list-roles.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"moto/list-user-tags.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"moto/list-users.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"moto/org-accounts.json", "aws.organizations", "", 1, 0, 0, 0},
    {"moto/org-roots.json", "aws.organizations", "", 1, 0, 0, 0},
    {"moto/org-scp-content.json", "aws.organizations", "", 1, 0, 0, 0},
    {"moto/org-scp-targets.json", "aws.organizations", "unsupported", 0, 0, 0, 0},
    {"moto/org-scps.json", "aws.organizations", "", 2, 0, 0, 0},
    {"moto/org.json", "aws.organizations", "", 1, 0, 0, 0},
    {"moto/raw-GetAccessKeyLastUsed.xml", "aws.other", "unsupported", 0, 0, 0, 0},
    {"moto/raw-GetAccountAuthorizationDetails.xml", "aws.other", "unsupported", 0, 0, 0, 0},
    {"moto/raw-GetRole.xml", "aws.other", "unsupported", 0, 0, 0, 0},
    {"moto/raw-ListRoles-page1.xml", "aws.other", "unsupported", 0, 0, 0, 0},
    {"moto/raw-error-NoSuchEntity.xml", "aws.other", "unsupported", 0, 0, 0, 0},
    {"moto/secretsmanager.json", "aws.secrets", "", 0, 0, 0, 0},
    {"moto/sts-akid.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"moto/tagging.json", "aws.other", "unsupported", 0, 0, 0, 0},
    {"panther-analysis/aws_acm_certificate_panther.jsonl", "", "unrecognised", 0, 0, 0, 0},
    {"panther-analysis/aws_cloudtrail.json", "aws.cloudtrail", "", 0, 0, 212, 5},
    {"panther-analysis/aws_iam_policy_panther.jsonl", "aws.other", "unsupported", 0, 0, 0, 0},
    {"panther-analysis/aws_iam_role_panther.jsonl", "aws.other", "unsupported", 0, 0, 0, 0},
    {"panther-analysis/aws_iam_user_panther.jsonl", "", "unrecognised", 0, 0, 0, 0},
    {"stratus-red-team/aws.credential-access.ec2-get-password-data.json", "aws.cloudtrail", "", 0, 0, 34, 0},
    {"stratus-red-team/aws.credential-access.secretsmanager-batch-retrieve-secrets.json", "aws.cloudtrail", "", 0, 0, 5, 0},
    {"stratus-red-team/aws.credential-access.ssm-retrieve-securestring-parameters.json", "aws.cloudtrail", "", 0, 0, 10, 0},
    {"stratus-red-team/aws.defense-evasion.cloudtrail-event-selectors.json", "aws.cloudtrail", "", 0, 0, 1, 0},
    {"stratus-red-team/aws.defense-evasion.dns-delete-logs.json", "aws.cloudtrail", "", 0, 0, 1, 0},
    {"stratus-red-team/aws.defense-evasion.vpc-remove-flow-logs.json", "aws.cloudtrail", "", 0, 0, 1, 0},
    {"stratus-red-team/aws.execution.ec2-launch-unusual-instances.json", "aws.cloudtrail", "", 0, 0, 3, 0},
    {"stratus-red-team/aws.execution.ssm-send-command.json", "aws.cloudtrail", "", 0, 0, 56, 0},
    {"stratus-red-team/aws.exfiltration.ec2-security-group-open-port-22-ingress.json", "aws.cloudtrail", "", 0, 0, 1, 0},
    {"stratus-red-team/aws.exfiltration.ec2-share-ebs-snapshot.json", "aws.cloudtrail", "", 0, 0, 1, 0},
    {"stratus-red-team/aws.impact.bedrock-invoke-model.json", "aws.cloudtrail", "", 0, 0, 15, 0},
    {"stratus-red-team/aws.lateral-movement.ec2-instance-connect.json", "aws.cloudtrail", "", 0, 0, 3, 0},
    {"stratus-red-team/aws.persistence.iam-backdoor-role.json", "aws.cloudtrail", "", 0, 0, 1, 0},
    {"stratus-red-team/aws.persistence.iam-create-admin-user.json", "aws.cloudtrail", "", 0, 0, 3, 0},
    {"stratus-red-team/aws.persistence.iam-create-user-login-profile.json", "aws.cloudtrail", "", 0, 0, 3, 0},
    {"stratus-red-team/aws.persistence.lambda-layer-extension.json", "aws.cloudtrail", "", 0, 0, 1, 0},
    {"stratus-red-team/aws.persistence.rolesanywhere-create-trust-anchor.json", "aws.cloudtrail", "", 0, 0, 2, 0},
    {"stratus-red-team/aws.privilege-escalation.iam-update-user-login-profile.json", "aws.cloudtrail", "", 0, 0, 1, 0},
};
// clang-format on

const QStringList folders{QStringLiteral("moto"),
                          QStringLiteral("cloudsplaining"),
                          QStringLiteral("cloudmapper"),
                          QStringLiteral("awscli-examples/iam"),
                          QStringLiteral("awscli-examples/organizations"),
                          QStringLiteral("awscli-examples/lambda"),
                          QStringLiteral("awscli-examples/s3api"),
                          QStringLiteral("awscli-examples/secretsmanager"),
                          QStringLiteral("iam-simulate-gaad"),
                          QStringLiteral("stratus-red-team")};

QByteArray bytesOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}
QString fixtures() {
  return QStringLiteral(COUNTERSIGN_FIXTURES_DIR);
}

} // namespace

class TestAwsFixtures : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void initTestCase() {
    if (!QDir(fixtures() + QStringLiteral("/moto")).exists()) QSKIP("all data missing");
  }

  void imports_data() {
    QTest::addColumn<int>("row");
    for (std::size_t i = 0; i < std::size(expected); ++i)
      QTest::newRow(expected[i].path) << static_cast<int>(i);
  }
  void imports() {
    QFETCH(int, row);
    const Expected& want = expected[row];
    const QByteArray bytes = bytesOf(fixtures() + QLatin1Char('/') + QLatin1String(want.path));
    QVERIFY2(!bytes.isEmpty(), want.path);
    const Imported got =
        importText(std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
    QCOMPARE(QByteArray::fromStdString(got.connector), QByteArray(want.connector));
    QCOMPARE(got.error ? QByteArray::fromStdString(std::string(errorCodeName(got.error->code)))
                       : QByteArray(),
             QByteArray(want.error));
    QCOMPARE(static_cast<int>(got.batch.documents.size()), want.documents);
    QCOMPARE(static_cast<int>(got.batch.observations.size()), want.observations);
    QCOMPARE(static_cast<int>(got.batch.events.size()), want.events);
    QCOMPARE(static_cast<int>(got.faults()), want.faults);
    if (got.error && !got.connector.empty()) QVERIFY(!got.error->remedy.empty());
    for (const auto& [document, where] : got.batch.documents)
      QVERIFY(document.canonical());
  }

  void leavesNothingOut() {
    QSet<QString> known;
    for (const Expected& want : expected)
      known.insert(QLatin1String(want.path));
    for (const QString& folder : folders) {
      QDirIterator files(fixtures() + QLatin1Char('/') + folder,
                         {QStringLiteral("*.json"), QStringLiteral("*.csv"), QStringLiteral("*.xml")},
                         QDir::Files, QDirIterator::Subdirectories);
      while (files.hasNext()) {
        const QString path = QDir(fixtures()).relativeFilePath(files.next());
        QVERIFY2(known.contains(path), qPrintable(path));
      }
    }
  }

  /// Files of a tool that keeps AWS data in a form of its own: none may be taken for an export of AWS.
  void takesNothingOfAnotherForm() {
    QDirIterator files(fixtures() + QStringLiteral("/iam-lens"), {QStringLiteral("*.json")}, QDir::Files,
                       QDirIterator::Subdirectories);
    int count = 0;
    while (files.hasNext()) {
      const QByteArray bytes = bytesOf(files.next());
      const Imported got =
          importText(std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
      QVERIFY(got.error &&
              (got.error->code == ErrorCode::Unrecognised || got.error->code == ErrorCode::Unsupported));
      ++count;
    }
    QVERIFY(count > 100);
  }

  /// A report as CSV and as the answer that holds it say the same; so do two exports of one account.
  void twinsAgree() {
    for (const auto& [csv, json] :
         {std::pair{"/cloudmapper/credential-report.csv", "/cloudmapper/iam-get-credential-report.json"},
          std::pair{"/moto/credential-report.csv", "/moto/credential-report.raw.json"}}) {
      const Imported a = importText(bytesOf(fixtures() + QLatin1String(csv)).toStdString());
      const Imported b = importText(bytesOf(fixtures() + QLatin1String(json)).toStdString());
      QCOMPARE(a.batch.documents.size(), b.batch.documents.size());
      for (std::size_t i = 0; i < a.batch.documents.size(); ++i)
        QCOMPARE(a.batch.documents[i].first.canonical().value(),
                 b.batch.documents[i].first.canonical().value());
    }
  }
};

QTEST_APPLESS_MAIN(TestAwsFixtures)
#include "tst_aws_fixtures.moc"
