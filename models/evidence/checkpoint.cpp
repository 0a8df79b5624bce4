// SPDX-License-Identifier: Apache-2.0
#include "models/evidence/log.h"

#include <charconv>

namespace countersign::evidence {
namespace {

constexpr std::string_view dash = "\xE2\x80\x94 "; // EM DASH and a space start a signature line
constexpr std::size_t maxNote = 64U << 10;

/// Cuts one line off the front; false where there is no newline.
bool takeLine(std::string_view& text, std::string_view& line) {
  const auto end = text.find('\n');
  if (end == std::string_view::npos) return false;
  line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return true;
}

/// First 4 bytes of SHA-256(SubjectPublicKeyInfo): C2SP signed-note, signature type 0x02 (ECDSA).
std::string noteKeyHash(std::string_view keyId) {
  const auto raw = countersign::fromHex(keyId.substr(0, 8));
  return raw ? *raw : std::string();
}

} // namespace

std::string Checkpoint::body() const {
  return origin + '\n' + std::to_string(size) + '\n' + toBase64(root.raw()) + '\n';
}

std::string Checkpoint::note() const {
  return body() + '\n' + std::string(dash) + origin + ' ' + toBase64(noteKeyHash(keyId) + signature) + '\n';
}

Result<Checkpoint> signCheckpoint(const LogHead& head, const SigningKey& logKey) {
  if (!validOrigin(head.origin)) return failure(ErrorCode::InvalidArgument, "the log has no usable name");
  Checkpoint out{head.origin, head.size(), head.tree.root(), logKey.keyId(), {}, {}};
  COUNTERSIGN_ASSIGN(out.signature, logKey.sign(out.body()));
  return out;
}

Result<Checkpoint> readCheckpointBody(std::string_view body) {
  std::string_view origin, size, root;
  Checkpoint out;
  if (body.size() > maxNote || !takeLine(body, origin) || !takeLine(body, size) || !takeLine(body, root) ||
      !body.empty())
    return failure(ErrorCode::Malformed, "a checkpoint is three lines: origin, size and root");
  out.origin = origin;
  const auto [end, error] = std::from_chars(size.data(), size.data() + size.size(), out.size);
  if (!validOrigin(origin) || error != std::errc() || end != size.data() + size.size() ||
      std::to_string(out.size) != size)
    return failure(ErrorCode::Malformed, "the checkpoint's origin or size cannot be read");
  COUNTERSIGN_ASSIGN(const std::string raw, fromBase64(root));
  COUNTERSIGN_ASSIGN(out.root, Digest::fromRaw(raw));
  return out;
}

Result<Checkpoint> readCheckpointNote(std::string_view note) {
  if (note.size() > maxNote) return failure(ErrorCode::Limit, "the note is larger than 64 KiB");
  const auto gap = note.find("\n\n");
  if (gap == std::string_view::npos)
    return failure(ErrorCode::Malformed, "the note has no empty line before its signature");
  COUNTERSIGN_ASSIGN(Checkpoint out, readCheckpointBody(note.substr(0, gap + 1)));
  std::string_view rest = note.substr(gap + 2), line;
  const std::string prefix = std::string(dash) + out.origin + ' ';
  if (!takeLine(rest, line) || !rest.empty() || line.substr(0, prefix.size()) != prefix)
    return failure(ErrorCode::Malformed, "the note has not just one signature, by its log");
  COUNTERSIGN_ASSIGN(const std::string raw, fromBase64(line.substr(prefix.size())));
  if (raw.size() < 12) return failure(ErrorCode::Malformed, "the note's signature is too short");
  out.keyId = toHex(raw.substr(0, 4));
  out.signature = raw.substr(4);
  return out;
}

bool verifyCheckpoint(const Checkpoint& checkpoint, const PublicKey& logKey) {
  return checkpoint.keyId.size() >= 8 &&
         logKey.keyId().compare(0, checkpoint.keyId.size(), checkpoint.keyId) == 0 &&
         logKey.verify(checkpoint.body(), checkpoint.signature);
}

} // namespace countersign::evidence
