// SPDX-License-Identifier: Apache-2.0
#include "connectors/vault/vault.h"
#include "models/identity/vault_keys.h"
#include "tests/kubernetes/collect.h"

#include <QTest>

using namespace countersign;
using namespace countersign::test;

namespace {

std::string entry(const std::string& id, const std::string& type, const std::string& operation,
                  const std::string& path, const std::string& more = {}) {
  return "{\"time\":\"2026-03-04T05:06:07.123456789Z\",\"type\":\"" + type +
         "\",\"auth\":{\"client_token\":\"hmac-sha256:11\",\"accessor\":\"hmac-sha256:22\",\"display_name\":"
         "\"approle\",\"entity_id\":\"e-1\",\"policies\":[\"b\",\"a\",\"b\"],\"metadata\":{\"role_name\":"
         "\"ci\"}},"
         "\"request\":{\"id\":\"" +
         id + "\",\"operation\":\"" + operation + "\",\"path\":\"" + path +
         "\",\"client_token\":\"canary-raw-token\",\"remote_address\":\"192.0.2.1\",\"data\":{\"x\":\"canary-"
         "data\"}}" +
         (type == "response" ? ",\"response\":{\"data\":{\"y\":\"canary-answer\"}}" : "") + more + "}\n";
}

Collected read(const std::string& text) {
  return collect(*makeVaultAuditConnector(), text, "prod");
}

bool holds(const std::vector<std::string>& keys, const std::string& key) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

} // namespace

class TestVaultAudit : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void recognised() {
    const auto connector = makeVaultAuditConnector();
    QVERIFY(connector->recognises(entry("1", "request", "read", "a")) == Match::Yes);
    QVERIFY(connector->recognises("{\"type\":\"request\",\"time\":\"x\",\"request\":{}}") == Match::No);
    QVERIFY(makeVaultAnswersConnector()->recognises(entry("1", "request", "read", "a")) == Match::No);
  }
  /// Of the two entries of a request the last counts.
  void oneEventARequest() {
    const auto got = read(entry("1", "request", "read", "secret/data/a") +
                          entry("1", "response", "read", "secret/data/a") +
                          entry("2", "request", "read", "secret/data/b"));
    QCOMPARE(got.all.events.size(), std::size_t(2));
    QCOMPARE(got.all.events[0].outcome, std::string("success"));
    QCOMPARE(got.all.events[0].action, std::string("read secret/data/a"));
    QCOMPARE(got.all.events[1].outcome, std::string("unknown"));
    QCOMPARE(formatRfc3339(*got.facts.capturedAt), std::string("2026-03-04T05:06:07.123456Z"));
    QVERIFY(!got.complete("events"));
  }
  void denied() {
    const auto got = read(entry("1", "response", "read", "secret/data/a",
                                ",\"error\":\"1 error occurred:\\n\\t* permission denied\\n\\n\""));
    QCOMPARE(got.all.events[0].outcome, std::string("denied"));
    const auto other = read(entry("1", "response", "read", "a", ",\"error\":\"no handler\""));
    QCOMPARE(other.all.events[0].outcome, std::string("error: no handler"));
  }
  void actor() {
    const Event event = read(entry("1", "response", "update", "auth/approle/login")).all.events[0];
    QVERIFY(holds(event.actorKeys, keys::vaultEntity("e-1")));
    QVERIFY(holds(event.actorKeys, keys::vaultRole("prod", "approle/role/ci")));
    QVERIFY(!holds(event.actorKeys, keys::vaultAccessor("prod", "hmac-sha256:22"))); // an HMAC is no accessor
    std::string plain = entry("1", "response", "read", "a");
    plain.replace(plain.find("hmac-sha256:22"), 14, "acc-1");
    const Event other = read(plain).all.events[0];
    QVERIFY(holds(other.actorKeys, keys::vaultAccessor("prod", "acc-1")));
    QVERIFY(!holds(other.actorKeys, keys::vaultRole("prod", "approle/role/ci")));
  }
  /// What has a name in a namespace is something else than what has it in the root.
  void namespaces() {
    std::string text = entry("1", "response", "update", "sys/policies/acl/ci");
    text.insert(text.find("\"operation\""), "\"namespace\":{\"id\":\"x\",\"path\":\"team/\"},");
    QCOMPARE(read(text).all.events[0].aboutKeys.at(0), keys::vaultPolicy("prod/team", "ci"));
  }
  void changes_data() {
    QTest::addColumn<QString>("operation");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("key");
    QTest::addColumn<bool>("changes");
    const auto row = [](const char* operation, const char* path, const std::string& key, bool changes) {
      QTest::addRow("%s %s", operation, path) << QString::fromLatin1(operation) << QString::fromLatin1(path)
                                              << QString::fromStdString(key) << changes;
    };
    row("update", "sys/policies/acl/CI", keys::vaultPolicy("prod", "ci"), true);
    row("delete", "sys/policy/ci", keys::vaultPolicy("prod", "ci"), true);
    row("update", "auth/approle/role/ci", keys::vaultRole("prod", "approle/role/ci"), true);
    row("update", "auth/approle/role/ci/policies", keys::vaultRole("prod", "approle/role/ci"), true);
    row("update", "auth/approle/role/ci/secret-id", keys::vaultRole("prod", "approle/role/ci"), false);
    row("update", "identity/entity/id/e-1", keys::vaultEntity("e-1"), true);
    row("update", "sys/auth/approle", keys::vaultMount("prod", "auth/approle"), true);
    row("read", "sys/policies/acl/ci", "", false);
    row("update", "secret/data/a", "", false);
  }
  void changes() {
    QFETCH(QString, operation);
    QFETCH(QString, path);
    QFETCH(QString, key);
    QFETCH(bool, changes);
    const Event event =
        read(entry("1", "response", operation.toStdString(), path.toStdString())).all.events[0];
    QCOMPARE(event.stateChanging, changes);
    QCOMPARE(event.aboutKeys.empty(), key.isEmpty());
    if (!key.isEmpty()) QCOMPARE(QString::fromStdString(event.aboutKeys[0]), key);
  }
  /// A device that was told to log raw writes secrets in clear.
  void masks() {
    const std::string text =
        entry("1", "request", "update", "secret/data/a") + entry("1", "response", "update", "a");
    const auto got = read(text);
    QVERIFY(masked(text, got).find("canary") == std::string::npos);
    for (const Event& event : got.all.events)
      QVERIFY((event.summary + event.actor + *canonicalJson(event.details)).find("canary") ==
              std::string::npos);
  }
  void badLines() {
    const std::string good = entry("1", "response", "read", "a");
    std::string timeless = entry("2", "response", "read", "a");
    timeless.replace(timeless.find("2026-"), 5, "never");
    const auto got = read(good + "{\"type\":\"canary\"}\n" + timeless + "{\"broken\": canary\n" +
                          "{\"a\":" + std::string(3000, '[') + "\n" + good.substr(0, good.size() / 2));
    QCOMPARE(got.all.events.size(), std::size_t(1));
    QVERIFY(got.errors() >= 4);
    for (const Gap& gap : got.all.gaps)
      QVERIFY(gap.error.place.excerpt.find("canary") == std::string::npos);
    QVERIFY(!got.complete("events"));
  }
};

QTEST_APPLESS_MAIN(TestVaultAudit)
#include "tst_vault_audit.moc"
