// SPDX-License-Identifier: Apache-2.0
#include "connectors/terraform/secrets.h"
#include "reader.h"

#include <QTest>

using namespace countersign;
using namespace countersign::test;

namespace {

/// Numbers every canary, so that a failure tells which place leaks.
class Canaries {
public:
  std::string next() {
    ++count_;
    return "CANARY" + std::to_string(1000 + count_) + "x";
  }
  std::vector<std::string> all() const {
    std::vector<std::string> result;
    for (int i = 1; i <= count_; ++i)
      result.push_back("CANARY" + std::to_string(1000 + i) + "x");
    return result;
  }
  /// Puts a canary at each '@'.
  std::string plant(std::string_view text) {
    std::string result;
    for (const char c : text)
      result += c == '@' ? next() : std::string(1, c);
    return result;
  }

private:
  int count_ = 0;
};

const char* const stateText = R"JSON({
 "version": 4, "terraform_version": "1.10.0", "serial": 3, "lineage": "l-9",
 "outputs": {
  "db": {"value": "@", "type": "string", "sensitive": true},
  "nested": {"value": {"a": ["@", {"name": "@", "type": "@"}], "n": "@"}, "type": ["object", {"a": "string"}], "sensitive": true},
  "api_token": {"value": "@", "type": "string"},
  "open": {"value": {"password": "@", "host": "visible-host"}, "type": "string", "sensitive": false},
  "odd": "@"
 },
 "resources": [
  {"mode": "managed", "type": "aws_iam_access_key", "name": "k", "provider": "p", "instances": [
   {"schema_version": 0, "attributes": {"id": "AKIAEXAMPLE", "user": "ci", "status": "Active", "secret": "@",
     "encrypted_secret": "@", "ses_smtp_password_v4": "@", "ses_smtp_password": "@"},
    "sensitive_attributes": [[{"type": "get_attr", "value": "secret"}]], "private": "@", "dependencies": []},
   {"index_key": 1, "deposed": "0badcafe", "attributes": {"id": "AKIADEPOSED", "user": "ci", "secret": "@"}, "private": "@"},
   {"index_key": 2, "status": "tainted", "attributes": {"id": "AKIATAINTED", "user": "ci", "secret": "@"}},
   {"index_key": 3, "attributes_flat": {"id": "AKIAFLAT", "secret": "@", "other": "@"}}]},
  {"mode": "managed", "type": "aws_iam_role", "name": "r", "provider": "p", "instances": [
   {"attributes": {"arn": "arn:aws:iam::123456789012:role/r", "name": "r", "description": "@",
     "tags": {"team": "ops", "db-password": "@", "marked": "@"}, "tags_all": {"team": "ops", "db-password": "@", "marked": "@"},
     "inline_policy": [{"name": "a", "policy": "@"}], "future_member": {"token": "@"}},
    "sensitive_attributes": [[{"type": "get_attr", "value": "description"}],
     [{"type": "get_attr", "value": "tags"}, {"type": "index", "value": {"value": "marked", "type": "string"}}],
     [{"type": "get_attr", "value": "tags_all"}, {"type": "index", "value": {"value": "marked", "type": "string"}}],
     [{"type": "get_attr", "value": "inline_policy"}, {"type": "index", "value": {"value": 0, "type": "number"}}, {"type": "get_attr", "value": "policy"}]],
    "private": "@", "some_new_member": "@"}]},
  {"mode": "managed", "type": "kubernetes_service_account", "name": "sa", "provider": "k", "instances": [
   {"attributes": {"metadata": [{"name": "api", "namespace": "n", "annotations": {"vendor/api-token": "@", "keep": "this"}}],
     "secret": [{"name": "kept-reference"}], "token": "@"}}]},
  {"mode": "managed", "type": "random_password", "name": "x", "provider": "r", "instances": [
   {"attributes": {"id": "none", "result": "@", "bcrypt_hash": "@", "length": 16}, "sensitive_attributes": []}]},
  {"mode": "managed", "type": "aws_db_instance", "name": "x", "provider": "p", "instances": [
   {"attributes": {"address": "@", "nested": [[{"deep": "@"}]]}, "identity": {"id": "@"}, "private": "@"}]},
  {"mode": "data", "type": "aws_iam_role", "name": "x", "provider": "p", "instances": [{"attributes": {"description": "@"}}]},
  {"mode": "managed", "type": "aws_iam_user", "name": "broken", "provider": "p", "instances": [
   {"attributes": {"name": "u", "name": "v", "note": "@"}}]}
 ],
 "check_results": [{"object_kind": "check", "config_addr": "check.x", "status": "fail",
   "objects": [{"object_addr": "check.x", "status": "fail", "failure_messages": ["@"]}]}],
 "future_top_level": {"anything": "@"}
})JSON";

