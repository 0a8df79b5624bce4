// SPDX-License-Identifier: Apache-2.0
#include "models/evidence/dsse.h"

namespace countersign::evidence {
namespace {

constexpr std::size_t maxEnvelope = 4U << 20;

/// Cuts `literal` off the front, or says what is missing.
Result<void> expect(std::string_view& text, std::string_view literal) {
  if (text.substr(0, literal.size()) != literal)
    return failure(ErrorCode::Malformed, "the envelope is not in the form that the log hashes: '" +
                                             std::string(literal) + "' expected");
  text.remove_prefix(literal.size());
  return {};
}

std::string_view untilQuote(std::string_view& text) {
  const auto quote = text.find('"');
  const auto out = text.substr(0, quote);
  text.remove_prefix(out.size());
  return out;
}

} // namespace

std::string preAuthEncoding(std::string_view payloadType, std::string_view payload) {
  std::string out = "DSSEv1 " + std::to_string(payloadType.size()) + ' ';
  out += payloadType;
  out += ' ' + std::to_string(payload.size()) + ' ';
  out += payload;
  return out;
}

std::string Envelope::bytes() const {
  std::string out = "{\"payload\":\"" + toBase64(payload) + "\",\"payloadType\":\"";
  out += inTotoPayloadType;
  out += "\",\"signatures\":[{\"keyid\":\"" + keyId + "\",\"sig\":\"" + toBase64(signature) + "\"}]}";
  return out;
}

Result<Envelope> signEnvelope(std::string payload, const SigningKey& key) {
  Envelope out;
  COUNTERSIGN_ASSIGN(out.signature, key.sign(preAuthEncoding(inTotoPayloadType, payload)));
  out.payload = std::move(payload);
  out.keyId = key.keyId();
  return out;
}

Result<Envelope> readEnvelope(std::string_view bytes) {
  if (bytes.size() > maxEnvelope) return failure(ErrorCode::Limit, "the envelope is larger than 4 MiB");
  COUNTERSIGN_TRY(expect(bytes, "{\"payload\":\""));
  COUNTERSIGN_ASSIGN(std::string payload, fromBase64(untilQuote(bytes)));
  COUNTERSIGN_TRY(expect(bytes, "\",\"payloadType\":\""));
  COUNTERSIGN_TRY(expect(bytes, inTotoPayloadType));
  COUNTERSIGN_TRY(expect(bytes, "\",\"signatures\":[{\"keyid\":\""));
  std::string keyId(untilQuote(bytes));
  if (keyId.size() != 64 || keyId.find_first_not_of("0123456789abcdef") != std::string::npos)
    return failure(ErrorCode::Malformed, "the envelope's key id is not 64 hexadecimal digits");
  COUNTERSIGN_TRY(expect(bytes, "\",\"sig\":\""));
  COUNTERSIGN_ASSIGN(std::string signature, fromBase64(untilQuote(bytes)));
  COUNTERSIGN_TRY(expect(bytes, "\"}]}"));
  if (!bytes.empty()) return failure(ErrorCode::Malformed, "there is something behind the envelope");
  return Envelope{std::move(payload), std::move(keyId), std::move(signature)};
}

bool verifyEnvelope(const Envelope& envelope, const PublicKey& key) {
  return envelope.keyId == key.keyId() &&
         key.verify(preAuthEncoding(inTotoPayloadType, envelope.payload), envelope.signature);
}

} // namespace countersign::evidence
