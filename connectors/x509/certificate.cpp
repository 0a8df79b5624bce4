// SPDX-License-Identifier: Apache-2.0
#include "connectors/x509/certificate.h"

#include "connectors/x509/extensions.h"
#include "connectors/x509/names.h"
#include "connectors/x509/values.h"
#include "models/identity/digest.h"

#include <algorithm>
#include <array>
#include <map>
#include <openssl/evp.h>
#include <openssl/sha.h>

namespace countersign::x509 {
namespace {

/// Names of algorithms; tables of our own, so that no other version of a library changes a text.
std::string keyName(const std::string& oid) {
  static const std::map<std::string_view, const char*> names{
      {"1.2.840.113549.1.1.1", "RSA"}, {"1.2.840.113549.1.1.10", "RSA-PSS"},
      {"1.2.840.10045.2.1", "EC"},     {"1.2.840.10040.4.1", "DSA"},
      {"1.3.101.112", "Ed25519"},      {"1.3.101.113", "Ed448"},
      {"1.3.101.110", "X25519"},       {"1.3.101.111", "X448"},
      {"1.2.840.10046.2.1", "DH"}};
  const auto found = names.find(oid);
  return found == names.end() ? oid : found->second;
}

std::string signatureName(const std::string& oid) {
  static const std::map<std::string_view, const char*> names{
      {"1.2.840.113549.1.1.4", "md5WithRSAEncryption"},
      {"1.2.840.113549.1.1.5", "sha1WithRSAEncryption"},
      {"1.2.840.113549.1.1.11", "sha256WithRSAEncryption"},
      {"1.2.840.113549.1.1.12", "sha384WithRSAEncryption"},
      {"1.2.840.113549.1.1.13", "sha512WithRSAEncryption"},
      {"1.2.840.113549.1.1.14", "sha224WithRSAEncryption"},
      {"1.2.840.113549.1.1.10", "rsassaPss"},
      {"1.2.840.10045.4.1", "ecdsa-with-SHA1"},
      {"1.2.840.10045.4.3.1", "ecdsa-with-SHA224"},
      {"1.2.840.10045.4.3.2", "ecdsa-with-SHA256"},
      {"1.2.840.10045.4.3.3", "ecdsa-with-SHA384"},
      {"1.2.840.10045.4.3.4", "ecdsa-with-SHA512"},
      {"1.2.840.10040.4.3", "dsa-with-SHA1"},
      {"2.16.840.1.101.3.4.3.2", "dsa-with-SHA256"},
      {"1.3.101.112", "Ed25519"},
      {"1.3.101.113", "Ed448"}};
  const auto found = names.find(oid);
  return found == names.end() ? oid : found->second;
}

std::string digestName(int nid) {
  static const std::map<int, const char*> names{{NID_md5, "md5"},           {NID_sha1, "sha1"},
                                                {NID_sha224, "sha224"},     {NID_sha256, "sha256"},
                                                {NID_sha384, "sha384"},     {NID_sha512, "sha512"},
                                                {NID_sha3_224, "sha3-224"}, {NID_sha3_256, "sha3-256"},
                                                {NID_sha3_384, "sha3-384"}, {NID_sha3_512, "sha3-512"}};
  const auto found = names.find(nid);
  return found == names.end() ? std::string() : found->second;
}

std::string curveOf(EVP_PKEY* key) {
  std::array<char, 80> name{};
  std::size_t size = 0;
  if (EVP_PKEY_get_group_name(key, name.data(), name.size(), &size) != 1) return {};
  const std::string_view curve = name.data();
  return std::string(curve == "prime256v1" ? "secp256r1" : curve); // RFC 5480 2.1.1.1
}

/// {type, oid, bits, curve, sha256}: `sha256` is that of SubjectPublicKeyInfo.
Json keyContent(X509* certificate) {
  const ErrorQueue queue;
  Json out = Json::object();
  X509_PUBKEY* info = X509_get_X509_PUBKEY(certificate);
  ASN1_OBJECT* algorithm = nullptr;
  X509_PUBKEY_get0_param(&algorithm, nullptr, nullptr, nullptr, info);
  const std::string oid = oidText(algorithm);
  out.set("type", Json(keyName(oid))).set("oid", Json(oid));
  const std::string der = derOf<X509_PUBKEY>(
      info, [](const X509_PUBKEY* p, unsigned char** to) { return i2d_X509_PUBKEY(p, to); });
  out.setUnlessEmpty("sha256", Json(der.empty() ? std::string() : fingerprint(der)));
  EVP_PKEY* key = X509_PUBKEY_get0(info);
  if (key == nullptr) return out; // of a kind that this library does not know
  out.set("bits", Json(EVP_PKEY_get_bits(key)));
  if (oid == "1.2.840.10045.2.1") out.setUnlessEmpty("curve", Json(curveOf(key)));
  return out;
}

std::string sha1Hex(std::string_view der) {
  std::array<unsigned char, SHA_DIGEST_LENGTH> out{};
  unsigned int size = 0;
  if (EVP_Digest(der.data(), der.size(), out.data(), &size, EVP_sha1(), nullptr) != 1) return {};
  return toHex({reinterpret_cast<const char*>(out.data()), size});
}

void addTime(const ASN1_TIME* time, const char* member, CertificateDocument& out) {
  if (const auto at = timeOf(time)) {
    out.document.content.set(member, Json(formatRfc3339(*at)));
    return;
  }
  out.unreadable.push_back(std::string("the time ") + member);
  out.document.content.set(std::string(member) + "Unreadable", Json(asciiText(time)));
}

/// What people call it: the common name, else a name of another kind, else the whole subject.
std::string shownName(const Json& content) {
  for (const Json& attribute : content["subject"]["attributes"].items())
    if (attribute["type"].asString() == "CN" && !attribute["value"].asString().empty())
      return attribute["value"].asString();
  for (const char* kind : {"uri", "dns", "email", "ip"})
    if (const auto names = content["names"][kind].strings(); !names.empty()) return names.front();
  const std::string& subject = content["subject"]["text"].asString();
  return subject.empty() ? "certificate " + content["serial"].asString() : subject;
}

} // namespace

std::string fingerprint(std::string_view der) {
  return sha256(der).hex();
}

Json signatureContent(const X509_ALGOR* algorithm, int digest) {
  const ASN1_OBJECT* object = nullptr;
  X509_ALGOR_get0(&object, nullptr, nullptr, algorithm);
  const std::string oid = oidText(object);
  Json out = Json::object();
  out.set("algorithm", Json(signatureName(oid))).set("oid", Json(oid));
  out.setUnlessEmpty("hash", Json(digestName(digest)));
  return out;
}

CertificateDocument certificateDocument(X509* certificate, std::string_view der) {
  const ErrorQueue queue;
  CertificateDocument out;
  Document& d = out.document;
  Json& c = d.content;
  const std::string sha256 = fingerprint(der);
  c.set("sha256", Json(sha256)).set("sha1", Json(sha1Hex(der)));
  c.set("version", Json(static_cast<std::int64_t>(X509_get_version(certificate)) + 1));
  c.set("serial", Json(integerHex(X509_get0_serialNumber(certificate))));
  const X509_NAME *issuer = X509_get_issuer_name(certificate), *subject = X509_get_subject_name(certificate);
  c.set("issuer", nameContent(issuer)).set("subject", nameContent(subject));
  c.setUnlessEmpty("subjectOneline", Json(onelineText(subject)));
  c.set("selfIssued", Json(X509_NAME_cmp(issuer, subject) == 0));
  addTime(X509_get0_notBefore(certificate), "notBefore", out);
  addTime(X509_get0_notAfter(certificate), "notAfter", out);
  c.set("key", keyContent(certificate));
  int digest = NID_undef;
  if (X509_get_signature_info(certificate, &digest, nullptr, nullptr, nullptr) != 1) digest = NID_undef;
  c.set("signature", signatureContent(X509_get0_tbs_sigalg(certificate), digest));
  Extensions extensions(X509_get0_extensions(certificate));
  addExtensions(extensions, c);
  for (const std::string& oid : extensions.unreadable())
    out.unreadable.push_back("the extension " + oid);
  d.schema = "x509.certificate/1";
  d.object = {"x509.certificate", sha256, shownName(c), sha256};
  d.part = certificatesPart;
  return out;
}

} // namespace countersign::x509
