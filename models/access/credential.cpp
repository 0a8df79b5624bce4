// SPDX-License-Identifier: Apache-2.0
#include "models/access/credential.h"

#include "models/access/credential_kinds.h"

#include <map>

namespace countersign {
namespace {

std::vector<Credential> neutralCredential(const Document& d) {
  static const std::map<std::string, CredentialKind, std::less<>> kinds{
      {"access_key", CredentialKind::AccessKey},
      {"password", CredentialKind::Password},
      {"client_secret", CredentialKind::ClientSecret},
      {"certificate", CredentialKind::Certificate},
      {"svid", CredentialKind::Certificate},
      {"sa_key", CredentialKind::ServiceAccountKey},
      {"pat", CredentialKind::Token},
      {"api_token", CredentialKind::Token}};
  const Json& c = d.content;
  const std::string &kind = c["kind"].asString(), &status = c["status"].asString();
  if (kind == "federation" || kind == "managed") return {}; // no secret that lives on
  Credential out;
  if (const auto found = kinds.find(kind); found != kinds.end()) out.kind = found->second;
  out.id = c["id"].asString();
  out.state = status.empty()                              ? Credential::State::Unknown
              : status == "active" || status == "enabled" ? Credential::State::Active
                                                          : Credential::State::Inactive;
  out.created = credentials::timeIn(c, "created_at");
  if (!out.created) out.created = credentials::timeIn(c, "not_before");
  out.expires = credentials::timeIn(c, "expires_at");
  out.rotated = credentials::timeIn(c, "rotated_at");
  out.useName = "last_used";
  return {std::move(out)};
}

} // namespace

std::string_view name(CredentialKind kind) {
  constexpr std::string_view names[] = {"access key",          "password", "client secret", "certificate",
                                        "service account key", "token",    "secret id",     "credential"};
  return names[static_cast<std::size_t>(kind)];
}

std::optional<Instant> credentials::timeIn(const Json& value, const char* member) {
  const auto t = parseRfc3339(value[member].asString());
  return t ? std::optional(*t) : std::nullopt;
}

std::vector<Credential> credentialsOf(const Document& document) {
  using Read = std::vector<Credential> (*)(const Document&);
  static const std::map<std::string, Read, std::less<>> kinds{
      {"aws.access-keys", credentials::awsAccessKeys},
      {"aws.credential-report-row", credentials::awsReportRow},
      {"aws.secret", credentials::awsSecret},
      {"azure.application", credentials::azure},
      {"azure.service-principal", credentials::azure},
      {"gcp.service-account-keys", credentials::gcpKeys},
      {"vault.token", credentials::vaultToken},
      {"vault.secret-id", credentials::vaultSecretId},
      {"pg.role", credentials::postgresqlPassword},
      {"x509.certificate", credentials::certificate},
      {"neutral.credential", neutralCredential}};
  const auto found = kinds.find(document.object.kind);
  return found == kinds.end() ? std::vector<Credential>() : found->second(document);
}

LastUse lastUseFrom(const std::string& name, const Json& value) {
  LastUse out;
  const bool tells = name == "last-used" || name == "last_used" || name == "last_seen" ||
                     name == "password-last-used" ||
                     (name.starts_with("key/") && name.ends_with("/last-used"));
  if (!tells) return out;
  out.basis = value["basis"].asString().empty() ? name : value["basis"].asString();
  if (const auto at = credentials::timeIn(value, "at")) {
    out.state = LastUse::State::Used;
    out.at = *at;
    return out;
  }
  std::int64_t days = value["trackedDays"].asInt();
  if (days <= 0) days = value["windowDays"].asInt();
  constexpr std::int64_t most = 100 * 366; // what is longer is no period that anybody keeps
  if (days > 0 && days <= most) {
    out.state = LastUse::State::NotTracked;
    out.tracked = Seconds(days * 86400);
  } else if (value["never"].asBool()) {
    out.state = LastUse::State::Never;
  }
  return out;
}

std::optional<Credential> legacyToken(const std::string& name, const Json& value) {
  constexpr std::string_view prefix = "legacy-token/";
  if (!name.starts_with(prefix)) return std::nullopt;
  Credential out;
  out.kind = CredentialKind::Token;
  out.id = name.substr(prefix.size());
  // A token that was marked as invalid is removed a year later (Kubernetes documentation, "Auto-generated
  // legacy ServiceAccount token clean up").
  out.state =
      value["invalidSince"].asString().empty() ? Credential::State::Active : Credential::State::Inactive;
  out.created = credentials::timeIn(value, "created");
  out.endless = true;
  if (const std::string& day = value["lastUsed"].asString(); !day.empty())
    if (const auto at = parseRfc3339(day + "T00:00:00Z")) {
      out.lastUse.state = LastUse::State::Used;
      out.lastUse.at = *at;
      out.lastUse.basis = "kubernetes.io/legacy-token-last-used";
    }
  return out;
}

} // namespace countersign
