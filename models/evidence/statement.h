// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/evidence/attestation.h"

#include <variant>

namespace countersign::evidence {

/// Start of every predicate type: "<base><kind>/v1".
inline constexpr std::string_view predicateTypeBase = "https://countersign.example.org/nhi/";
inline constexpr std::string_view statementType = "https://in-toto.io/Statement/v1";

/// Who signs: stands in every entry.
struct Signer {
  std::string keyId; ///< 64 hexadecimal digits
  std::string name;
  std::string role; ///< "reviewer", "log", "administrator"; shown, and who may do what is a matter of rules
  Digest certSha256;
  bool operator==(const Signer&) const = default;
};

/// The newest time-stamp token the signer knew: the entry was made after it.
struct LowerBound {
  std::uint64_t checkpointSize = 0;
  Digest tokenSha256; ///< of the .tsr bytes
  Instant genTime;
  bool operator==(const LowerBound&) const = default;
};

/// What every entry says beside its subject.
struct EntryHeader {
  std::string origin;    ///< name of the log, see `validOrigin`
  std::uint64_t seq = 0; ///< 0 for the first entry
  Digest previous;       ///< leaf hash of the entry before, zeros for the first
  Instant claimedAt;     ///< the computer's clock, whole seconds
  std::optional<LowerBound> lowerBound;
  std::vector<std::string> clockWarnings; ///< plain sentences; never empty where the clock went backwards
  Signer signer;
  bool operator==(const EntryHeader&) const = default;
};

/// A key that may sign entries.
struct AuthorisedKey {
  std::string keyId, name, role;
  Digest certSha256;
  bool operator==(const AuthorisedKey&) const = default;
};

/// First entry of a log: who may sign. Kind "log-open".
struct LogOpen {
  Digest caSha256;                 ///< fingerprint of the authority that the certificates are from
  std::string logKeyId;            ///< signs checkpoints
  std::vector<AuthorisedKey> keys; ///< sorted by key id, at least the signer's
  std::string purpose;             ///< for people
  bool operator==(const LogOpen&) const = default;
};
/// A second, different person agrees with an entry. Kind "countersign".
struct Countersign {
  std::uint64_t seq = 0; ///< of the entry agreed with
  Digest entryHash;      ///< its leaf hash
  std::string comment, meaning;
  bool operator==(const Countersign&) const = default;
};
/// From here on this key may sign. Kind "key-enrol". A key is enrolled once only.
struct KeyEnrol {
  AuthorisedKey key;
  std::string reason;
  bool operator==(const KeyEnrol&) const = default;
};
/// From here on this key may not sign any more. Kind "key-revoke".
struct KeyRevoke {
  std::string keyId, reason;
  bool operator==(const KeyRevoke&) const = default;
};
/// How a revocation went on. Kind "revocation-outcome".
struct RevocationOutcome {
  std::uint64_t seq = 0; ///< of the entry that revoked
  Digest entryHash;
  std::string outcome;           ///< "landed", "held", "returned"
  std::vector<Digest> snapshots; ///< SHA-256 of the snapshots that show it, sorted
  Digest digest;                 ///< of the record afterwards
  std::string summary;
  bool operator==(const RevocationOutcome&) const = default;
};
/// Something about the log itself, in words (clock set back, restored copy, export). Kind "note".
struct Note {
  std::string text;
  bool operator==(const Note&) const = default;
};

using StatementBody =
    std::variant<LogOpen, Attestation, Countersign, KeyEnrol, KeyRevoke, RevocationOutcome, Note>;

/// One payload of the log: an in-toto Statement v1.
struct Statement {
  EntryHeader header;
  StatementBody body;
  bool operator==(const Statement&) const = default;
};

/// "attestation", "log-open" …: the middle of the predicate type.
std::string_view statementKind(const StatementBody& body);
/// RFC 8785 bytes. Errors: InvalidArgument (a member that has to be there is missing), Encoding.
Result<std::string> writeStatement(const Statement& statement);
/// Reads exactly what `writeStatement` writes: other members, orders or spellings are errors.
/// Errors: Malformed, Unsupported (a predicate type that this version does not know), Limit.
Result<Statement> readStatement(std::string_view payload);

} // namespace countersign::evidence
