// SPDX-License-Identifier: Apache-2.0
#include "models/evidence/log.h"
#include "models/evidence/openssl_helpers.h"

#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ts.h>

namespace countersign::evidence {
namespace {

constexpr std::size_t maxToken = 1U << 20;
using ResponsePtr = std::unique_ptr<TS_RESP, ossl::Freer<TS_RESP_free>>;
using VerifyPtr = std::unique_ptr<TS_VERIFY_CTX, ossl::Freer<TS_VERIFY_CTX_free>>;

Result<ResponsePtr> parse(std::string_view token) {
  const auto* at = reinterpret_cast<const unsigned char*>(token.data());
  const auto* const end = at + token.size();
  ResponsePtr response(token.size() > maxToken ? nullptr
                                               : d2i_TS_RESP(nullptr, &at, static_cast<long>(token.size())));
  ERR_clear_error();
  if (!response || at != end) return failure(ErrorCode::Malformed, "the time-stamp token cannot be read");
  if (TS_RESP_get_tst_info(response.get()) == nullptr)
    return failure(ErrorCode::Crypto, "the time-stamp authority did not grant a token");
  return response;
}

Result<Instant> genTime(TS_RESP* response) {
  const ASN1_GENERALIZEDTIME* time = TS_TST_INFO_get_time(TS_RESP_get_tst_info(response));
  const std::unique_ptr<ASN1_TIME, ossl::Freer<ASN1_STRING_free>> epoch(ASN1_TIME_set(nullptr, 0));
  const auto* text = reinterpret_cast<const char*>(ASN1_STRING_get0_data(time));
  // The fraction that RFC 3161 allows is cut: "20261120060000.5Z".
  std::string plain(text, static_cast<std::size_t>(ASN1_STRING_length(time)));
  if (const auto dot = plain.find('.'); dot != std::string::npos) plain = plain.substr(0, dot) + 'Z';
  const std::unique_ptr<ASN1_TIME, ossl::Freer<ASN1_STRING_free>> whole(ASN1_TIME_new());
  int days = 0, seconds = 0;
  if (ASN1_TIME_set_string(whole.get(), plain.c_str()) != 1 ||
      ASN1_TIME_diff(&days, &seconds, epoch.get(), whole.get()) != 1) {
    ERR_clear_error();
    return failure(ErrorCode::Malformed, "the time in the token cannot be read");
  }
  return Instant(std::chrono::seconds(std::int64_t{days} * 86400 + seconds));
}

} // namespace

Result<Instant> tokenTime(std::string_view token) {
  COUNTERSIGN_ASSIGN(const ResponsePtr response, parse(token));
  return genTime(response.get());
}

Result<Instant> verifyToken(std::string_view token, std::string_view message, std::string_view tsaCaPem) {
  COUNTERSIGN_ASSIGN(const ResponsePtr response, parse(token));
  COUNTERSIGN_ASSIGN(const Instant at, genTime(response.get()));
  const auto bio = ossl::reader(tsaCaPem);
  const ossl::X509Ptr ca(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
  if (!ca) return ossl::cryptoFailure("the certificate of the time-stamp authority cannot be read");
  X509_STORE* store = X509_STORE_new();
  X509_STORE_add_cert(store, ca.get());
  X509_VERIFY_PARAM_set_time(
      X509_STORE_get0_param(store),
      static_cast<std::time_t>(std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count()));
  const VerifyPtr context(TS_VERIFY_CTX_new());
  TS_VERIFY_CTX_set_flags(context.get(), TS_VFY_VERSION | TS_VFY_DATA | TS_VFY_SIGNATURE);
  TS_VERIFY_CTX_set_data(context.get(), ossl::reader(message).release());
  TS_VERIFY_CTX_set_store(context.get(), store); // owned by the context from here on
  if (TS_RESP_verify_response(context.get(), response.get()) != 1)
    return ossl::cryptoFailure("the time-stamp token does not hold");
  return at;
}

Result<std::string> tokenRequest(std::string_view message) {
  using RequestPtr = std::unique_ptr<TS_REQ, ossl::Freer<TS_REQ_free>>;
  using ImprintPtr = std::unique_ptr<TS_MSG_IMPRINT, ossl::Freer<TS_MSG_IMPRINT_free>>;
  using AlgorithmPtr = std::unique_ptr<X509_ALGOR, ossl::Freer<X509_ALGOR_free>>;
  using NumberPtr = std::unique_ptr<ASN1_INTEGER, ossl::Freer<ASN1_INTEGER_free>>;
  const RequestPtr request(TS_REQ_new());
  const ImprintPtr imprint(TS_MSG_IMPRINT_new());
  const AlgorithmPtr algorithm(X509_ALGOR_new());
  const NumberPtr nonce(ASN1_INTEGER_new());
  std::uint64_t random = 0;
  Digest digest = sha256(message);
  X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr);
  unsigned char* bytes = nullptr;
  int size = -1;
  if (RAND_bytes(reinterpret_cast<unsigned char*>(&random), sizeof random) == 1 &&
      TS_REQ_set_version(request.get(), 1) == 1 &&
      TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get()) == 1 &&
      TS_MSG_IMPRINT_set_msg(imprint.get(), digest.bytes.data(), static_cast<int>(digest.bytes.size())) ==
          1 &&
      TS_REQ_set_msg_imprint(request.get(), imprint.get()) == 1 &&
      ASN1_INTEGER_set_uint64(nonce.get(), random) == 1 &&
      TS_REQ_set_nonce(request.get(), nonce.get()) == 1 && TS_REQ_set_cert_req(request.get(), 1) == 1)
    size = i2d_TS_REQ(request.get(), &bytes);
  if (size <= 0) return ossl::cryptoFailure("the time-stamp request could not be made");
  std::string out(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(size));
  OPENSSL_free(bytes);
  return out;
}

} // namespace countersign::evidence