const char* const showText = R"JSON({
 "format_version": "1.0", "terraform_version": "1.9.0", "values": {
  "outputs": {"db": {"sensitive": true, "type": "string", "value": "@"}, "open": {"sensitive": false, "value": "visible-host"}},
  "root_module": {"resources": [
    {"address": "aws_iam_role.r", "mode": "managed", "type": "aws_iam_role", "name": "r", "provider_name": "aws", "schema_version": 0,
     "values": {"arn": "arn:aws:iam::123456789012:role/r", "name": "r", "description": "@", "tags": {"a": "@", "b": "c"},
       "inline_policy": [{"name": "x", "policy": "@"}, {"name": "y", "policy": ""}], "managed_policy_arns": ["@", "arn:aws:iam::aws:policy/P"]},
     "sensitive_values": {"description": true, "tags": {"a": true}, "inline_policy": [{"policy": true}, {}], "managed_policy_arns": [true]}},
    {"address": "aws_iam_access_key.k", "mode": "managed", "type": "aws_iam_access_key", "name": "k", "provider_name": "aws", "deposed_key": "0badcafe",
     "values": {"id": "AKIAX", "user": "u", "secret": "@"}, "sensitive_values": {}}],
   "child_modules": [{"address": "module.m", "future": "@", "resources": [
      {"address": "module.m.tls_private_key.k", "mode": "managed", "type": "tls_private_key", "name": "k", "provider_name": "tls", "values": {"private_key_pem": "@", "id": "@"}}],
     "child_modules": [{"resources": [{"address": "module.m.module.n.aws_iam_user.u", "mode": "managed", "type": "aws_iam_user", "name": "u", "provider_name": "aws",
        "values": {"arn": "arn:aws:iam::123456789012:user/u", "name": "u", "tags": {"x": "@"}}, "sensitive_values": {"tags": true}}]}]}]}},
 "checks": [{"problems": [{"message": "@"}]}]
})JSON";

