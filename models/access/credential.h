// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/document.h"

#include <optional>
#include <string>
#include <vector>

namespace countersign {

enum class CredentialKind {
  AccessKey,
  Password,
  ClientSecret,
  Certificate,
  ServiceAccountKey,
  Token,
  SecretId,
  Other
};
/// "access key", "password", "client secret", "certificate", "service account key", "token", "secret id",
/// "credential"
std::string_view name(CredentialKind kind);

/// When something was last used, as far as a source tells it.
struct LastUse {
  enum class State {
    Unknown,   ///< nobody records it, or what records it was not imported
    Used,      ///< at `at`
    Never,     ///< recorded, and there was none since it was made
    NotTracked ///< recorded for a period only (`tracked`), and there was none in it
  };
  State state = State::Unknown;
  Instant at{};
  Seconds tracked{};
  std::string basis; ///< observation that says so, for people
};

/// What somebody proves with that it is an identity: as one document shows it, never its secret.
struct Credential {
  enum class State { Unknown, Active, Inactive };
  CredentialKind kind = CredentialKind::Other;
  std::string id; ///< for people; not secret ("AKIA…", "slot 1", a key id)
  State state = State::Unknown;
  std::optional<Instant> created, expires, rotated;
  bool endless = false;          ///< the source says that it has no end
  bool privateKeyBeside = false; ///< the private key lay beside the certificate
  std::string algorithm;         ///< "RSA", "EC", "RSA_1024", a signature's digest …
  std::int64_t bits = 0;         ///< of the public key, 0: not said
  std::string hash;              ///< of the signature of a certificate, lower case
  std::string stored;            ///< how a password is kept ("md5"), where the source says it
  std::vector<std::string> keys; ///< exact names (models/identity/keys.h) under which others may hold it too
  std::string inner;             ///< JSON pointer into the document
  std::string useName;           ///< observation of its last use; empty: none is made
  LastUse lastUse;
  /// Since when the secret is the one that it is: last rotated, else made.
  std::optional<Instant> since() const { return rotated ? rotated : created; }
};

/// Credentials that a document of these kinds shows: aws.access-keys, aws.credential-report-row,
/// azure.application, azure.service-principal, gcp.service-account-keys, vault.token, vault.secret-id,
/// pg.role, x509.certificate, neutral.credential, aws.secret. Other kinds have none.
std::vector<Credential> credentialsOf(const Document& document);

/// What an observation says of a credential or of a use: LastUse::Unknown where it says none of that.
/// `value` is the observation's (docs/formats/documents.md): `{at}`, `{never: true}`, `{}`.
LastUse lastUseFrom(const std::string& name, const Json& value);

/// A long-lived token of a Kubernetes service account, from the observation `legacy-token/<secret>` on it.
/// (Kubernetes documentation, "Managing Service Accounts": tokens in Secrets do not expire.)
std::optional<Credential> legacyToken(const std::string& name, const Json& value);

} // namespace countersign
