// SPDX-License-Identifier: Apache-2.0
#include "connectors/vault/vault.h"
#include "memory_reader.h"
#include "models/access/vault/documents.h"

#include <QDir>
#include <QDirIterator>
#include <QTest>

using namespace countersign;
using namespace countersign::test;

/// What a running server answered, read as exports.
class TestVaultFixtures : public QObject {
  Q_OBJECT
  const QString root_ = QStringLiteral(COUNTERSIGN_FIXTURES_DIR) + QStringLiteral("/vault-live");

  /// All answers and policies; each file is recognised by exactly one connector.
  MemoryReader readAll(std::map<std::string, std::size_t>& kinds) const {
    MemoryReader reader("vault/prod/live");
    const auto connectors = vaultConnectors();
    QStringList files;
    for (const char* folder : {"/auth", "/identity", "/policies", "/sys"}) {
      QDirIterator all(root_ + QString::fromLatin1(folder), QDir::Files, QDirIterator::Subdirectories);
      while (all.hasNext())
        files << all.next();
    }
    files.sort();
    for (const QString& file : files) {
      const std::string text = fileText(file.toStdString());
      Input input;
      input.name = file.toStdString();
      input.bytes = text;
      Facts facts;
      facts.scope = "prod";
      Collected got;
      std::size_t matches = 0;
      for (const auto& connector : connectors)
        if (connector->recognises(text.substr(0, 65536)) == Match::Yes) {
          ++matches;
          CollectSink sink;
          const auto read = connector->read(input, facts, {}, sink);
          got.all = std::move(sink.all);
          if (read) got.parts = read->parts;
        }
      if (matches != 1 || got.all.documents.empty() || got.errors() != 0) qWarning("%s", qPrintable(file));
      kinds["unread"] += matches == 1 && !got.all.documents.empty() && got.errors() == 0 ? 0U : 1U;
      for (const auto& [document, where] : got.all.documents)
        ++kinds[document.object.kind];
      reader.add(got);
    }
    return reader;
  }