const char* const planText = R"JSON({
 "format_version": "1.2", "terraform_version": "1.9.0",
 "variables": {"db_password": {"value": "@"}, "name": {"value": "@"}, "object": {"value": {"name": "@", "list": ["@"]}}},
 "planned_values": {"outputs": {"o": {"sensitive": true, "value": "@"}}, "root_module": {"resources": [
   {"address": "aws_iam_user.u", "mode": "managed", "type": "aws_iam_user", "name": "u", "provider_name": "aws",
    "values": {"arn": "arn:aws:iam::123456789012:user/u", "name": "u", "tags": {"t": "@", "ok": "fine"}}, "sensitive_values": {"tags": {"t": true}}},
   {"address": "random_password.p", "mode": "managed", "type": "random_password", "name": "p", "provider_name": "random", "values": {"result": "@"}}]}},
 "resource_drift": [{"address": "aws_iam_user.u", "mode": "managed", "type": "aws_iam_user", "name": "u", "provider_name": "aws",
   "change": {"actions": ["update"], "before": {"arn": "arn:aws:iam::123456789012:user/u", "name": "u", "tags": {"t": "@", "ok": "was"}},
     "after": {"arn": "arn:aws:iam::123456789012:user/u", "name": "u", "tags": {"t": "@", "ok": "fine"}},
     "before_sensitive": {"tags": {"t": true}}, "after_sensitive": {"tags": {"t": true}}}}],
 "resource_changes": [
  {"address": "aws_iam_user.u", "mode": "managed", "type": "aws_iam_user", "name": "u", "provider_name": "aws",
   "change": {"actions": ["update"], "before": {"arn": "arn:aws:iam::123456789012:user/u", "name": "u", "tags": {"t": "@"}},
     "after": {"arn": "arn:aws:iam::123456789012:user/u", "name": "u", "tags": {"t": "@"}}, "after_unknown": {},
     "before_sensitive": {"tags": {"t": true}}, "after_sensitive": {"tags": true}, "generated_config": "@"}},
  {"address": "aws_iam_access_key.k", "mode": "managed", "type": "aws_iam_access_key", "name": "k", "provider_name": "aws",
   "change": {"actions": ["delete"], "before": {"id": "AKIAX", "user": "u", "secret": "@"}, "after": null, "before_sensitive": false}},
  {"address": "vault_token.t", "mode": "managed", "type": "vault_token", "name": "t", "provider_name": "vault",
   "change": {"actions": ["create"], "before": null, "after": {"lease": "@"}, "importing": {"id": "@"}, "after_sensitive": {}}}],
 "deferred_changes": [{"reason": "unknown", "resource_change": {"address": "x.y", "change": {"actions": ["create"], "after": {"note": "@"}}}}],
 "output_changes": {"o": {"actions": ["create"], "before": null, "after": "@", "after_sensitive": true}},
 "action_invocations": [{"address": "action.x", "config_values": {"body": "@"}}],
 "prior_state": {"format_version": "1.0", "values": {"outputs": {"o": {"sensitive": true, "value": "@"}}, "root_module": {
   "resources": [{"address": "aws_iam_access_key.k", "mode": "managed", "type": "aws_iam_access_key", "name": "k", "provider_name": "aws",
     "values": {"id": "AKIAX", "user": "u", "secret": "@"}, "sensitive_values": {}}],
   "child_modules": [{"address": "module.m", "resources": [{"address": "module.m.random_password.p", "mode": "managed", "type": "random_password",
     "name": "p", "provider_name": "random", "values": {"result": "@"}}]}]}}},
 "configuration": {"provider_config": {"aws": {"name": "aws", "expressions": {"secret_key": {"constant_value": "@"}, "region": {"constant_value": "@"}}}},
  "root_module": {"variables": {"db_password": {"default": "@", "sensitive": true}}, "outputs": {"o": {"expression": {"constant_value": "@"}}},
   "resources": [{"address": "aws_db_instance.x", "mode": "managed", "type": "aws_db_instance", "name": "x",
     "expressions": {"password": {"constant_value": "@"}, "tags": {"references": ["var.x"]}},
     "provisioners": [{"type": "local-exec", "expressions": {"command": {"constant_value": "@"}}}]}]}},
 "checks": [{"problems": [{"message": "@"}]}],
 "timestamp": "2026-03-01T10:00:00Z", "complete": true, "errored": false
})JSON";

const char* textOf(const QByteArray& name) {
  return name == "state" ? stateText : name == "show" ? showText : planText;
}

} // namespace

