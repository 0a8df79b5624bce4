// SPDX-License-Identifier: Apache-2.0
#include "models/access/vault/holder.h"
#include "models/access/vault/rows.h"

#include <QTest>

using namespace countersign;
using namespace countersign::vault;

namespace {

const Engine bao = Engine::openBao(2, 6), oldVault = Engine::vault(1, 8);

std::string policy(const std::string& path, const std::string& capability = "read") {
  return "path \"" + path + "\" { capabilities = [\"" + capability + "\"] }\n";
}

void take(Estate& estate, std::string_view path, const char* json) {
  const auto answer = parseJson(json);
  if (!answer || !estate.take(path, *answer)) qFatal("%s is not taken", std::string(path).c_str());
}

/// An entity in a group, which is in another group; each has a policy of its own.
Estate sample() {
  Estate estate;
  take(estate, "sys/policies/acl",
       R"({"data": {"keys": ["default", "own", "team", "all", "named", "gone", "root"]}})");
  take(estate, "identity/entity/id", R"({"data": {"keys": ["e1", "e2", "e3"]}})");
  take(estate, "identity/entity/id/e1", R"({"data": {"id": "e1", "name": "svc-ci", "namespace_id": "root",
    "policies": ["own"], "metadata": {"team": "blue", "wild": "*", "deep": "x/y"}, "group_ids": ["g1"],
    "aliases": [{"id": "al1", "name": "ci-alias", "mount_accessor": "acc", "metadata": {"k": "v"}}]}})");
  take(estate, "identity/entity/id/e2", R"({"data": {"id": "e2", "name": "off", "disabled": true}})");
  take(estate, "identity/group/id/g1", R"({"data": {"id": "g1", "name": "team", "namespace_id": "root",
    "policies": ["Team "], "member_entity_ids": ["e1"], "parent_group_ids": ["g2"]}})");
  take(estate, "identity/group/id/g2", R"({"data": {"id": "g2", "name": "all", "namespace_id": "root",
    "policies": ["all"], "member_group_ids": ["g1"], "parent_group_ids": ["g1"], "metadata": {"m": "n"}}})");
  estate.takePolicy("default", policy("default"));
  estate.takePolicy("own", policy("own"));
  estate.takePolicy("team", policy("team"));
  estate.takePolicy("all", policy("all"));
  return estate;
}

Holder entity(const Estate& estate, const Engine& engine = bao) {
  return holderOfEntity(estate, "e1", engine, Instant{});
}

std::string can(const Holder& holder, const std::string& path) {
  const auto names = capabilities(holder, path);
  if (!names) return "unknown";
  std::string out;
  for (const std::string& name : *names)
    out += (out.empty() ? "" : " ") + name;
  return out;
}

/// What a policy with that templated path gives to the sample entity at `path`.
std::string templated(const std::string& key, const std::string& path, const Engine& engine = bao) {
  Estate estate = sample();
  estate.takePolicy("named", policy(key));
  estate.entities.at("e1").policies.emplace_back("named");
  return can(entity(estate, engine), path);
}

} // namespace

class TestVaultHolder : public QObject {
  Q_OBJECT

private Q_SLOTS:
  void entityAndItsGroups() {
    const Holder holder = entity(sample());
    QVERIFY(holder.missing.empty());
    for (const char* path : {"own", "team", "all"})
      QCOMPARE(can(holder, path), std::string("read"));
    QCOMPARE(can(holder, "default"), std::string("deny"));
    QCOMPARE(holder.reasonsFor("own"), std::vector<std::string>{"entity svc-ci"});
    QCOMPARE(holder.reasonsFor("team"), std::vector<std::string>{"group team"});
    QCOMPARE(holder.reasonsFor("all"),
             std::vector<std::string>{"group all, of which group team is a member"});
  }

