// SPDX-License-Identifier: Apache-2.0
#include "ui/evidence/reviewer_key.h"

#include "models/evidence/certificate.h"

#include <QFile>
#include <QString>
#include <filesystem>

namespace countersign::ui {

namespace {

constexpr auto reviewerYears = std::chrono::hours(24 * 365 * 2);
constexpr auto authorityYears = std::chrono::hours(24 * 365 * 10);

Result<void> writeNew(const std::string& file, const std::string& text) {
  QFile out(QString::fromStdString(file));
  if (!out.open(QIODevice::WriteOnly | QIODevice::NewOnly) ||
      out.write(text.data(), static_cast<qint64>(text.size())) < 0)
    return failure(ErrorCode::Io, file + ": " + out.errorString().toStdString(), "Choose another place.");
  return {};
}

Result<std::string> readAll(const std::string& file) {
  QFile in(QString::fromStdString(file));
  if (!in.open(QIODevice::ReadOnly))
    return failure(ErrorCode::Io, file + ": " + in.errorString().toStdString(),
                   "The certificate has to lie beside its key file.");
  return in.read(1 << 20).toStdString();
}

struct Authority {
  evidence::SigningKey key;
  evidence::Certificate certificate;
};

Result<Authority> authorityOf(const NewReviewerKey& wanted, Instant now) {
  if (std::filesystem::exists(wanted.authorityFile)) {
    COUNTERSIGN_ASSIGN(auto key, evidence::loadKeyFile(wanted.authorityFile, wanted.authorityPassphrase));
    COUNTERSIGN_ASSIGN(const std::string pem, readAll(certificateFileOf(wanted.authorityFile)));
    COUNTERSIGN_ASSIGN(auto certificate, evidence::Certificate::fromPem(pem));
    return Authority{std::move(key), std::move(certificate)};
  }
  COUNTERSIGN_ASSIGN(auto key, evidence::SigningKey::generate());
  COUNTERSIGN_ASSIGN(auto certificate, evidence::makeAuthority(
                                           key, {"Reviewers of this estate", "", now, now + authorityYears}));
  COUNTERSIGN_TRY(evidence::saveKeyFile(key, wanted.authorityFile, wanted.authorityPassphrase));
  COUNTERSIGN_TRY(writeNew(certificateFileOf(wanted.authorityFile), certificate.pem()));
  return Authority{std::move(key), std::move(certificate)};
}

} // namespace

std::string certificateFileOf(const std::string& keyFile) {
  return std::filesystem::path(keyFile).replace_extension(".crt").string();
}

Result<std::string> makeReviewerKey(const NewReviewerKey& wanted, Instant now) {
  if (wanted.passphrase.empty())
    return failure(ErrorCode::InvalidArgument, "The passphrase is empty.", "Choose one that only you know.");
  COUNTERSIGN_ASSIGN(const Authority authority, authorityOf(wanted, now));
  COUNTERSIGN_ASSIGN(const auto key, evidence::SigningKey::generate());
  COUNTERSIGN_ASSIGN(const auto certificate,
                     evidence::issueCertificate(authority.key, authority.certificate, key.publicKey(),
                                                {wanted.name, wanted.email, now, now + reviewerYears}));
  COUNTERSIGN_TRY(evidence::saveKeyFile(key, wanted.file, wanted.passphrase));
  COUNTERSIGN_TRY(writeNew(certificateFileOf(wanted.file), certificate.pem() + authority.certificate.pem()));
  return key.keyId();
}

} // namespace countersign::ui
