// SPDX-License-Identifier: Apache-2.0
#include "connectors/vault/answer.h"
#include "connectors/vault/vault.h"
#include "tests/kubernetes/collect.h"

#include <QTest>
#ifndef Q_MOC_RUN // moc does not follow raw string literals
#include "answer_data.h"
#endif

using namespace countersign;
using namespace countersign::test;

namespace {

Collected read(const std::string& text, const ReadOptions& options = {}) {
  return collect(*makeVaultAnswersConnector(), text, "prod", options);
}

/// One answer as a file of that name.
Collected readNamed(const std::string& name, const std::string& text) {
  Collected out;
  Input input;
  input.name = name;
  input.bytes = text;
  Facts facts;
  facts.scope = "prod";
  CollectSink sink;
  auto done = makeVaultAnswersConnector()->read(input, facts, {}, sink);
  out.all = std::move(sink.all);
  if (done)
    out.parts = done->parts;
  else
    out.error = done.error();
  return out;
}

std::string answer(const std::string& data) {
  return "{\"request_id\":\"r\",\"lease_id\":\"\",\"data\":" + data + ",\"auth\":null}";
}

std::string content(const Document* d) {
  return d == nullptr ? "no document" : *canonicalJson(d->content);
}

} // namespace

class TestVaultAnswers : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void wholeServer() {
    const auto got = read(wholeVault());
    QVERIFY(!got.error);
    QCOMPARE(got.errors(), std::size_t(0));
    for (const char* part : {"policies", "entities", "groups", "auth-roles", "auth-mounts", "server"})
      QVERIFY2(got.complete(part), part);
    QVERIFY(!got.complete("lists"));
    QCOMPARE(
        content(got.find("vault.entity", "e-1")),
        std::string(
            "{\"aliases\":[{\"canonical_id\":\"e-1\",\"id\":\"a-1\",\"mount_accessor\":\"auth_approle_1\","
            "\"mount_path\":\"auth/approle\",\"mount_type\":\"approle\","
            "\"name\":\"11111111-2222-3333-4444-555555555555\"}],\"cluster\":\"prod\","
            "\"creation_time\":\"2026-01-02T03:04:05.678000Z\",\"direct_group_ids\":[\"g-1\"],"
            "\"disabled\":false,\"group_ids\":[\"g-1\"],\"id\":\"e-1\",\"inherited_group_ids\":[],"
            "\"metadata\":{\"owner\":\"billing@example.org\",\"team\":\"billing\"},\"name\":\"svc-billing\","
            "\"namespace_id\":\"root\",\"policies\":[\"billing\"]}"));
    QCOMPARE(content(got.find("vault.policy", "deploy")),
             std::string(
                 "{\"cluster\":\"prod\",\"name\":\"deploy\",\"rules\":"
                 "[\"path \\\"secret/data/+/release\\\" { capabilities = [\\\"read\\\", \\\"update\\\"] }\","
                 "\"path \\\"secret/data/billing/top\\\" { capabilities = [\\\"deny\\\"] }\"]}"));
    QCOMPARE(
        content(got.find("vault.auth-role", "auth/approle/role/billing")),
        std::string(
            "{\"bind_secret_id\":true,\"cluster\":\"prod\",\"mount\":\"approle\",\"name\":\"billing\","
            "\"path\":\"auth/approle/role/billing\",\"secret_id_num_uses\":0,\"secret_id_ttl\":3600,"
            "\"token_bound_cidrs\":[\"10.0.0.0/8\"],\"token_max_ttl\":0,\"token_no_default_policy\":true,"
            "\"token_policies\":[\"billing\",\"deploy\"],\"token_ttl\":600,\"token_type\":\"default\"}"));
    QVERIFY(got.find("vault.role-id", "auth/approle/role/billing") != nullptr);
  }

  void incomplete() {
    std::string text = wholeVault();
    const auto at = text.find("{\"path\":\"sys/policies/acl/shared\"");
    text.erase(at, text.find('\n', at) + 1 - at);
    const auto got = read(text);
    QVERIFY(!got.complete("policies"));
    QVERIFY(got.part("policies")->why.find("sys/policies/acl/shared") != std::string::npos);
    QVERIFY(got.complete("entities"));
  }

  void refused() {
    const auto got = read(wholeVault() + "{\"path\":\"identity/group/id/g-2\",\"answer\":{\"errors\":[\"1 "
                                         "error occurred:\\n\\t* permission denied\\n\\n\"]}}");
    QCOMPARE(got.errors(), std::size_t(1));
    QVERIFY(got.hasGap("identity/group/id/g-2: the server refused: 1 error occurred:  * permission denied"));
    QVERIFY(!got.complete("groups"));
    QVERIFY(got.complete("entities"));
  }

  void truncatedAnywhere() {
    const std::string text = wholeVault();
    for (std::size_t n = 0; n + 2 < text.size(); n += 11) {
      const auto got = read(text.substr(0, n));
      if (!got.error && text[n - 1] != '\n' && text[n] != '\n') QVERIFY(!got.anyComplete());
    }
  }

  void tokens() {
    const auto got = readNamed("x/auth/token/lookup/ci.json", answer(tokenData));
    QCOMPARE(
        content(got.find("vault.token", "acc-1")),
        std::string(
            "{\"accessor\":\"acc-1\",\"cluster\":\"prod\",\"creation_time\":\"2026-01-02T03:04:05Z\","
            "\"creation_ttl\":3600,\"display_name\":\"token-ci\",\"explicit_max_ttl\":0,"
            "\"issue_time\":\"2026-01-02T03:04:05Z\",\"meta\":{\"owner\":\"ci@example.org\"},\"orphan\":true,"
            "\"path\":\"auth/token/"
            "create\",\"policies\":[\"root\"],\"renewable\":false,\"type\":\"service\"}"));
    QCOMPARE(*canonicalJson(got.observation("acc-1", "left")->value),
             std::string("{\"expire_time\":\"2026-01-02T05:04:05Z\",\"num_uses\":5,\"ttl\":3599}"));
    QVERIFY(masked(answer(tokenData), got).find("hvs.") == std::string::npos);
  }

  /// What is left of a token is no part of its document.
  void timePasses() {
    std::string later = tokenData;
    later.replace(later.find("3599"), 4, "1203");
    later.replace(later.find("\"num_uses\":5"), 12, "\"num_uses\":4");
    QCOMPARE(readNamed("auth/token/lookup/a.json", answer(tokenData)).canonical(),
             readNamed("auth/token/lookup/a.json", answer(later)).canonical());
  }

  void pathFromNames_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("path");
    const auto row = [](const char* name, const char* path) {
      QTest::newRow(name) << QString::fromLatin1(name) << QString::fromLatin1(path);
    };
    row("/exports/auth/approle/role/ci.json", "auth/approle/role/ci");
    row("/auth/exports/sys/policies/acl/a.json", "sys/policies/acl/a");
    row("vault.zip!/auth/sys/role/ci.json", "auth/sys/role/ci");
    row("auth/approle/roles.json", "auth/approle/role");
    row("auth/token/roles.json", "auth/token/roles");
    row("auth/approle/role/ci.secret-id-accessors.json", "auth/approle/role/ci/secret-id");
    row("sys/policies-acl.json", "sys/policies/acl");
    row("answers.json", "");
    row("", "");
  }
  void pathFromNames() {
    QFETCH(QString, name);
    QFETCH(QString, path);
    QCOMPARE(QString::fromStdString(vault::pathFromName(name.toStdString())), path);
  }

  void namelessRole() {
    const auto got = readNamed("role.json", answer(roleData));
    QVERIFY(got.all.documents.empty());
    QVERIFY(got.hasGap("a role that does not say its name"));
  }

  void secretValues() {
    const std::string text =
        line("secret/data/billing", "{\"data\":{\"pin\":\"canary-4711\"},\"metadata\":{\"version\":1}}");
    const auto got = read(text);
    QVERIFY(got.all.documents.empty());
    QCOMPARE(got.errors(), std::size_t(1));
    QVERIFY(masked(text, got).find("canary") == std::string::npos);
  }

  void kvMetadata() {
    const auto got = read(line("secret/metadata/billing",
                               "{\"cas_required\":false,\"current_version\":7,"
                               "\"custom_metadata\":{\"owner\":\"billing@example.org\",\"password\":"
                               "\"canary\"},\"max_versions\":0,\"oldest_version\":0,"
                               "\"created_time\":\"2026-01-01T00:00:00Z\",\"updated_time\":\"2026-02-01T00:"
                               "00:00Z\",\"versions\":{\"7\":{}}}"));
    QCOMPARE(
        content(got.find("vault.kv-metadata", "secret/metadata/billing")),
        std::string("{\"cas_required\":false,\"cluster\":\"prod\",\"created_time\":\"2026-01-01T00:00:00Z\","
                    "\"custom_metadata\":{\"owner\":\"billing@example.org\"},\"max_versions\":0,"
                    "\"path\":\"secret/metadata/billing\"}"));
    QVERIFY(got.observation("secret/metadata/billing", "versions") != nullptr);
  }

  void mountTableAsTheProgramPrintsIt() {
    const std::string text =
        "{\"approle/"
        "\":{\"accessor\":\"auth_approle_1\",\"type\":\"approle\",\"config\":{\"max_lease_ttl\":0}}}";
    QVERIFY(makeVaultAnswersConnector()->recognises(text) == Match::Yes);
    const auto got = read(text);
    QCOMPARE(content(got.find("vault.auth-mount", "auth/approle")),
             std::string("{\"accessor\":\"auth_approle_1\",\"cluster\":\"prod\",\"max_lease_ttl\":0,"
                         "\"path\":\"auth/approle\",\"type\":\"approle\"}"));
    QVERIFY(got.complete("auth-mounts"));
  }

  void badInput() {
    for (const std::string& text :
         {std::string("{"), std::string("[]"), std::string("{\"request_id\":1,\"lease_id\":2,\"data\":[]}"),
          answer("null"), answer("{\"id\":7,\"aliases\":3}"), answer("{\"keys\":\"a\"}"),
          answer("{\"accessor\":\"\",\"policies\":null,\"creation_ttl\":1}"),
          "{\"a\":" + std::string(2000, '[') + std::string(2000, ']') + "}", answer("{\"a\":1,\"a\":2}"),
          std::string("\xff\xfe{}")}) {
      const auto got = read(text);
      QVERIFY(got.all.documents.empty());
      QVERIFY(got.error || got.errors() > 0);
      QVERIFY(!got.anyComplete());
    }
  }

  void notOurs() {
    for (const auto& connector : vaultConnectors())
      for (const char* text :
           {"{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[]}", "{\"path\":\"a\"}", "{}", "", "path",
            "{\"type\":\"request\"}", "resource \"vault_policy\" \"x\" {\n  path \"a\" {}\n}"})
        QVERIFY2(connector->recognises(text) == Match::No, text);
  }
};

QTEST_APPLESS_MAIN(TestVaultAnswers)
#include "tst_vault_answers.moc"
