// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/evidence/certificate.h"

#include <filesystem>
#include <string>

/// Key files of reviewers and of the small authority that certifies them.
namespace countersign::cli {

inline constexpr const char* authorityName = "reviewers-ca"; ///< <folder>/reviewers-ca.key and .crt

struct NewKey {
  std::filesystem::path file;      ///< of the encrypted key; must not exist
  std::filesystem::path authority; ///< folder of the authority; made where there is none
  std::string name, email, role;
  std::string passphrase, authorityPassphrase;
};

struct MadeKey {
  std::string keyId;
  std::filesystem::path certificateFile;
  Digest authority; ///< SHA-256 of the authority's certificate
  bool madeAuthority = false;
};

/// me.pem → me.crt
std::filesystem::path certificateFileOf(const std::filesystem::path& keyFile);

/// Makes key, certificate (valid two years) and, where the folder has none, the authority (ten years). The
/// certificate file holds the reviewer's certificate first, then the authority's.
/// Errors: InvalidArgument, Io (a file is there already), Crypto.
Result<MadeKey> makeKey(const NewKey& wanted, Instant now);

/// The certificate in a .crt, or the one beside a key file. Errors: NotFound, Io, Crypto.
Result<evidence::Certificate> readCertificate(const std::filesystem::path& keyOrCertificate);

} // namespace countersign::cli
