// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/evidence/keys.h"
#include "models/identity/time.h"

#include <optional>

struct x509_st;

namespace countersign::evidence {

/// An X.509 certificate, the program's own or one that a company's CA issued.
class Certificate {
public:
  /// The first certificate of a PEM text. Error: Crypto.
  static Result<Certificate> fromPem(std::string_view pem);

  std::string pem() const;
  const std::string& der() const { return der_; }
  Digest sha256() const { return countersign::sha256(der_); } ///< of the DER bytes: the fingerprint
  std::string commonName() const;
  std::string email() const; ///< the first rfc822Name among the alternative names, or ""
  Instant notBefore() const;
  Instant notAfter() const;
  bool isAuthority() const; ///< basicConstraints CA and keyCertSign
  bool mayTestify() const;  ///< keyUsage has digitalSignature and nonRepudiation
  /// The key that the certificate is about; nothing where it is no P-256 key.
  Result<PublicKey> publicKey() const;
  x509_st* native() const { return certificate_.get(); }

private:
  std::shared_ptr<x509_st> certificate_;
  std::string der_;
};

/// What a new certificate says.
struct CertificateRequest {
  std::string commonName; ///< the person's or the authority's name, 1 to 64 characters
  std::string email;      ///< may be empty
  Instant notBefore;
  Instant notAfter;
};

/// A self-signed authority (basicConstraints CA, pathlen 0, keyCertSign). Errors: InvalidArgument, Crypto.
Result<Certificate> makeAuthority(const SigningKey& key, const CertificateRequest& request);
/// A certificate for `subject` (keyUsage digitalSignature and nonRepudiation), serial number at random.
/// Errors: InvalidArgument, Crypto (the key is not the authority's).
Result<Certificate> issueCertificate(const SigningKey& authorityKey, const Certificate& authority,
                                     const PublicKey& subject, const CertificateRequest& request);
/// Checks the chain, the key usage and, where `at` is given, the validity at that time.
/// Errors: Crypto, saying what does not hold.
Result<void> checkCertificate(const Certificate& certificate, const Certificate& authority,
                              std::optional<Instant> at);

} // namespace countersign::evidence
