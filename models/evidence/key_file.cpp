// SPDX-License-Identifier: Apache-2.0
#include "models/evidence/files.h"
#include "models/evidence/keys.h"

namespace countersign::evidence {

Result<void> saveKeyFile(const SigningKey& key, const std::string& path, std::string_view passphrase,
                         int iterations) {
  COUNTERSIGN_ASSIGN(const std::string pem, key.encryptedPem(passphrase, iterations));
  return files::writeNew(path, pem, 0600);
}

Result<SigningKey> loadKeyFile(const std::string& path, std::string_view passphrase) {
  COUNTERSIGN_ASSIGN(const std::string pem, files::read(path, 64U << 10));
  auto key = SigningKey::fromEncryptedPem(pem, passphrase);
  if (!key) key.error().place.file = path;
  return key;
}

} // namespace countersign::evidence
