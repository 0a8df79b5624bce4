// SPDX-License-Identifier: Apache-2.0
#include "models/evidence/certificate.h"

#include "models/evidence/openssl_helpers.h"

#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

namespace countersign::evidence {
namespace {

Result<Certificate> reread(X509* certificate) {
  const auto bio = ossl::writer();
  if (PEM_write_bio_X509(bio.get(), certificate) != 1)
    return ossl::cryptoFailure("the certificate could not be written");
  return Certificate::fromPem(ossl::contents(bio.get()));
}

std::time_t toTime(Instant t) {
  return static_cast<std::time_t>(std::chrono::floor<std::chrono::seconds>(t).time_since_epoch().count());
}

/// Days and seconds since 1970, so that years beyond 2038 and before 1970 hold as well.
Instant fromAsn1(const ASN1_TIME* time) {
  const std::unique_ptr<ASN1_TIME, ossl::Freer<ASN1_STRING_free>> epoch(ASN1_TIME_set(nullptr, 0));
  int days = 0, seconds = 0;
  if (ASN1_TIME_diff(&days, &seconds, epoch.get(), time) != 1) return {};
  return Instant(std::chrono::seconds(std::int64_t{days} * 86400 + seconds));
}

bool addExtension(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509V3_set_ctx_nodb(&context);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
  const bool ok = extension != nullptr && X509_add_ext(certificate, extension, -1) == 1;
  X509_EXTENSION_free(extension);
  return ok;
}

/// The address goes into the extension as a value, never through OpenSSL's text syntax.
bool addEmail(X509* certificate, const std::string& email) {
  GENERAL_NAMES* names = sk_GENERAL_NAME_new_null();
  GENERAL_NAME* name = GENERAL_NAME_new();
  ASN1_IA5STRING* text = ASN1_IA5STRING_new();
  ASN1_STRING_set(text, email.data(), static_cast<int>(email.size()));
  GENERAL_NAME_set0_value(name, GEN_EMAIL, text);
  sk_GENERAL_NAME_push(names, name);
  const bool ok = X509_add1_ext_i2d(certificate, NID_subject_alt_name, names, 0, X509V3_ADD_DEFAULT) == 1;
  GENERAL_NAMES_free(names);
  return ok;
}

Result<void> checkRequest(const CertificateRequest& request) {
  const auto plain = [](const std::string& s) {
    for (const char c : s)
      if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return false;
    return true;
  };
  if (request.commonName.empty() || request.commonName.size() > 64 || !plain(request.commonName))
    return failure(ErrorCode::InvalidArgument,
                   "a certificate needs a name of 1 to 64 bytes without control characters");
  for (const char c : request.email)
    if (static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7F)
      return failure(ErrorCode::InvalidArgument, "the e-mail address has a character that it cannot have");
  if (request.notAfter <= request.notBefore)
    return failure(ErrorCode::InvalidArgument, "the certificate would end before it begins");
  return {};
}

bool fillCommon(X509* certificate, const CertificateRequest& request, X509* issuer) {
  unsigned char serial[16];
  if (RAND_bytes(serial, sizeof serial) != 1) return false;
  serial[0] = static_cast<unsigned char>((serial[0] & 0x7F) | 0x40); // positive, always 16 bytes
  BIGNUM* number = BN_bin2bn(serial, sizeof serial, nullptr);
  const bool numbered = BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != nullptr;
  BN_free(number);
  X509_NAME* name = X509_get_subject_name(certificate);
  return numbered && X509_set_version(certificate, X509_VERSION_3) == 1 &&
         X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_UTF8,
                                    reinterpret_cast<const unsigned char*>(request.commonName.data()),
                                    static_cast<int>(request.commonName.size()), -1, 0) == 1 &&
         X509_set_issuer_name(certificate, issuer == nullptr ? name : X509_get_subject_name(issuer)) == 1 &&
         ASN1_TIME_set(X509_getm_notBefore(certificate), toTime(request.notBefore)) != nullptr &&
         ASN1_TIME_set(X509_getm_notAfter(certificate), toTime(request.notAfter)) != nullptr;
}

Result<Certificate> finish(X509* certificate, const SigningKey& key) {
  if (X509_sign(certificate, key.native(), EVP_sha256()) <= 0)
    return ossl::cryptoFailure("the certificate could not be signed");
  return reread(certificate);
}

} // namespace

Result<Certificate> Certificate::fromPem(std::string_view pem) {
  if (pem.size() > (256U << 10)) return failure(ErrorCode::Crypto, "the certificate is too large to be one");
  const auto bio = ossl::reader(pem);
  Certificate out;
  out.certificate_ = {PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr), X509_free};
  if (!out.certificate_)
    return ossl::cryptoFailure("the certificate cannot be read", "It has to be a PEM file");
  unsigned char* bytes = nullptr;
  const int size = i2d_X509(out.certificate_.get(), &bytes);
  if (size > 0) out.der_.assign(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(size));
  OPENSSL_free(bytes);
  return out;
}

std::string Certificate::pem() const {
  const auto bio = ossl::writer();
  PEM_write_bio_X509(bio.get(), certificate_.get());
  return ossl::contents(bio.get());
}

std::string Certificate::commonName() const {
  const X509_NAME* name = X509_get_subject_name(certificate_.get());
  const int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
  if (at < 0) return {};
  unsigned char* text = nullptr;
  const int size = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
  std::string out;
  if (size > 0) out.assign(reinterpret_cast<char*>(text), static_cast<std::size_t>(size));
  OPENSSL_free(text);
  return out;
}