class TestTerraformSecrets : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void canaries_data() {
    QTest::addColumn<QByteArray>("name");
    for (const char* name : {"state", "show", "plan"})
      QTest::newRow(name) << QByteArray(name);
  }
  void canaries() {
    QFETCH(QByteArray, name);
    Canaries canaries;
    const std::string bytes = canaries.plant(textOf(name));
    const Outcome outcome = read(bytes);
    QVERIFY2(outcome.result, outcome.error ? outcome.error->text().c_str() : "");
    QVERIFY(canaries.all().size() > 10);
    QVERIFY(!outcome.all.documents.empty());
    const std::string kept = outcome.everything();
    for (const std::string& canary : canaries.all()) {
      QVERIFY2(kept.find(canary) == std::string::npos, canary.c_str());
      QVERIFY2(masked(bytes, outcome.all.secrets, canary), canary.c_str());
    }
  }

  void truncation_data() { canaries_data(); }
  void truncation() {
    QFETCH(QByteArray, name);
    Canaries canaries;
    const std::string bytes = canaries.plant(textOf(name));
    const Connector* connector = recognise(bytes);
    QVERIFY(connector != nullptr);
    const std::vector<std::string> all = canaries.all();
    for (std::size_t end = 1; end < bytes.find_last_of('}'); end += end < 64 ? 1 : 7) {
      const std::string_view head(bytes.data(), end);
      const Outcome outcome = readWith(*connector, head);
      QVERIFY2(!outcome.complete(), std::to_string(end).c_str());
      const std::string kept = outcome.everything();
      QVERIFY2(kept.find("CANARY") == std::string::npos, std::to_string(end).c_str());
      if (!outcome.result) continue;
      for (const std::string& canary : all)
        QVERIFY2(masked(head, outcome.all.secrets, canary), (std::to_string(end) + canary).c_str());
      if (const auto at = head.rfind("CANARY"); at != std::string_view::npos)
        QVERIFY2(masked(head, outcome.all.secrets, head.substr(at, std::min<std::size_t>(11, end - at))),
                 std::to_string(end).c_str());
    }
  }

  void damage_data() { canaries_data(); }
  void damage() {
    // Whatever is broken: nothing that was in a secret place is kept unmasked.
    QFETCH(QByteArray, name);
    Canaries canaries;
    const std::string whole = canaries.plant(textOf(name));
    const Connector* connector = recognise(whole);
    for (std::size_t at = whole.find_first_of("{[]}"); at != std::string::npos;
         at = whole.find_first_of("{[]}", at + 1)) {
      std::string bytes = whole;
      bytes[at] = bytes[at] == ']' ? '}' : ']';
      const Outcome outcome = readWith(*connector, bytes);
      QVERIFY2(outcome.everything().find("CANARY") == std::string::npos, std::to_string(at).c_str());
      if (!outcome.result) continue;
      for (const std::string& canary : canaries.all())
        QVERIFY2(masked(bytes, outcome.all.secrets, canary), (std::to_string(at) + canary).c_str());
    }
  }

  void keepsWhatIsNoSecret() {
    Canaries canaries;
    const std::string bytes = canaries.plant(stateText);
    const Outcome outcome = read(bytes);
    const Document* role = outcome.document("aws.role", "arn:aws:iam::123456789012:role/r");
    QVERIFY(role != nullptr);
    QCOMPARE(canonicalJsonOrThrow(role->content["tags"]), std::string(R"({"team":"ops"})"));
    QCOMPARE(outcome.document("k8s.serviceaccount", "n/api")->content["secrets"].at(0),
             Json("kept-reference"));
    QCOMPARE(outcome.document("k8s.serviceaccount", "n/api")->content["annotations"]["keep"], Json("this"));
    QCOMPARE(outcome.uids("aws.access-keys"), std::vector<std::string>{"user/ci"});
    for (const char* plain : {"visible-host", "kept-reference", "AKIAEXAMPLE", "l-9", "aws_db_instance"})
      QVERIFY2(!masked(bytes, outcome.all.secrets, plain), plain);
    QVERIFY(!outcome.complete()); // the resource with a member that stands twice
    QVERIFY(std::any_of(outcome.all.gaps.begin(), outcome.all.gaps.end(), [](const Gap& gap) {
      return gap.error.message.find("description") != std::string::npos && !gap.warning;
    }));
  }

  void names_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<bool>("secret");
    QTest::addColumn<bool>("label");
    const auto row = [](const char* name, bool secret, bool label) {
      QTest::newRow(name) << QByteArray(name) << secret << label;
    };
    row("secret", true, true);
    row("db_password", true, true);
    row("ses_smtp_password_v4", true, false);
    row("privateKeyPem", true, false);
    row("private", true, false);
    row("secret-rotation", true, false);
    row("example.org/api-token", true, true);
    row("private_zone", false, false);
    row("name", false, false);
    row("assume_role_policy", false, false);
  }
  void names() {
    QFETCH(QByteArray, name);
    QFETCH(bool, secret);
    QFETCH(bool, label);
    QCOMPARE(terraform::secretName(name.toStdString()), secret);
    QCOMPARE(terraform::secretLabel(name.toStdString()), label);
  }
};

QTEST_APPLESS_MAIN(TestTerraformSecrets)
#include "tst_terraform_secrets.moc"
