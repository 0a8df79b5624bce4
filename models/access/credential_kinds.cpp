// SPDX-License-Identifier: Apache-2.0
#include "models/access/credential_kinds.h"

#include "models/identity/azure_keys.h"
#include "models/identity/keys.h"
#include "models/identity/vault_keys.h"
#include "models/identity/x509_keys.h"

namespace countersign::credentials {
namespace {

using State = Credential::State;

State stateFrom(bool active) {
  return active ? State::Active : State::Inactive;
}

/// "to indicate that a certificate has no well-defined expiration date, the notAfter SHOULD be assigned …
/// 99991231235959Z" (RFC 5280, 4.1.2.5); Google writes the same for keys without an end.
bool noEnd(const std::string& time) {
  return time.starts_with("9999-12-31T");
}

Credential azureCredential(const Json& one, CredentialKind kind, std::string inner) {
  Credential out;
  out.kind = kind;
  out.id = one["id"].asString();
  out.state = State::Active; // Entra has no switch for a single credential
  out.created = timeIn(one, "start");
  out.expires = timeIn(one, "end");
  out.inner = std::move(inner);
  if (!out.id.empty()) out.keys.push_back(keys::azureCredential(out.id));
  return out;
}

} // namespace

std::vector<Credential> awsAccessKeys(const Document& d) {
  std::vector<Credential> out;
  const Json& list = d.content["keys"];
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Json& key = list.at(i);
    Credential c;
    c.kind = CredentialKind::AccessKey;
    c.id = key["id"].asString();
    if (const std::string& status = key["status"].asString(); !status.empty())
      c.state = stateFrom(status == "Active");
    c.created = timeIn(key, "created");
    c.inner = "/keys/" + std::to_string(i);
    c.useName = "key/" + c.id + "/last-used";
    if (!c.id.empty()) c.keys.push_back(keys::awsAccessKey(c.id));
    out.push_back(std::move(c));
  }
  return out;
}

std::vector<Credential> awsReportRow(const Document& d) {
  std::vector<Credential> out;
  const Json& content = d.content;
  if (content["passwordEnabled"].asBool()) {
    Credential c;
    c.kind = CredentialKind::Password;
    c.id = "console password";
    c.state = State::Active;
    c.rotated = timeIn(content, "passwordChanged");
    c.inner = "/passwordEnabled";
    c.useName = "password-last-used";
    out.push_back(std::move(c));
  }
  for (const auto& [member, kind] : {std::pair{"keys", CredentialKind::AccessKey},
                                     std::pair{"certificates", CredentialKind::Certificate}}) {
    const Json& list = content[member];
    for (std::size_t i = 0; i < list.size(); ++i) {
      const Json& one = list.at(i);
      const std::string slot = std::to_string(one["slot"].asInt());
      Credential c;
      c.kind = kind;
      c.id = "in slot " + slot;
      if (one["active"].isBool()) c.state = stateFrom(one["active"].asBool());
      c.rotated = timeIn(one, "rotated");
      c.inner = "/" + std::string(member) + "/" + std::to_string(i);
      if (kind == CredentialKind::AccessKey) c.useName = "key/" + slot + "/last-used";
      out.push_back(std::move(c));
    }
  }
  return out;
}

std::vector<Credential> awsSecret(const Document& d) {
  Credential c;
  c.id = d.object.name;
  c.state = d.content.has("deletionPlanned") ? State::Inactive : State::Active;
  c.created = timeIn(d.content, "created");
  c.useName = "last-used";
  return {std::move(c)};
}

std::vector<Credential> azure(const Document& d) {
  std::vector<Credential> out;
  const Json &keys = d.content["keys"], &passwords = d.content["passwords"];
  for (std::size_t i = 0; i < keys.size(); ++i)
    out.push_back(azureCredential(keys.at(i), CredentialKind::Certificate, "/keys/" + std::to_string(i)));
  for (std::size_t i = 0; i < passwords.size(); ++i)
    out.push_back(
        azureCredential(passwords.at(i), CredentialKind::ClientSecret, "/passwords/" + std::to_string(i)));
  return out;
}

