// SPDX-License-Identifier: Apache-2.0
#include "models/review/log_append.h"

#include <fstream>
#include <random>
#include <sstream>

namespace countersign {
namespace {

constexpr const char* headSetting = "log.head";
constexpr const char* keySetting = "log.key";
constexpr const char* authoritySetting = "log.authority";

Result<std::string> readText(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in)
    return failure(
        ErrorCode::NotFound, "there is no certificate " + file.string(),
        "Make key and certificate with 'countersign key create', or put the certificate beside the key",
        {file.string(), {}, {}, {}, {}});
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

Result<evidence::LogHead> newHead() {
  std::random_device random;
  std::string id;
  for (int i = 0; i < 4; ++i)
    id += sha256(std::to_string(random()) + id).hex().substr(0, 4);
  evidence::LogHead head;
  head.origin = "countersign/" + id;
  return head;
}

evidence::AuthorisedKey authorised(const evidence::Signer& s) {
  return {s.keyId, s.name, s.role, s.certSha256};
}

StoredReviewer reviewerOf(const evidence::Certificate& c, const std::string& keyId, std::int64_t seq) {
  return {keyId, c.commonName(), c.email(), "reviewer", c.pem(), {}, seq, std::nullopt};
}

Result<StoredEntry> appendBody(Workspace& w, const evidence::LogHead& head,
                               const evidence::StatementBody& body, const Signing& signing, Instant now,
                               const EntryLabel& label) {
  COUNTERSIGN_ASSIGN(const evidence::Appended made,
                     evidence::appendEntry(head, body, signing.signer, signing.key, now));
  StoredEntry e;
  e.seq = static_cast<std::int64_t>(made.entry.seq);
  e.leaf = made.entry.leaf;
  e.envelope = made.entry.envelope;
  e.kind = std::string(evidence::statementKind(body));
  e.at = now;
  e.record = label.record;
  e.what = label.what;
  e.about = label.about;
  e.who = signing.name;
  e.keyId = signing.signer.keyId;
  LogStore log(w);
  COUNTERSIGN_TRY(log.append(e));
  COUNTERSIGN_TRY(w.setSetting(headSetting, canonicalJsonOrThrow(made.head.json())));
  return e;
}

Result<void> openLog(Workspace& w, const Signing& signing, Instant now) {
  COUNTERSIGN_ASSIGN(const evidence::LogHead head, newHead());
  evidence::LogOpen open;
  open.caSha256 = signing.authority.sha256();
  open.logKeyId = signing.signer.keyId;
  open.keys = {authorised(signing.signer)};
  open.purpose = "Review of non-human identities";
  COUNTERSIGN_ASSIGN(const StoredEntry entry,
                     appendBody(w, head, open, signing, now, {0, "log opened", signing.name}));
  LogStore log(w);
  COUNTERSIGN_TRY(log.saveReviewer(reviewerOf(signing.certificate, signing.signer.keyId, entry.seq)));
  COUNTERSIGN_TRY(w.setSetting(keySetting, signing.signer.keyId));
  return w.setSetting(authoritySetting, signing.authority.pem());
}

} // namespace

Result<std::pair<evidence::Certificate, evidence::Certificate>>
readCertificates(const std::filesystem::path& file) {
  COUNTERSIGN_ASSIGN(const std::string text, readText(file));
  COUNTERSIGN_ASSIGN(evidence::Certificate own, evidence::Certificate::fromPem(text));
  constexpr std::string_view begin = "-----BEGIN CERTIFICATE-----";
  const auto first = text.find(begin);
  const auto second = first == std::string::npos ? first : text.find(begin, first + begin.size());
  if (second != std::string::npos) {
    COUNTERSIGN_ASSIGN(evidence::Certificate authority, evidence::Certificate::fromPem(text.substr(second)));
    return std::pair(std::move(own), std::move(authority));
  }
  for (const auto& candidate : {file.parent_path() / "ca.crt", file.parent_path() / "authority" / "ca.crt"}) {
    std::error_code ec;
    if (!std::filesystem::exists(candidate, ec)) continue;
    COUNTERSIGN_ASSIGN(const std::string ca, readText(candidate));
    COUNTERSIGN_ASSIGN(evidence::Certificate authority, evidence::Certificate::fromPem(ca));
    return std::pair(std::move(own), std::move(authority));
  }
  return failure(ErrorCode::NotFound, "the authority's certificate is not there",
                 "Put it behind the reviewer's certificate, or beside it as ca.crt",
                 {file.string(), {}, {}, {}, {}});
}

Result<Signing> openSigner(const SignerInput& input, Instant now) {
  std::filesystem::path certificate = input.keyFile;
  certificate.replace_extension(".crt");
  COUNTERSIGN_ASSIGN(auto certificates, readCertificates(certificate));
  COUNTERSIGN_TRY(evidence::checkCertificate(certificates.first, certificates.second, now));
  COUNTERSIGN_ASSIGN(evidence::SigningKey key,
                     evidence::loadKeyFile(input.keyFile.string(), input.passphrase));
  COUNTERSIGN_ASSIGN(const evidence::PublicKey named, certificates.first.publicKey());
  if (named.keyId() != key.keyId())
    return failure(ErrorCode::Crypto, "the certificate is not about this key",
                   "Use the certificate that was issued for the key", {certificate.string(), {}, {}, {}, {}});
  std::string person = certificates.first.commonName(), email = certificates.first.email();
  evidence::Signer signer{key.keyId(), person, "reviewer", certificates.first.sha256()};
  return Signing{std::move(key),
                 std::move(certificates.first),
                 std::move(certificates.second),
                 std::move(signer),
                 std::move(person),
                 std::move(email)};
}

Result<evidence::LogHead> logHead(Workspace& w) {
  COUNTERSIGN_ASSIGN(const std::string text, w.setting(headSetting));
  if (text.empty())
    return failure(ErrorCode::NotFound, "nothing has been signed yet", "Certify a record first");
  COUNTERSIGN_ASSIGN(const Json json, parseJson(text));
  return evidence::LogHead::fromJson(json);
}

Result<std::string> logKeyId(Workspace& w) {
  return w.setting(keySetting);
}

namespace {

/// The head, after making sure that the log is open and that this key may sign in it.
Result<evidence::LogHead> readyHead(Workspace& w, const Signing& signing, Instant now) {
  LogStore log(w);
  COUNTERSIGN_ASSIGN(const std::int64_t size, log.size());
  if (size == 0) COUNTERSIGN_TRY(openLog(w, signing, now));
  COUNTERSIGN_ASSIGN(const auto reviewer, log.reviewer(signing.signer.keyId));
  if (!reviewer || reviewer->revokedSeq)
    return failure(ErrorCode::Refused, "the key of " + signing.name + " may not sign in this workspace",
                   "Somebody who may has to enrol its certificate: 'countersign key enrol'");
  COUNTERSIGN_ASSIGN(const std::string authority, w.setting(authoritySetting));
  if (authority != signing.authority.pem())
    return failure(ErrorCode::Refused,
                   "the certificate of " + signing.name + " is from another authority than this log's",
                   "Use a certificate of the log's authority");
  COUNTERSIGN_ASSIGN(evidence::LogHead head, logHead(w));
  COUNTERSIGN_ASSIGN(const std::int64_t entries, log.size());
  if (static_cast<std::int64_t>(head.size()) != entries)
    return failure(ErrorCode::Corrupt, "the log and its head disagree",
                   "Run 'countersign workspace check'; nothing was signed");
  return head;
}

} // namespace

Result<StoredEntry> appendToLog(Workspace& w, const evidence::StatementBody& body, const Signing& signing,
                                Instant now, const EntryLabel& label) {
  COUNTERSIGN_ASSIGN(evidence::LogHead head, readyHead(w, signing, now));
  return appendBody(w, head, body, signing, now, label);
}

Result<StoredEntry> enrol(Workspace& w, const evidence::Certificate& certificate, const Signing& by,
                          Instant now) {
  COUNTERSIGN_ASSIGN(const evidence::PublicKey key, certificate.publicKey());
  COUNTERSIGN_TRY(evidence::checkCertificate(certificate, by.authority, now));
  LogStore log(w);
  COUNTERSIGN_ASSIGN(const auto there, log.reviewer(key.keyId()));
  if (there) return failure(ErrorCode::InvalidArgument, "the key of " + there->name + " is enrolled already");
  evidence::KeyEnrol body{{key.keyId(), certificate.commonName(), "reviewer", certificate.sha256()},
                          "enrolled by " + by.name};
  COUNTERSIGN_ASSIGN(const StoredEntry entry,
                     appendToLog(w, body, by, now, {0, "key enrolled", certificate.commonName()}));
  COUNTERSIGN_TRY(log.saveReviewer(reviewerOf(certificate, key.keyId(), entry.seq)));
  return entry;
}

Result<void> addCheckpoint(Workspace& w, const Signing& signing, Instant now) {
  COUNTERSIGN_ASSIGN(const std::string logKey, logKeyId(w));
  if (logKey != signing.signer.keyId) return {};
  LogStore log(w);
  COUNTERSIGN_ASSIGN(const evidence::LogHead head, logHead(w));
  COUNTERSIGN_ASSIGN(const auto had, log.checkpoints());
  if (!had.empty() && had.back().size == static_cast<std::int64_t>(head.size())) return {};
  COUNTERSIGN_ASSIGN(const evidence::Checkpoint c, evidence::signCheckpoint(head, signing.key));
  return log.addCheckpoint(
      {static_cast<std::int64_t>(c.size), now, c.body(), c.signature, c.note(), c.token});
}

} // namespace countersign