  void tokens() {
    Estate estate = sample();
    take(estate, "auth/approle/login/ci", R"({"auth": {"token_policies": ["default", "own"],
      "identity_policies": ["own", "team", "all"], "policies": ["default", "own"], "entity_id": "e1"}})");
    const Holder holder = holderOfToken(estate, estate.tokens.at("approle/login/ci"), bao, Instant{});
    QCOMPARE(can(holder, "default"), std::string("read"));
    QCOMPARE(can(holder, "all"), std::string("read"));
    QCOMPARE(holder.reasonsFor("own"), (std::vector<std::string>{"token", "entity svc-ci"}));
    // Without the default policy, without an entity.
    const Holder bare = holderOfToken(estate, Token{{"own"}, {}, {}}, bao, Instant{});
    QVERIFY(bare.missing.empty());
    QCOMPARE(can(bare, "own"), std::string("read"));
    QCOMPARE(can(bare, "default"), std::string("deny"));
  }

  void rolesMintTokens() {
    Estate estate = sample();
    take(estate, "auth/approle/role/ci", R"({"data": {"token_policies": ["own"], "policies": null}})");
    take(estate, "auth/kubernetes/role/api",
         R"({"data": {"token_policies": ["own"], "token_no_default_policy": true}})");
    take(estate, "auth/old/role/app", R"({"data": {"policies": ["team"]}})");
    take(estate, "auth/userpass/users/ann", R"({"data": {"token_policies": ["all"]}})");
    const auto as = [&](const char* role, std::optional<std::string> who) {
      return holderOfRole(estate, estate.roles.at(role), std::move(who), bao, Instant{});
    };
    QCOMPARE(can(as("approle/ci", "e1"), "default"), std::string("read"));
    QCOMPARE(can(as("approle/ci", "e1"), "team"), std::string("read"));
    QCOMPARE(can(as("kubernetes/api", "e1"), "default"), std::string("deny"));
    QCOMPARE(can(as("old/app", "e1"), "team"), std::string("read"));
    QCOMPARE(can(as("userpass/users/ann", "e1"), "all"), std::string("read"));
    // Who logs in is not known: the entity could have a policy that denies.
    QCOMPARE(can(as("approle/ci", {}), "own"), std::string("unknown"));
    QCOMPARE(as("approle/ci", {}).missing.size(), 1U);
  }

  void disabledEntity() {
    const Holder holder = holderOfToken(sample(), Token{{"default"}, {}, "e2"}, bao, Instant{});
    QCOMPARE(holder.refused, std::string("entity off is disabled"));
    QCOMPARE(can(holder, "default"), std::string("deny"));
  }

  void rootAlone() {
    const Holder root = holderOfToken(sample(), Token{{"root"}, {}, {}}, bao, Instant{});
    QCOMPARE(can(root, "anything"), std::string("root"));
    QVERIFY(!holderOfToken(sample(), Token{{"root", "own"}, {}, {}}, bao, Instant{}).refused.empty());
  }

  void templates_data() {
    QTest::addColumn<std::string>("key");
    QTest::addColumn<std::string>("path");
    QTest::addColumn<std::string>("expected");
    const auto row = [](const char* key, const char* path, const char* expected) {
      QTest::newRow(key) << std::string(key) << std::string(path) << std::string(expected);
    };
    row("s/{{identity.entity.id}}/*", "s/e1/x", "read");
    row("s/{{ identity.entity.name }}", "s/svc-ci", "read");
    row("s/{{identity.entity.metadata.team}}/{{identity.entity.aliases.acc.name}}", "s/blue/ci-alias",
        "read");
    row("s/{{identity.entity.aliases.acc.metadata.k}}", "s/v", "read");
    row("s/{{identity.groups.names.team.id}}", "s/g1", "read");
    row("s/{{identity.groups.ids.g2.metadata.m}}", "s/n", "read");
    row("s/{{time.now.plus.1h}}", "s/3600", "read");
    row("s/{{identity.entity.metadata.none}}", "s/", "deny");
    row("s/{{identity.entity.aliases.other.name}}", "s/", "deny");
    row("s/{{identity.groups.names.other.id}}", "s/", "deny");
    row("s/{{nonsense}}", "s/{{nonsense}}", "deny");
  }
  void templates() {
    QFETCH(const std::string, key);
    QFETCH(const std::string, path);
    QFETCH(const std::string, expected);
    QCOMPARE(templated(key, path), expected);
  }
  void valuesCannotWidenAPath() {
    QCOMPARE(templated("s/{{identity.entity.metadata.wild}}", "s/anything"), std::string("deny"));
    QCOMPARE(templated("s/{{identity.entity.metadata.wild}}", "s/anything", oldVault), std::string("read"));
    QCOMPARE(templated("s/{{identity.entity.metadata.deep}}", "s/x/y"), std::string("deny"));
    QCOMPARE(templated("s/{{identity.entity.metadata.deep}}", "s/x/y", oldVault), std::string("read"));
    Estate estate = sample();
    estate.policies["named"] = {"path \"s/{{identity.entity.metadata.deep}}\" { policy = \"read\" }", false,
                                true};
    estate.entities.at("e1").policies.emplace_back("named");
    QCOMPARE(can(entity(estate), "s/x/y"), std::string("list read"));
  }
  void templatesWithoutTheirValues() {
    Estate estate = sample();
    estate.takePolicy("named", policy("s/{{identity.entity.id}}/x") + policy("t"));
    // The token's entity is in the list, and was not imported; what it had was said at the login.
    const Holder holder =
        holderOfToken(estate, Token{{"named"}, std::vector<std::string>{"own"}, "e3"}, bao, Instant{});
    QCOMPARE(can(holder, "t"), std::string("read"));
    QCOMPARE(can(holder, "own"), std::string("read"));
    QCOMPARE(can(holder, "s/e3/x"), std::string("unknown"));
    const Holder none = holderOfToken(estate, Token{{"named"}, {}, {}}, bao, Instant{});
    QCOMPARE(can(none, "s/e3/x"), std::string("deny"));
  }

  void whatIsMissingIsSaid_data() {
    QTest::addColumn<std::vector<std::string>>("policies");
    QTest::addColumn<std::string>("entityId");
    QTest::addColumn<std::string>("reason");
    const std::vector<std::string> own{"own"};
    QTest::newRow("policy not imported")
        << std::vector<std::string>{"gone"} << std::string() << std::string("policy gone was not imported");
    QTest::newRow("entity not imported")
        << own << std::string("e3") << std::string("entity e3 was not imported");
    QTest::newRow("entity unknown") << own << std::string("e9")
                                    << std::string("entity e9 is not in the list of entities");
  }
  void whatIsMissingIsSaid() {
    QFETCH(const std::vector<std::string>, policies);
    QFETCH(const std::string, entityId);
    QFETCH(const std::string, reason);
    const Holder holder = holderOfToken(sample(), Token{policies, {}, entityId}, bao, Instant{});
    QCOMPARE(holder.missing, std::vector<std::string>{reason});
    QCOMPARE(can(holder, "own"), std::string("unknown"));
  }
  void aPolicyThatDoesNotExistGivesNothing() {
    const Holder holder = holderOfToken(sample(), Token{{"never-was", "own"}, {}, {}}, bao, Instant{});
    QVERIFY(holder.missing.empty());
    QCOMPARE(can(holder, "own"), std::string("read"));
  }
  void groupsNotImported() {
    Estate estate = sample();
    estate.groups.erase("g2");
    QCOMPARE(entity(estate).missing, std::vector<std::string>{"group g2 was not imported"});
    QCOMPARE(can(entity(estate), "own"), std::string("unknown"));
  }

  void groupsNotListed() {
    Estate estate;
    take(estate, "identity/entity/id/e", R"({"data": {"id": "e", "name": "svc", "policies": []}})");
    const Holder holder = holderOfEntity(estate, "e", bao, Instant{});
    QCOMPARE(holder.missing, std::vector<std::string>{"in which groups entity svc is"});
  }

  void rows() {
    Estate estate = sample();
    estate.policies["own"].text =
        policy("kv/*") +
        "\npath \"team\" {\n capabilities = [\"update\"]\n required_parameters = [\"x\"]\n}\n"
        "path \"s/{{identity.entity.id}}\" { policy = \"deny\" }\n";
    const AccessTable table = accessTable(entity(estate));
    QVERIFY(table.missing.empty() && table.refused.empty());
    QCOMPARE(table.rows.size(), 4U);
    QCOMPARE(table.rows[0].pattern, std::string("all"));
    QCOMPARE(table.rows[1].pattern, std::string("kv/*"));
    QCOMPARE(table.rows[2].pattern, std::string("s/e1"));
    QCOMPARE(table.rows[2].capabilities, std::vector<std::string>{"deny"});
    QCOMPARE(table.rows[2].sources[0].key, std::string("s/{{identity.entity.id}}"));
    const AccessRow& merged = table.rows[3];
    QCOMPARE(merged.capabilities, (std::vector<std::string>{"read", "update"}));
    QCOMPARE(merged.constraints, std::vector<std::string>{"with the parameters x"});
    QCOMPARE(merged.sources.size(), 2U);
    QCOMPARE(merged.sources[0].policy, std::string("own"));
    QCOMPARE(merged.sources[0].line, 3U);
    QCOMPARE(merged.sources[1].by, std::vector<std::string>{"group team"});
  }
  void rowsThatHaveNoPlace() {
    Estate estate = sample();
    estate.takePolicy("named", policy("s/{{identity.entity.id}}"));
    const AccessTable table = accessTable(
        holderOfToken(estate, Token{{"named"}, std::vector<std::string>{}, "e3"}, bao, Instant{}));
    QCOMPARE(table.rows.size(), 1U);
    QVERIFY(!table.rows[0].unknown.empty());
    QCOMPARE(table.rows[0].sources[0].line, 1U);
  }
  void rowsOfRoot() {
    const AccessTable table = accessTable(holderOfToken(sample(), Token{{"root"}, {}, {}}, bao, Instant{}));
    QCOMPARE(table.rows.size(), 1U);
    QCOMPARE(table.rows[0].capabilities, std::vector<std::string>{"root"});
  }
};

QTEST_APPLESS_MAIN(TestVaultHolder)
#include "tst_vault_holder.moc"
