// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/digest.h"
#include "models/identity/result.h"

#include <memory>
#include <string>
#include <string_view>

struct evp_pkey_st;

namespace countersign::evidence {

/// Iterations of PBKDF2-HMAC-SHA256 for key files (OWASP Password Storage Cheat Sheet, 2023).
inline constexpr int defaultIterations = 600'000;

/// An ECDSA P-256 public key. Its id is the SHA-256 of its SubjectPublicKeyInfo (DER).
class PublicKey {
public:
  /// PEM "PUBLIC KEY". Errors: Crypto (not readable, other algorithm or curve).
  static Result<PublicKey> fromPem(std::string_view pem);
  /// SubjectPublicKeyInfo, DER. Errors: Crypto.
  static Result<PublicKey> fromDer(std::string_view der);

  const std::string& keyId() const { return keyId_; } ///< 64 lower-case hexadecimal digits
  const std::string& der() const { return der_; }     ///< SubjectPublicKeyInfo
  std::string pem() const;
  /// True where `signature` (ECDSA with SHA-256, DER) belongs to `message`. Safe from several threads.
  bool verify(std::string_view message, std::string_view signature) const;

private:
  std::shared_ptr<evp_pkey_st> key_;
  std::string der_, keyId_;
  friend class SigningKey;
};

/// An ECDSA P-256 private key.
class SigningKey {
public:
  /// A new key from the operating system's randomness. Error: Crypto.
  static Result<SigningKey> generate();
  /// Reads encrypted PKCS#8 PEM. Errors: Crypto (wrong passphrase; other algorithm; not encrypted).
  static Result<SigningKey> fromEncryptedPem(std::string_view pem, std::string_view passphrase);

  const PublicKey& publicKey() const { return public_; }
  const std::string& keyId() const { return public_.keyId(); }
  /// DER signature, ECDSA with SHA-256; two runs differ. Error: Crypto.
  Result<std::string> sign(std::string_view message) const;
  /// PKCS#8 "ENCRYPTED PRIVATE KEY" PEM: PBES2, PBKDF2 with HMAC-SHA256, AES-256-CBC (RFC 8018).
  /// Errors: InvalidArgument (empty passphrase, no iterations), Crypto.
  Result<std::string> encryptedPem(std::string_view passphrase, int iterations = defaultIterations) const;
  /// For OpenSSL calls inside this library.
  evp_pkey_st* native() const { return key_.get(); }

private:
  std::shared_ptr<evp_pkey_st> key_;
  PublicKey public_;
};

/// Writes the key as encrypted PEM into a new file, mode 0600. Errors: Io (the file exists already,
/// no permission), DiskFull, Crypto, InvalidArgument.
Result<void> saveKeyFile(const SigningKey& key, const std::string& path, std::string_view passphrase,
                         int iterations = defaultIterations);
/// Errors: NotFound, Io, Crypto (with what to do about it).
Result<SigningKey> loadKeyFile(const std::string& path, std::string_view passphrase);

/// Overwrites the text's memory, also what its capacity holds beyond its size, and empties it.
void cleanse(std::string& secret);

} // namespace countersign::evidence
