// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/evidence/keys.h"

namespace countersign::evidence {

inline constexpr std::string_view inTotoPayloadType = "application/vnd.in-toto+json";

/// The bytes that a DSSE signature is over (secure-systems-lab/dsse protocol.md, "PAE").
std::string preAuthEncoding(std::string_view payloadType, std::string_view payload);

/// A DSSE envelope with one signature.
struct Envelope {
  std::string payload;   ///< bytes
  std::string keyId;     ///< a hint, not authenticated by DSSE itself
  std::string signature; ///< DER

  /// `{"payload":…,"payloadType":"application/vnd.in-toto+json","signatures":[{"keyid":…,"sig":…}]}`,
  /// base64 with padding, members in RFC 8785 order: the bytes that the log hashes.
  std::string bytes() const;
};

/// Signs a payload of type application/vnd.in-toto+json. Error: Crypto.
Result<Envelope> signEnvelope(std::string payload, const SigningKey& key);
/// Reads exactly the form that `Envelope::bytes` writes. Errors: Malformed, Limit (more than 4 MiB).
Result<Envelope> readEnvelope(std::string_view bytes);
/// True where the signature is by `key` and the envelope names that key.
bool verifyEnvelope(const Envelope& envelope, const PublicKey& key);

} // namespace countersign::evidence
