// SPDX-License-Identifier: Apache-2.0
#include "app/cli/key_files.h"

#include "models/evidence/files.h"

namespace countersign::cli {
namespace {

namespace fs = std::filesystem;

constexpr auto reviewerYears = std::chrono::hours(24 * 365 * 2);
constexpr auto authorityYears = std::chrono::hours(24 * 365 * 10);
constexpr std::size_t maxCertificate = 256U << 10;

struct Authority {
  evidence::SigningKey key;
  evidence::Certificate certificate;
  bool made = false;
};

Result<evidence::Certificate> certificateIn(const fs::path& file) {
  COUNTERSIGN_ASSIGN(const std::string pem, evidence::files::read(file.string(), maxCertificate));
  auto certificate = evidence::Certificate::fromPem(pem);
  if (!certificate) certificate.error().place.file = file.string();
  return certificate;
}

Result<Authority> authorityIn(const fs::path& folder, const std::string& passphrase, Instant now) {
  const fs::path keyFile = folder / (std::string(authorityName) + ".key");
  const fs::path certificateFile = folder / (std::string(authorityName) + ".crt");
  std::error_code ec;
  if (fs::exists(keyFile, ec)) {
    COUNTERSIGN_ASSIGN(auto key, evidence::loadKeyFile(keyFile.string(), passphrase));
    COUNTERSIGN_ASSIGN(auto certificate, certificateIn(certificateFile));
    return Authority{std::move(key), std::move(certificate), false};
  }
  fs::create_directories(folder, ec);
  if (ec)
    return failure(ErrorCode::Io, "the folder cannot be made: " + ec.message(), "Choose another place",
                   {folder.string(), {}, {}, {}, {}});
  COUNTERSIGN_ASSIGN(auto key, evidence::SigningKey::generate());
  COUNTERSIGN_ASSIGN(auto certificate, evidence::makeAuthority(
                                           key, {"Reviewers of this estate", "", now, now + authorityYears}));
  COUNTERSIGN_TRY(evidence::saveKeyFile(key, keyFile.string(), passphrase));
  COUNTERSIGN_TRY(evidence::files::writeNew(certificateFile.string(), certificate.pem(), 0644));
  return Authority{std::move(key), std::move(certificate), true};
}

} // namespace

fs::path certificateFileOf(const fs::path& keyFile) {
  return fs::path(keyFile).replace_extension(".crt");
}

Result<MadeKey> makeKey(const NewKey& wanted, Instant now) {
  MadeKey made;
  made.certificateFile = certificateFileOf(wanted.file);
  if (made.certificateFile == wanted.file)
    return failure(ErrorCode::InvalidArgument, "a key file cannot end in .crt", "Name it like me.pem");
  std::error_code ec;
  for (const fs::path& file : {wanted.file, made.certificateFile})
    if (fs::exists(file, ec))
      return failure(ErrorCode::Io, "the file is there already", "Choose another name",
                     {file.string(), {}, {}, {}, {}});
  COUNTERSIGN_ASSIGN(const Authority authority,
                     authorityIn(wanted.authority, wanted.authorityPassphrase, now));
  COUNTERSIGN_ASSIGN(const auto key, evidence::SigningKey::generate());
  COUNTERSIGN_ASSIGN(const auto certificate,
                     evidence::issueCertificate(authority.key, authority.certificate, key.publicKey(),
                                                {wanted.name, wanted.email, now, now + reviewerYears}));
  COUNTERSIGN_TRY(evidence::saveKeyFile(key, wanted.file.string(), wanted.passphrase));
  COUNTERSIGN_TRY(evidence::files::writeNew(made.certificateFile.string(),
                                            certificate.pem() + authority.certificate.pem(), 0644));
  made.keyId = key.keyId();
  made.authority = authority.certificate.sha256();
  made.madeAuthority = authority.made;
  return made;
}

Result<evidence::Certificate> readCertificate(const fs::path& keyOrCertificate) {
  return certificateIn(keyOrCertificate.extension() == ".crt" ? keyOrCertificate
                                                              : certificateFileOf(keyOrCertificate));
}

} // namespace countersign::cli
