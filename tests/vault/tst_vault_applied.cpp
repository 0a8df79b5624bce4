// SPDX-License-Identifier: Apache-2.0
#include "connectors/vault/vault.h"
#include "memory_reader.h"
#include "models/access/vault/applied.h"
#include "models/access/vault/documents.h"
#include "models/identity/vault_keys.h"

#include <QTest>
#ifndef Q_MOC_RUN // moc does not follow raw string literals
#include "answer_data.h"
#endif

using namespace countersign;
using namespace countersign::test;

namespace {

MemoryReader readerOf(const std::string& text) {
  MemoryReader out("vault/prod/live");
  out.add(collect(*makeVaultAnswersConnector(), text, "prod"));
  return out;
}

const AnsweredRow* rowOf(const AnsweredRows& rows, const std::string& action, const std::string& resource) {
  for (const AnsweredRow& row : rows.rows)
    if (row.action == action && row.resource == resource) return &row;
  return nullptr;
}
const Grant* grantOf(const GrantList& list, const std::string& action, const std::string& resource) {
  for (const Grant& grant : list.grants)
    if (grant.action == action && grant.resource == resource) return &grant;
  return nullptr;
}
Verdict verdictOf(const AnsweredRows& rows, const std::string& action, const std::string& resource) {
  const AnsweredRow* row = rowOf(rows, action, resource);
  return row == nullptr ? Verdict::NotEvaluated : row->answer.verdict;
}
std::string without(std::string text, const std::string& path) {
  const auto at = text.find("{\"path\":\"" + path + "\"");
  text.erase(at, text.find("\n{\"path\"", at) + 1 - at);
  return text;
}

} // namespace