std::vector<Credential> gcpKeys(const Document& d) {
  std::vector<Credential> out;
  const Json& list = d.content["keys"];
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Json& key = list.at(i);
    Credential c;
    c.kind = CredentialKind::ServiceAccountKey;
    c.id = key["id"].asString();
    c.state = stateFrom(!key["disabled"].asBool());
    c.created = timeIn(key, "validAfterTime");
    c.endless = noEnd(key["validBeforeTime"].asString());
    if (!c.endless) c.expires = timeIn(key, "validBeforeTime");
    // "KEY_ALG_RSA_1024" (IAM API Reference, ServiceAccountKeyAlgorithm).
    const std::string& algorithm = key["keyAlgorithm"].asString();
    c.algorithm = algorithm.starts_with("KEY_ALG_RSA_") ? "RSA" : std::string();
    c.bits = algorithm == "KEY_ALG_RSA_1024" ? 1024 : algorithm == "KEY_ALG_RSA_2048" ? 2048 : 0;
    c.inner = "/keys/" + std::to_string(i);
    out.push_back(std::move(c));
  }
  return out;
}

/// Root tokens are the only ones without an end that are not periodic (Vault documentation, "Tokens").
std::vector<Credential> vaultToken(const Document& d) {
  Credential c;
  c.kind = CredentialKind::Token;
  c.id = d.content["accessor"].asString();
  c.state = State::Active;
  c.created = timeIn(d.content, "issue_time");
  if (!c.created) c.created = timeIn(d.content, "creation_time");
  c.endless = d.content["creation_ttl"].isInt() && d.content["creation_ttl"].asInt() == 0 &&
              d.content["period"].asInt() == 0 && d.content["explicit_max_ttl"].asInt() == 0;
  if (!c.id.empty()) c.keys.push_back(keys::vaultAccessor(d.content["cluster"].asString(), c.id));
  return {std::move(c)};
}

/// "secret_id_ttl … A value of zero will allow the SecretID to not expire" (Vault documentation, AppRole
/// API).
std::vector<Credential> vaultSecretId(const Document& d) {
  Credential c;
  c.kind = CredentialKind::SecretId;
  c.id = d.content["accessor"].asString();
  c.state = State::Active;
  c.created = timeIn(d.content, "creation_time");
  c.expires = timeIn(d.content, "expiration_time");
  if (c.expires && toMicros(*c.expires) <= 0) c.expires.reset(); // "0001-01-01T00:00:00Z": there is none
  c.endless = !c.expires && d.content["secret_id_ttl"].isInt() && d.content["secret_id_ttl"].asInt() == 0;
  return {std::move(c)};
}

std::vector<Credential> postgresqlPassword(const Document& d) {
  const Json& content = d.content;
  const std::string& stored = content["password"].asString();
  if (stored.empty()) return {};
  Credential c;
  c.kind = CredentialKind::Password;
  c.id = "password of " + d.object.name;
  c.state = stateFrom(content["login"].asBool());
  c.expires = timeIn(content, "passwordValidUntil");
  c.endless = !c.expires; // "VALID UNTIL … if this clause is omitted the password will be valid for all time"
  c.stored = stored;
  c.inner = "/password";
  return {std::move(c)};
}

std::vector<Credential> certificate(const Document& d) {
  const Json& content = d.content;
  Credential c;
  c.kind = CredentialKind::Certificate;
  c.id = "serial " + content["serial"].asString();
  c.state = State::Active;
  c.created = timeIn(content, "notBefore");
  c.endless = noEnd(content["notAfter"].asString());
  if (!c.endless) c.expires = timeIn(content, "notAfter");
  c.privateKeyBeside = content["privateKeys"].size() > 0;
  c.algorithm = content["key"]["type"].asString();
  c.bits = content["key"]["bits"].asInt();
  c.hash = content["signature"]["hash"].asString();
  if (const std::string& key = content["key"]["sha256"].asString(); !key.empty())
    c.keys.push_back(keys::x509Key(key));
  return {std::move(c)};
}

} // namespace countersign::credentials