std::string Certificate::email() const {
  auto* names = static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate_.get(), NID_subject_alt_name, nullptr, nullptr));
  std::string out;
  for (int i = 0; i < sk_GENERAL_NAME_num(names) && out.empty(); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names, i);
    if (name->type == GEN_EMAIL)
      out.assign(reinterpret_cast<const char*>(ASN1_STRING_get0_data(name->d.rfc822Name)),
                 static_cast<std::size_t>(ASN1_STRING_length(name->d.rfc822Name)));
  }
  GENERAL_NAMES_free(names);
  return out;
}

Instant Certificate::notBefore() const {
  return fromAsn1(X509_get0_notBefore(certificate_.get()));
}
Instant Certificate::notAfter() const {
  return fromAsn1(X509_get0_notAfter(certificate_.get()));
}

bool Certificate::isAuthority() const {
  return X509_check_ca(certificate_.get()) == 1 &&
         (X509_get_key_usage(certificate_.get()) & KU_KEY_CERT_SIGN) != 0;
}

bool Certificate::mayTestify() const {
  const std::uint32_t usage = X509_get_key_usage(certificate_.get());
  return usage != UINT32_MAX && (usage & KU_DIGITAL_SIGNATURE) != 0 && (usage & KU_NON_REPUDIATION) != 0;
}

Result<PublicKey> Certificate::publicKey() const {
  unsigned char* bytes = nullptr;
  const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate_.get()), &bytes);
  std::string der;
  if (size > 0) der.assign(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(size));
  OPENSSL_free(bytes);
  return PublicKey::fromDer(der);
}

Result<Certificate> makeAuthority(const SigningKey& key, const CertificateRequest& request) {
  COUNTERSIGN_TRY(checkRequest(request));
  const ossl::X509Ptr made(X509_new());
  X509* c = made.get();
  if (c == nullptr || !fillCommon(c, request, nullptr) || X509_set_pubkey(c, key.native()) != 1 ||
      !addExtension(c, c, NID_basic_constraints, "critical,CA:TRUE,pathlen:0") ||
      !addExtension(c, c, NID_key_usage, "critical,keyCertSign,cRLSign") ||
      !addExtension(c, c, NID_subject_key_identifier, "hash"))
    return ossl::cryptoFailure("the authority's certificate could not be made");
  return finish(c, key);
}

Result<Certificate> issueCertificate(const SigningKey& authorityKey, const Certificate& authority,
                                     const PublicKey& subject, const CertificateRequest& request) {
  COUNTERSIGN_TRY(checkRequest(request));
  COUNTERSIGN_ASSIGN(const PublicKey issuer, authority.publicKey());
  if (issuer.keyId() != authorityKey.keyId() || !authority.isAuthority())
    return failure(ErrorCode::Crypto, "the key is not the one of the authority's certificate",
                   "Choose the key file that was made together with this certificate");
  const ossl::X509Ptr made(X509_new());
  X509* c = made.get();
  const auto* at = reinterpret_cast<const unsigned char*>(subject.der().data());
  const std::unique_ptr<EVP_PKEY, ossl::Freer<EVP_PKEY_free>> key(
      d2i_PUBKEY(nullptr, &at, static_cast<long>(subject.der().size())));
  if (c == nullptr || !key || !fillCommon(c, request, authority.native()) ||
      X509_set_pubkey(c, key.get()) != 1 ||
      !addExtension(c, authority.native(), NID_basic_constraints, "critical,CA:FALSE") ||
      !addExtension(c, authority.native(), NID_key_usage, "critical,digitalSignature,nonRepudiation") ||
      !addExtension(c, authority.native(), NID_subject_key_identifier, "hash") ||
      !addExtension(c, authority.native(), NID_authority_key_identifier, "keyid:always") ||
      (!request.email.empty() && !addEmail(c, request.email)))
    return ossl::cryptoFailure("the certificate could not be made");
  return finish(c, authorityKey);
}

Result<void> checkCertificate(const Certificate& certificate, const Certificate& authority,
                              std::optional<Instant> at) {
  using StorePtr = std::unique_ptr<X509_STORE, ossl::Freer<X509_STORE_free>>;
  using ContextPtr = std::unique_ptr<X509_STORE_CTX, ossl::Freer<X509_STORE_CTX_free>>;
  if (!authority.isAuthority())
    return failure(ErrorCode::Crypto, "the authority's certificate may not sign certificates");
  if (!certificate.mayTestify())
    return failure(ErrorCode::Crypto,
                   "the certificate may not be used for signatures that a person answers for",
                   "It needs the key usages digitalSignature and nonRepudiation");
  const StorePtr store(X509_STORE_new());
  const ContextPtr context(X509_STORE_CTX_new());
  if (!store || !context || X509_STORE_add_cert(store.get(), authority.native()) != 1 ||
      X509_STORE_CTX_init(context.get(), store.get(), certificate.native(), nullptr) != 1)
    return ossl::cryptoFailure("the certificate could not be checked");
  // The authority is trusted as it is, also where it is not the root of a company's own chain.
  X509_VERIFY_PARAM* rules = X509_STORE_CTX_get0_param(context.get());
  X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_PARTIAL_CHAIN);
  if (at)
    X509_VERIFY_PARAM_set_time(rules, toTime(*at));
  else
    X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_NO_CHECK_TIME);
  const int ok = X509_verify_cert(context.get());
  ERR_clear_error();
  if (ok != 1)
    return failure(ErrorCode::Crypto,
                   std::string("the certificate does not hold: ") +
                       X509_verify_cert_error_string(X509_STORE_CTX_get_error(context.get())));
  return {};
}

} // namespace countersign::evidence