  static std::string line(const std::string& path, const Json& data) {
    Json answer = Json::object();
    answer.set("request_id", Json("r")).set("lease_id", Json("")).set("data", data);
    return *canonicalJson(Json::object().set("path", Json(path)).set("answer", std::move(answer))) + "\n";
  }

private Q_SLOTS:
  void initTestCase() {
    if (!QDir(root_).exists()) QSKIP("all data missing");
  }
  void everyAnswer() {
    std::map<std::string, std::size_t> kinds;
    (void)readAll(kinds);
    QCOMPARE(kinds["unread"], std::size_t(0));
    QCOMPARE(kinds["vault.entity"], std::size_t(3));
    QCOMPARE(kinds["vault.group"], std::size_t(1));
    QCOMPARE(kinds["vault.auth-role"], std::size_t(4));
    QCOMPARE(kinds["vault.policy"], std::size_t(14)); // seven, as answers and as files
    QCOMPARE(kinds["vault.auth-mount"], std::size_t(4));
    QCOMPARE(kinds["vault.mount"], std::size_t(7));
    QCOMPARE(kinds["vault.token"], std::size_t(1));
    QCOMPARE(kinds["vault.login"], std::size_t(1));
    QCOMPARE(kinds["vault.list"], std::size_t(7));
  }
  /// A policy as text and as answer is one document.
  void formsAreOne() {
    std::map<std::string, std::size_t> kinds;
    const MemoryReader reader = readAll(kinds);
    std::map<std::string, std::set<Digest>> digests;
    for (const HeldDocumentPtr& policy : reader.all("vault.policy")) {
      digests[policy->document.object.uid].insert(policy->digest);
      QVERIFY(policy->document.content.has("rules"));
    }
    QCOMPARE(digests.size(), std::size_t(7));
    for (const auto& [name, seen] : digests)
      QVERIFY2(seen.size() == 1, name.c_str());
  }
  /// The token of a login can do what the server said, worked out from documents.
  void capabilitiesOfTheLogin() {
    std::map<std::string, std::size_t> kinds;
    MemoryReader reader = readAll(kinds);
    const auto oracle =
        parseJson(fileText((root_ + QStringLiteral("/oracle/login_capabilities.json")).toStdString()));
    QVERIFY(oracle.has_value());
    const HeldDocumentPtr role = reader.find("vault.auth-role", "auth/approle/role/payments-api");
    for (const HeldDocumentPtr& principal : {reader.all("vault.token").at(0), role}) {
      const vault::DocumentHolder held = vault::holderFrom(reader, principal, Instant{});
      int decisions = 0;
      for (const auto& [path, expected] : (*oracle)["tokens"]["payments-api"].members()) {
        const auto got = vault::capabilities(held.holder, path);
        QVERIFY2(got.has_value(),
                 (path + (held.holder.missing.empty() ? "" : held.holder.missing[0])).c_str());
        QVERIFY2(*got == expected.strings(), path.c_str());
        ++decisions;
      }
      QCOMPARE(decisions, 32);
    }
  }
  /// Sets of policies by chance, in their normal form, decide as the server did.
  void capabilitiesOfPolicySets() {
    const auto oracle =
        parseJson(fileText((root_ + QStringLiteral("/oracle/capabilities_random_a.json")).toStdString()));
    QVERIFY(oracle.has_value());
    int decisions = 0;
    for (const Json& set : (*oracle)["sets"].items()) {
      Json token = Json::object();
      token.set("accessor", Json("a")).set("creation_ttl", Json(1)).set("policies", Json::array());
      Json names = Json::array();
      std::string lines =
          line("sys/seal-status", Json::object().set("sealed", Json(false)).set("version", Json("1.8.0")));
      for (const auto& [name, text] : set["policies"].members()) {
        names.push(Json(name));
        lines += line("sys/policies/acl/" + name, Json::object().set("name", Json(name)).set("policy", text));
      }
      lines += line("auth/token/lookup", token.set("policies", std::move(names)));
      MemoryReader reader("vault/prod/live");
      reader.add(collect(*makeVaultAnswersConnector(), lines, "prod"));
      for (const HeldDocumentPtr& policy : reader.all("vault.policy"))
        QVERIFY(policy->document.content.has("rules"));
      const vault::DocumentHolder held =
          vault::holderFrom(reader, reader.find("vault.token", "a"), Instant{});
      QCOMPARE(held.notes.at(0), std::string("decided as Vault 1.8"));
      for (const auto& [path, expected] : set["expected"].members()) {
        const auto got = vault::capabilities(held.holder, path);
        QVERIFY2(got && *got == expected.strings(), path.c_str());
        ++decisions;
      }
    }
    qInfo("%d decisions", decisions);
    QCOMPARE(decisions, 532);
  }
  void auditLog() {
    const std::string text = fileText((root_ + QStringLiteral("/audit/vault_audit.jsonl")).toStdString());
    const auto connector = makeVaultAuditConnector();
    QVERIFY(connector->recognises(text.substr(0, 65536)) == Match::Yes);
    const auto got = collect(*connector, text, "prod");
    QVERIFY(!got.error);
    QCOMPARE(got.errors(), std::size_t(0));
    std::size_t denied = 0;
    std::set<std::string> ids;
    for (const Event& event : got.all.events) {
      denied += event.outcome == "denied" ? 1U : 0U;
      ids.insert(event.id);
    }
    QCOMPARE(ids.size(), got.all.events.size());
    QCOMPARE(got.all.events.size(), std::size_t(127)); // 126 that were answered, and the device's own test
    QCOMPARE(denied, std::size_t(12));
    QVERIFY(masked(text, got).find("\"client_token\":\"hmac") == std::string::npos);
  }
  void noExports() {
    for (const auto& connector : vaultConnectors())
      for (const char* name :
           {"/oracle/capabilities_random_a.json", "/oracle/login_capabilities.json", "/suite.json",
            "/../moto/gaad.json", "/../postgresql/pga/pg_roles.csv", "/../openbao/suite.json"})
        QVERIFY2(connector->recognises(fileText(root_.toStdString() + name).substr(0, 65536)) == Match::No,
                 name);
  }
};

QTEST_APPLESS_MAIN(TestVaultFixtures)
#include "tst_vault_fixtures.moc"
