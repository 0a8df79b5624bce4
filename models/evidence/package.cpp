// SPDX-License-Identifier: Apache-2.0
#include "models/evidence/package.h"

#include "models/evidence/files.h"
#include "models/evidence/package_check.h"

#include <array>
#include <cstdio>
#include <filesystem>
#include <unistd.h>

namespace countersign::evidence {
namespace {

std::string number8(std::uint64_t n) {
  std::array<char, 24> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%08llu", static_cast<unsigned long long>(n));
  return buffer.data();
}

/// A folder in the making: it disappears unless it was finished.
class Folder {
public:
  explicit Folder(const std::string& target)
      : target_(target), partial_(target + ".partial-" + std::to_string(::getpid())) {}
  ~Folder() {
    std::error_code
        ignored; // nothing more can be done about a half-written folder; it keeps its telling name
    if (made_ && !finished_) std::filesystem::remove_all(partial_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  Result<void> make() {
    std::error_code error;
    if (std::filesystem::exists(std::filesystem::symlink_status(target_, error)))
      return failure(ErrorCode::Io, "the folder exists already",
                     "Choose another name: nothing is overwritten", Place{target_, {}, {}, {}, {}});
    COUNTERSIGN_TRY(files::makeFolder(partial_));
    made_ = true;
    return {};
  }
  Result<void> folder(const std::string& name) { return files::makeFolder(partial_ + '/' + name); }
  Result<void> file(const std::string& name, std::string_view bytes, bool listed = true) {
    const bool script = name.size() > 3 && name.compare(name.size() - 3, 3, ".sh") == 0;
    COUNTERSIGN_TRY(files::writeNew(partial_ + '/' + name, bytes, script ? 0755 : 0644, false));
    if (listed) manifest_[name] = sha256(bytes);
    return {};
  }
  /// As `sha256sum` writes it, sorted by bytes of the names.
  std::string manifest() const {
    std::string out;
    for (const auto& [name, digest] : manifest_)
      out += digest.hex() + "  " + name + '\n';
    return out;
  }
  Result<void> finish() {
    COUNTERSIGN_TRY(files::syncAll(partial_));
    COUNTERSIGN_TRY(files::renameNew(partial_, target_));
    finished_ = true;
    const auto parent = std::filesystem::path(target_).parent_path();
    return files::syncFolder(parent.empty() ? "." : parent.string());
  }

private:
  std::string target_, partial_;
  std::map<std::string, Digest> manifest_;
  bool made_ = false, finished_ = false;
};

Result<void> writeTrust(Folder& out, const PackageInput& input) {
  COUNTERSIGN_TRY(out.folder("trust"));
  COUNTERSIGN_TRY(out.file("trust/ca.crt", input.authority.pem()));
  if (!input.tsaCaPem.empty()) {
    COUNTERSIGN_ASSIGN(const Certificate tsa, Certificate::fromPem(input.tsaCaPem));
    COUNTERSIGN_TRY(out.file("trust/tsa-ca.crt", tsa.pem()));
  }
  for (const auto& [keyId, certificate] : input.certificates) {
    COUNTERSIGN_ASSIGN(const PublicKey key, certificate.publicKey());
    COUNTERSIGN_TRY(out.file("trust/" + keyId + ".crt", certificate.pem()));
    COUNTERSIGN_TRY(out.file("trust/" + keyId + ".pem", key.pem()));
  }
  return {};
}

using Progress = std::function<bool(double)>;

Result<void> step(const Progress& progress, double part) {
  if (progress && !progress(part)) return failure(ErrorCode::Cancelled, "the export was cancelled");
  return {};
}

Result<void> writeLog(Folder& out, const PackageInput& input, const std::vector<PackageEntry>& entries,
                      const std::string& exportKeyId, const Progress& progress) {
  COUNTERSIGN_TRY(out.folder("log"));
  COUNTERSIGN_TRY(out.folder("log/entries"));
  COUNTERSIGN_TRY(out.folder("log/checkpoints"));
  COUNTERSIGN_TRY(out.file("log/origin.txt", input.origin + '\n'));
  COUNTERSIGN_TRY(out.file("log/logkey.txt", input.logKeyId + '\n'));
  COUNTERSIGN_TRY(out.file("log/exportkey.txt", exportKeyId + '\n'));
  std::string bundle;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (i % 64 == 0)
      COUNTERSIGN_TRY(
          step(progress, 0.1 + 0.6 * static_cast<double>(i) / static_cast<double>(entries.size())));
    const std::string stem = "log/entries/" + number8(i);
    COUNTERSIGN_TRY(out.file(stem + ".json", entries[i].envelope.payload));
    COUNTERSIGN_TRY(out.file(stem + ".sig", entries[i].envelope.signature));
    COUNTERSIGN_TRY(out.file(stem + ".key", entries[i].envelope.keyId + '\n'));
    bundle += input.entries[i] + '\n';
  }
  COUNTERSIGN_TRY(out.file("log/bundle.intoto.jsonl", bundle));
  for (const Checkpoint& c : input.checkpoints) {
    const std::string stem = "log/checkpoints/" + number8(c.size);
    COUNTERSIGN_TRY(out.file(stem + ".body", c.body()));
    COUNTERSIGN_TRY(out.file(stem + ".sig", c.signature));
    COUNTERSIGN_TRY(out.file(stem + ".note", c.note()));
    if (!c.token.empty()) COUNTERSIGN_TRY(out.file(stem + ".tsr", c.token));
  }
  return {};
}

Result<void> writeObjects(Folder& out, const std::string& folder, const std::string& extension,
                          const std::map<Digest, std::string>& objects, const Progress& progress,
                          double part) {
  COUNTERSIGN_TRY(out.folder(folder));
  std::size_t count = 0;
  for (const auto& [digest, bytes] : objects) {
    if (count++ % 64 == 0) COUNTERSIGN_TRY(step(progress, part));
    COUNTERSIGN_TRY(out.file(folder + '/' + digest.hex() + extension, bytes));
  }
  return {};
}

Result<void> writeReports(Folder& out, const PackageInput& input) {
  COUNTERSIGN_ASSIGN(const std::string snapshots, canonicalJson(input.snapshots));
  COUNTERSIGN_TRY(out.file("snapshots.json", snapshots + '\n'));
  COUNTERSIGN_TRY(out.folder("reports"));
  for (const auto& [name, bytes] : reportFiles(input.report))
    COUNTERSIGN_TRY(out.file("reports/" + name, bytes));
  for (const auto& [name, bytes] : input.moreReports)
    COUNTERSIGN_TRY(out.file("reports/" + name, bytes));
  for (const auto& [name, text] : packageTexts())
    COUNTERSIGN_TRY(out.file(name, text));
  return out.file("FORMAT", "countersign-evidence/1\n");
}

} // namespace

Result<void> writePackage(const PackageInput& input, const std::string& target, const SigningKey& exportKey,
                          const Progress& progress) {
  COUNTERSIGN_TRY(step(progress, 0));
  COUNTERSIGN_ASSIGN(const std::vector<PackageEntry> entries, checkPackageInput(input, exportKey.keyId()));
  Folder out(target);
  COUNTERSIGN_TRY(out.make());
  COUNTERSIGN_TRY(writeTrust(out, input));
  COUNTERSIGN_TRY(writeLog(out, input, entries, exportKey.keyId(), progress));
  COUNTERSIGN_TRY(writeObjects(out, "state", ".json", input.documents, progress, 0.7));
  COUNTERSIGN_TRY(writeObjects(out, "closures", ".json", input.closures, progress, 0.8));
  COUNTERSIGN_TRY(writeObjects(out, "views", ".txt", input.views, progress, 0.85));
  if (!input.sources.empty()) COUNTERSIGN_TRY(writeObjects(out, "sources", "", input.sources, progress, 0.9));
  COUNTERSIGN_TRY(writeReports(out, input));
  const std::string manifest = out.manifest();
  COUNTERSIGN_ASSIGN(const std::string signature, exportKey.sign(manifest));
  COUNTERSIGN_TRY(out.file("MANIFEST.sha256", manifest, false));
  COUNTERSIGN_TRY(out.file("MANIFEST.sha256.sig", signature, false));
  COUNTERSIGN_TRY(step(progress, 0.95));
  COUNTERSIGN_TRY(out.finish());
  if (progress) progress(1); // done: too late to cancel
  return {};
}

} // namespace countersign::evidence
