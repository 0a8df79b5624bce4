// SPDX-License-Identifier: Apache-2.0
#include "models/evidence/package_check.h"

namespace countersign::evidence {
namespace {

tl::unexpected<Error> refuse(std::string message, std::string remedy = {}) {
  return failure(ErrorCode::InvalidArgument, std::move(message), std::move(remedy));
}

Result<void> checkAddresses(const std::map<Digest, std::string>& objects, const char* what) {
  for (const auto& [digest, bytes] : objects)
    if (sha256(bytes) != digest)
      return refuse(std::string(what) + " " + digest.brief() + " has other bytes than its digest says");
  return {};
}

Result<void> checkAttested(const PackageInput& input, const Attestation& a) {
  const auto closure = input.closures.find(a.digest);
  if (closure == input.closures.end())
    return refuse("the closure " + a.digest.brief() + " of '" + a.recordName + "' is missing");
  if (!input.views.contains(a.view.sha256))
    return refuse("the text that was shown of '" + a.recordName + "' is missing");
  for (const SignedDocument& d : a.documents) {
    if (!input.documents.contains(d.sha256))
      return refuse("the document " + d.sha256.brief() + " of '" + a.recordName + "' is missing");
    if (closure->second.find(d.sha256.hex()) == std::string::npos)
      return refuse("the closure of '" + a.recordName + "' does not name the document " + d.sha256.brief());
  }
  return {};
}

Result<void> checkKey(const PackageInput& input, const std::string& keyId, const char* whose) {
  const auto found = input.certificates.find(keyId);
  if (found == input.certificates.end())
    return refuse(std::string("the certificate of ") + whose + " is missing");
  COUNTERSIGN_ASSIGN(const PublicKey key, found->second.publicKey());
  if (key.keyId() != keyId)
    return refuse(std::string("the certificate of ") + whose + " is about another key");
  return checkCertificate(found->second, input.authority, std::nullopt);
}

Result<void> checkCheckpoints(const PackageInput& input) {
  std::uint64_t before = 0;
  for (const Checkpoint& c : input.checkpoints) {
    if (c.size <= before || c.size > input.entries.size() || c.origin != input.origin ||
        c.keyId != input.logKeyId)
      return refuse("a checkpoint is not one of this log, or they are not in order");
    if (!c.token.empty() && input.tsaCaPem.empty())
      return refuse("the certificate of the time-stamp authority is missing");
    before = c.size;
  }
  if (before != input.entries.size())
    return refuse("no checkpoint covers all entries", "Sign a checkpoint before exporting");
  return {};
}

Result<void> checkReports(const PackageInput& input) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
  const auto own = reportFiles(input.report);
  for (const auto& [name, bytes] : input.moreReports)
    if (name.empty() || name.front() == '.' || name.find_first_not_of(letters) != std::string::npos ||
        own.contains(name))
      return refuse("'" + visibleText(name) + "' cannot be the name of a report");
  return {};
}

} // namespace

Result<std::vector<PackageEntry>> checkPackageInput(const PackageInput& input,
                                                    const std::string& exportKeyId) {
  if (!validOrigin(input.origin) || input.entries.empty())
    return refuse("there is no log to export", "Open the log and sign something first");
  COUNTERSIGN_TRY(checkAddresses(input.documents, "document"));
  COUNTERSIGN_TRY(checkAddresses(input.closures, "closure"));
  COUNTERSIGN_TRY(checkAddresses(input.views, "text"));
  COUNTERSIGN_TRY(checkAddresses(input.sources, "source"));
  COUNTERSIGN_TRY(checkKey(input, input.logKeyId, "the log"));
  COUNTERSIGN_TRY(checkKey(input, exportKeyId, "whoever exports"));
  for (const auto& [keyId, certificate] : input.certificates)
    COUNTERSIGN_TRY(checkKey(input, keyId, ("the key " + keyId.substr(0, 12)).c_str()));
  COUNTERSIGN_TRY(checkCheckpoints(input));
  COUNTERSIGN_TRY(checkReports(input));
  std::vector<PackageEntry> out;
  out.reserve(input.entries.size());
  for (const std::string& bytes : input.entries) {
    COUNTERSIGN_ASSIGN(Envelope envelope, readEnvelope(bytes));
    COUNTERSIGN_ASSIGN(Statement statement, readStatement(envelope.payload));
    if (statement.header.seq != out.size() || statement.header.origin != input.origin)
      return refuse("entry " + std::to_string(out.size()) + " is not in its place, or of another log");
    COUNTERSIGN_TRY(checkKey(input, envelope.keyId, "a signer"));
    if (const auto* a = std::get_if<Attestation>(&statement.body)) COUNTERSIGN_TRY(checkAttested(input, *a));
    out.push_back({std::move(envelope), std::move(statement)});
  }
  return out;
}

} // namespace countersign::evidence
