// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

/// Keys of certificates (models/identity/keys.h says what keys are). Digests are lower-case hexadecimal
/// digits.
namespace countersign::keys {

/// "x509-sha256:<of the DER form>": one certificate.
inline std::string x509Sha256(std::string_view digest) {
  return "x509-sha256:" + std::string(digest);
}
/// "x509-sha1:<of the DER form>": how some systems name a certificate that they know by its SHA-256, too.
inline std::string x509Sha1(std::string_view digest) {
  return "x509-sha1:" + std::string(digest);
}
/// "x509-spki:<SHA-256 of SubjectPublicKeyInfo>": a public key, which several certificates may have.
inline std::string x509Key(std::string_view digest) {
  return "x509-spki:" + std::string(digest);
}
/// "spiffe:<trust domain>/<path>".
inline std::string spiffe(std::string_view idBehindScheme) {
  return "spiffe:" + std::string(idBehindScheme);
}
/// "x509-subject:<key id of the issuer>/<subject>": what one authority calls somebody. Two authorities of one
/// name ("CN=kubernetes") have different keys.
inline std::string x509Subject(std::string_view issuerKeyId, std::string_view subject) {
  return "x509-subject:" + std::string(issuerKeyId) + '/' + std::string(subject);
}
/// "x509-issued:<issuer>/<serial>": how revocation lists name a certificate.
inline std::string x509Issued(std::string_view issuer, std::string_view serial) {
  return "x509-issued:" + std::string(issuer) + '/' + std::string(serial);
}
/// "x509-row:<serial>/<expiry>/<subject>": how a register of 'openssl ca' names a certificate.
inline std::string x509Row(std::string_view serial, std::string_view expires, std::string_view subject) {
  return "x509-row:" + std::string(serial) + '/' + std::string(expires) + '/' + std::string(subject);
}

} // namespace countersign::keys