class TestVaultApplied : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void principals() {
    const MemoryReader reader = readerOf(wholeVault());
    const Description entity = describe(reader.find("vault.entity", "e-1")->document);
    const Description role = describe(reader.find("vault.auth-role", "auth/approle/role/billing")->document);
    const Description roleId = describe(reader.find("vault.role-id", "auth/approle/role/billing")->document);
    QVERIFY(entity.principal && role.principal && roleId.principal);
    QCOMPARE(entity.owner->owner, std::string("billing@example.org"));
    QCOMPARE(entity.idKey, keys::vaultEntity("e-1"));
    QCOMPARE(role.kindLabel, std::string("Vault AppRole"));
    // The role id ties the role to the entity that it logs in as.
    QVERIFY(hasKey(roleId.nameKeys, role.nameKeys.at(0)) && hasKey(roleId.nameKeys, entity.nameKeys.at(0)));
  }
  void tokens() {
    const MemoryReader reader = readerOf(line("auth/token/lookup", tokenData));
    const Description token = describe(reader.find("vault.token", "acc-1")->document);
    QVERIFY(token.principal);
    QCOMPARE(token.idKey, keys::vaultAccessor("prod", "acc-1"));
    std::string ofEntity = tokenData;
    ofEntity.replace(ofEntity.find("\"entity_id\":\"\""), 14, "\"entity_id\":\"e-1\"");
    const MemoryReader other = readerOf(line("auth/token/lookup", ofEntity));
    QVERIFY(!describe(other.find("vault.token", "acc-1")->document).principal);
  }
  void grants() {
    MemoryReader reader = readerOf(wholeVault());
    const GrantList list = vaultGrants(reader, reader.find("vault.entity", "e-1"), SourceRole::Live);
    QVERIFY(list.known && list.missing.empty());
    QCOMPARE(list.grants.size(), std::size_t(2));
    const Grant* read = grantOf(list, "read", "secret/data/billing/*");
    QVERIFY(read != nullptr && !read->deny && read->exact);
    QCOMPARE(read->path, std::string("policy billing ← entity svc-billing"));
    QCOMPARE(read->inner, std::string("/rules/0"));
    QCOMPARE(read->document->document.object.uid, std::string("billing"));
    QVERIFY(read->document->document.content.find(read->inner) != nullptr);
    const Grant* update = grantOf(list, "update", "transit/encrypt/billing");
    QVERIFY(update != nullptr);
    QCOMPARE(update->path, std::string("policy shared ← group services"));
    QCOMPARE(update->condition, std::string("with the parameters plaintext"));
  }
  /// What its entity adds is not told twice.
  void grantsOfRole() {
    MemoryReader reader = readerOf(wholeVault());
    const auto role = reader.find("vault.auth-role", "auth/approle/role/billing");
    const GrantList list = vaultGrants(reader, role, SourceRole::Live);
    QVERIFY(grantOf(list, "update", "transit/encrypt/billing") == nullptr);
    const Grant* wide = grantOf(list, "update", "secret/data/+/release");
    QVERIFY(wide != nullptr && !wide->exact);
    const Grant* deny = grantOf(list, "*", "secret/data/billing/top");
    QVERIFY(deny != nullptr && deny->deny);
    QCOMPARE(deny->inner, std::string("/rules/1"));
    QVERIFY(!vaultGrants(reader, role, SourceRole::Intent).known);
  }
  void effective() {
    MemoryReader reader = readerOf(wholeVault());
    const auto role = reader.find("vault.auth-role", "auth/approle/role/billing");
    const AnsweredRows rows = vault::effectiveRows(reader, role, Instant{});
    QVERIFY(rows.known);
    QVERIFY2(rows.missing.empty(), rows.missing.empty() ? "" : rows.missing[0].c_str());
    QCOMPARE(rows.notes.at(0), std::string("decided as Vault 1.15"));
    QCOMPARE(verdictOf(rows, "read", "secret/data/billing/*"), Verdict::Allowed);
    QCOMPARE(verdictOf(rows, "*", "secret/data/billing/top"), Verdict::Denied);
    QCOMPARE(verdictOf(rows, "update", "transit/encrypt/billing"), Verdict::Conditional);
    const AnsweredRow* row = rowOf(rows, "update", "transit/encrypt/billing");
    QCOMPARE(row->answer.why.at(0).document, std::string("shared"));
    QCOMPARE(row->answer.why.at(0).pointer, std::string("/rules/0"));
    QCOMPARE(row->inner, std::string("/rules/0"));
  }
  /// Without it nobody knows which rule would be the best one.
  void policyMissing() {
    MemoryReader reader = readerOf(without(wholeVault(), "sys/policies/acl/shared"));
    const auto entity = reader.find("vault.entity", "e-1");
    const AnsweredRows rows = vault::effectiveRows(reader, entity, Instant{});
    QCOMPARE(verdictOf(rows, "read", "secret/data/billing/*"), Verdict::NotEvaluated);
    QCOMPARE(rows.missing.at(0), std::string("policy shared was not imported"));
    QVERIFY(reader.absences.contains("vault.policy prod/shared"));
    QCOMPARE(vaultGrants(reader, entity, SourceRole::Live).grants.size(), std::size_t(1));
  }
  /// A policy that the server does not have gives nothing.
  void policyThatDoesNotExist() {
    std::string text = without(wholeVault(), "sys/policies/acl/shared");
    const auto at = text.find(",\"shared\"");
    MemoryReader reader = readerOf(text.erase(at, 9));
    const AnsweredRows rows = vault::effectiveRows(reader, reader.find("vault.entity", "e-1"), Instant{});
    QVERIFY(rows.missing.empty());
    QCOMPARE(verdictOf(rows, "read", "secret/data/billing/*"), Verdict::Allowed);
  }
  void entityOfRoleUnknown() {
    MemoryReader reader = readerOf(without(wholeVault(), "identity/entity/id/e-1"));
    const AnsweredRows rows =
        vault::effectiveRows(reader, reader.find("vault.auth-role", "auth/approle/role/billing"), Instant{});
    QCOMPARE(verdictOf(rows, "read", "secret/data/billing/*"), Verdict::NotEvaluated);
    QVERIFY(rows.missing.at(0).find("which entity logs in") != std::string::npos);
  }
  /// A user logs in under its own name.
  void users() {
    std::string text = wholeVault();
    const std::string alias = "\"mount_path\":\"auth/approle/\"";
    const std::string id = "\"name\":\"11111111-2222-3333-4444-555555555555\"";
    text.replace(text.find(alias), alias.size(), "\"mount_path\":\"auth/people/\"");
    text.replace(text.find(id), id.size(), "\"name\":\"robot\"");
    MemoryReader reader =
        readerOf(text + line("auth/people/users/Robot", "{\"token_policies\":[\"deploy\"],"
                                                        "\"token_no_default_policy\":true}"));
    const auto user = reader.find("vault.auth-role", "auth/people/users/Robot");
    QVERIFY(hasKey(describe(user->document).nameKeys, keys::vaultAlias("prod", "people", "robot")));
    const AnsweredRows rows = vault::effectiveRows(reader, user, Instant{});
    QVERIFY(rows.missing.empty());
    QCOMPARE(verdictOf(rows, "read", "secret/data/billing/*"), Verdict::Allowed);
    QCOMPARE(verdictOf(rows, "read", "secret/data/+/release"), Verdict::Allowed);
  }
  void disabled() {
    std::string text = wholeVault();
    text.replace(text.find("\"disabled\":false"), 16, "\"disabled\":true ");
    MemoryReader reader = readerOf(text);
    const auto entity = reader.find("vault.entity", "e-1");
    QVERIFY(describe(entity->document).disabled);
    const AnsweredRows rows = vault::effectiveRows(reader, entity, Instant{});
    QCOMPARE(verdictOf(rows, "read", "secret/data/billing/*"), Verdict::Denied);
    QCOMPARE(rowOf(rows, "read", "secret/data/billing/*")->answer.deniedBy,
             std::string("entity svc-billing is disabled"));
  }
  void root() {
    MemoryReader reader = readerOf(line("auth/token/lookup", tokenData));
    const auto token = reader.find("vault.token", "acc-1");
    QCOMPARE(verdictOf(vault::effectiveRows(reader, token, Instant{}), "*", "*"), Verdict::Allowed);
    QVERIFY(grantOf(vaultGrants(reader, token, SourceRole::Live), "*", "*") != nullptr);
  }
  /// Groups that are members of each other end.
  void cyclesOfGroups() {
    std::string text = wholeVault();
    const std::string other = R"({"id":"g-2","name":"outer","type":"internal","policies":["deploy"],
      "member_entity_ids":[],"member_group_ids":["g-1"],"parent_group_ids":["g-1"]})";
    text.replace(text.find("\"parent_group_ids\":null"), 23, "\"parent_group_ids\":[\"g-2\"]");
    MemoryReader reader = readerOf(text + line("identity/group/id/g-2", other));
    const GrantList list = vaultGrants(reader, reader.find("vault.entity", "e-1"), SourceRole::Live);
    const Grant* grant = grantOf(list, "read", "secret/data/+/release");
    QVERIFY(grant != nullptr);
    QCOMPARE(grant->path, std::string("policy deploy ← group outer, of which group services is a member"));
  }
  void otherDocuments() {
    MemoryReader reader = readerOf(wholeVault());
    QVERIFY(!vault::effectiveRows(reader, reader.find("vault.policy", "billing"), Instant{}).known);
    QVERIFY(!vaultGrants(reader, reader.find("vault.group", "g-1"), SourceRole::Live).known);
  }
};

QTEST_APPLESS_MAIN(TestVaultApplied)
#include "tst_vault_applied.moc"
