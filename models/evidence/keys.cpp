// SPDX-License-Identifier: Apache-2.0
#include "models/evidence/keys.h"

#include "models/evidence/openssl_helpers.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>

namespace countersign::evidence {
namespace {

constexpr std::size_t maxPem = 64U << 10;

bool isP256(EVP_PKEY* key) {
  char group[64] = {};
  std::size_t size = 0;
  return EVP_PKEY_is_a(key, "EC") == 1 &&
         EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_GROUP_NAME, group, sizeof group, &size) == 1 &&
         std::string_view(group, size) == "prime256v1";
}

tl::unexpected<Error> otherKind() {
  ERR_clear_error();
  return failure(ErrorCode::Crypto, "the key is not an ECDSA key on the curve P-256",
                 "Make a key with this program, or with openssl genpkey -algorithm EC "
                 "-pkeyopt ec_paramgen_curve:P-256");
}

/// SubjectPublicKeyInfo with a named curve, the form that `openssl pkey -pubin -outform DER` writes.
std::string publicDer(EVP_PKEY* key) {
  unsigned char* bytes = nullptr;
  const int size = i2d_PUBKEY(key, &bytes);
  std::string out;
  if (size > 0) out.assign(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(size));
  OPENSSL_free(bytes);
  return out;
}

std::shared_ptr<EVP_PKEY> share(EVP_PKEY* key) {
  return {key, EVP_PKEY_free};
}

} // namespace

void cleanse(std::string& secret) {
  secret.resize(secret.capacity());
  OPENSSL_cleanse(secret.data(), secret.size());
  secret.clear();
}

Result<PublicKey> PublicKey::fromPem(std::string_view pem) {
  if (pem.size() > maxPem) return failure(ErrorCode::Crypto, "the public key is too large to be one");
  const auto bio = ossl::reader(pem);
  const auto key = share(PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr));
  if (!key) return ossl::cryptoFailure("the public key cannot be read");
  return fromDer(publicDer(key.get()));
}

Result<PublicKey> PublicKey::fromDer(std::string_view der) {
  if (der.size() > maxPem) return failure(ErrorCode::Crypto, "the public key is too large to be one");
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  PublicKey out;
  out.key_ = share(d2i_PUBKEY(nullptr, &at, static_cast<long>(der.size())));
  if (!out.key_) return ossl::cryptoFailure("the public key cannot be read");
  if (!isP256(out.key_.get())) return otherKind();
  out.der_ = publicDer(out.key_.get());
  out.keyId_ = sha256(out.der_).hex();
  return out;
}

std::string PublicKey::pem() const {
  const auto bio = ossl::writer();
  PEM_write_bio_PUBKEY(bio.get(), key_.get());
  return ossl::contents(bio.get());
}

bool PublicKey::verify(std::string_view message, std::string_view signature) const {
  const ossl::MdContext context(EVP_MD_CTX_new());
  const bool ok = context &&
                  EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1 &&
                  EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature.data()),
                                   signature.size(), reinterpret_cast<const unsigned char*>(message.data()),
                                   message.size()) == 1;
  ERR_clear_error();
  return ok;
}

Result<SigningKey> SigningKey::generate() {
  SigningKey out;
  out.key_ = share(EVP_EC_gen("P-256"));
  if (!out.key_) return ossl::cryptoFailure("no key could be made");
  COUNTERSIGN_ASSIGN(out.public_, PublicKey::fromDer(publicDer(out.key_.get())));
  return out;
}

Result<SigningKey> SigningKey::fromEncryptedPem(std::string_view pem, std::string_view passphrase) {
  if (pem.size() > maxPem) return failure(ErrorCode::Crypto, "the key file is too large to be one");
  if (pem.find("-----BEGIN ENCRYPTED PRIVATE KEY-----") == std::string_view::npos)
    return failure(ErrorCode::Crypto, "the key file holds no encrypted private key",
                   "Keys are kept as encrypted PKCS#8; convert with openssl pkcs8 -topk8 -v2 aes-256-cbc "
                   "-v2prf hmacWithSHA256 -iter 600000");
  const auto bio = ossl::reader(pem);
  using SigPtr = std::unique_ptr<X509_SIG, ossl::Freer<X509_SIG_free>>;
  using InfoPtr = std::unique_ptr<PKCS8_PRIV_KEY_INFO, ossl::Freer<PKCS8_PRIV_KEY_INFO_free>>;
  const SigPtr sealed(PEM_read_bio_PKCS8(bio.get(), nullptr, nullptr, nullptr));
  if (!sealed) return ossl::cryptoFailure("the key file is damaged", "Take it from a backup");
  const InfoPtr info(PKCS8_decrypt(sealed.get(), passphrase.data(), static_cast<int>(passphrase.size())));
  if (!info)
    return ossl::cryptoFailure("the passphrase does not open the key file",
                               "Type it again; a passphrase cannot be recovered, a new key can be enrolled");
  SigningKey out;
  out.key_ = share(EVP_PKCS82PKEY(info.get()));
  if (!out.key_)
    return ossl::cryptoFailure("the passphrase does not open the key file",
                               "Type it again; a passphrase cannot be recovered, a new key can be enrolled");
  if (!isP256(out.key_.get())) return otherKind();
  COUNTERSIGN_ASSIGN(out.public_, PublicKey::fromDer(publicDer(out.key_.get())));
  return out;
}

Result<std::string> SigningKey::sign(std::string_view message) const {
  const ossl::MdContext context(EVP_MD_CTX_new());
  std::size_t size = 0;
  const auto* bytes = reinterpret_cast<const unsigned char*>(message.data());
  if (!context || EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) != 1 ||
      EVP_DigestSign(context.get(), nullptr, &size, bytes, message.size()) != 1)
    return ossl::cryptoFailure("signing failed");
  std::string out(size, '\0');
  if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(out.data()), &size, bytes,
                     message.size()) != 1)
    return ossl::cryptoFailure("signing failed");
  out.resize(size);
  return out;
}

Result<std::string> SigningKey::encryptedPem(std::string_view passphrase, int iterations) const {
  if (passphrase.empty() || iterations < 1)
    return failure(ErrorCode::InvalidArgument, "a key file needs a passphrase", "Choose one");
  using InfoPtr = std::unique_ptr<PKCS8_PRIV_KEY_INFO, ossl::Freer<PKCS8_PRIV_KEY_INFO_free>>;
  using SigPtr = std::unique_ptr<X509_SIG, ossl::Freer<X509_SIG_free>>;
  const InfoPtr info(EVP_PKEY2PKCS8(key_.get()));
  // prf is named: PKCS5_pbe2_set would leave HMAC-SHA1 and 2,048 iterations.
  X509_ALGOR* algorithm =
      PKCS5_pbe2_set_iv(EVP_aes_256_cbc(), iterations, nullptr, 16, nullptr, NID_hmacWithSHA256);
  if (!info || algorithm == nullptr) {
    X509_ALGOR_free(algorithm);
    return ossl::cryptoFailure("the key could not be encrypted");
  }
  const SigPtr sealed(
      PKCS8_set0_pbe(passphrase.data(), static_cast<int>(passphrase.size()), info.get(), algorithm));
  if (!sealed) {
    X509_ALGOR_free(algorithm);
    return ossl::cryptoFailure("the key could not be encrypted");
  }
  const auto bio = ossl::writer();
  if (PEM_write_bio_PKCS8(bio.get(), sealed.get()) != 1)
    return ossl::cryptoFailure("the key could not be written");
  return ossl::contents(bio.get());
}

} // namespace countersign::evidence
