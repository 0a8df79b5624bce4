// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/evidence/dsse.h"
#include "models/evidence/merkle.h"
#include "models/evidence/statement.h"

namespace countersign::evidence {

/// Non-empty, at most 200 of [A-Za-z0-9._/-]: a C2SP checkpoint origin and note key name.
bool validOrigin(std::string_view origin);

/// All that has to be known of a log to append to it.
struct LogHead {
  std::string origin;
  Digest lastLeaf; ///< zeros where the log is empty
  CompactRange tree;
  std::optional<Instant> lastClaimedAt;
  std::optional<LowerBound> token; ///< the newest time-stamp token held

  std::uint64_t size() const { return tree.size(); }
  /// For keeping it beside the log.
  Json json() const;
  static Result<LogHead> fromJson(const Json& json);
  bool operator==(const LogHead&) const = default;
};

struct LogEntry {
  std::uint64_t seq = 0;
  std::string envelope; ///< exact bytes
  Digest leaf;          ///< `leafHash(envelope)`
};

struct Appended {
  LogEntry entry;
  LogHead head;
};

/// Makes the next entry. Where the clock is behind the last entry or token, a warning is added to
/// `clockWarnings`, so that times out of order are always explained. Pure: nothing is stored.
/// Errors: InvalidArgument (origin; first entry is no log-open, or a later one is; signer is not the key),
/// Crypto.
Result<Appended> appendEntry(const LogHead& head, const StatementBody& body, const Signer& signer,
                             const SigningKey& key, Instant now, std::vector<std::string> clockWarnings = {});

/// Follows an entry that was read from somewhere: checks origin, seq and previous hash against the head, not
/// the signature. Error: Corrupt.
Result<LogHead> headAfter(const LogHead& head, std::string_view envelope);

/// The state of a log, signed by the log key: a C2SP tlog-checkpoint.
struct Checkpoint {
  std::string origin;
  std::uint64_t size = 0;
  Digest root;
  std::string keyId;     ///< of the log key
  std::string signature; ///< DER
  std::string token;     ///< RFC 3161 TimeStampResp (DER) over `body()`, or ""

  /// Origin, size, base64 root: three lines, each with its newline.
  std::string body() const;
  /// C2SP signed-note text: body, empty line, "— <origin> <base64 of key id and signature>".
  std::string note() const;
};

/// Error: Crypto, InvalidArgument (origin).
Result<Checkpoint> signCheckpoint(const LogHead& head, const SigningKey& logKey);
/// Reads three lines. `keyId`, `signature` stay empty. Errors: Malformed.
Result<Checkpoint> readCheckpointBody(std::string_view body);
/// Reads a signed note with one signature line of the origin. `keyId` gets the first 8 digits only: a note
/// names no more of it. Errors: Malformed, Limit.
Result<Checkpoint> readCheckpointNote(std::string_view note);
bool verifyCheckpoint(const Checkpoint& checkpoint, const PublicKey& logKey);

/// The time that an RFC 3161 token says. Errors: Malformed, Crypto (no granted status).
Result<Instant> tokenTime(std::string_view token);
/// Checks imprint, signature and the chain to the time-stamp authority's CA, at the token's own time.
/// Errors: Malformed, Crypto.
Result<Instant> verifyToken(std::string_view token, std::string_view message, std::string_view tsaCaPem);
/// An RFC 3161 request (DER) over `message`, SHA-256, with nonce and certificate request. Error: Crypto.
Result<std::string> tokenRequest(std::string_view message);

} // namespace countersign::evidence
