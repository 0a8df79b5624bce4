// SPDX-License-Identifier: Apache-2.0
#include "connectors/x509/container.h"

#include <openssl/asn1t.h>

namespace countersign::x509 {
namespace {

using Bags = STACK_OF(PKCS12_SAFEBAG);
constexpr int deepestBag = 4, mostEncrypted = 8;
constexpr long mostRounds = 100'000; ///< of deriving a key: more would take seconds a file

void freeBags(Bags* bags) {
  sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
}
void freeSafes(STACK_OF(PKCS7) * safes) {
  sk_PKCS7_pop_free(safes, PKCS7_free);
}
using BagsPtr = Owned<Bags, freeBags>;

template <class T, auto Free>
Owned<T, Free> parameter(const ASN1_TYPE* value, const ASN1_ITEM* item) {
  return Owned<T, Free>(static_cast<T*>(ASN1_TYPE_unpack_sequence(item, value)));
}

/// How often a key is hashed before it can decrypt; -1 where that is not known.
long roundsOf(const X509_ALGOR* algorithm) {
  const ErrorQueue queue;
  if (OBJ_obj2nid(algorithm->algorithm) != NID_pbes2) {
    const auto old = parameter<PBEPARAM, PBEPARAM_free>(algorithm->parameter, ASN1_ITEM_rptr(PBEPARAM));
    return old ? ASN1_INTEGER_get(old->iter) : -1;
  }
  const auto pbes2 = parameter<PBE2PARAM, PBE2PARAM_free>(algorithm->parameter, ASN1_ITEM_rptr(PBE2PARAM));
  if (!pbes2 || OBJ_obj2nid(pbes2->keyfunc->algorithm) != NID_id_pbkdf2) return -1;
  const auto derive =
      parameter<PBKDF2PARAM, PBKDF2PARAM_free>(pbes2->keyfunc->parameter, ASN1_ITEM_rptr(PBKDF2PARAM));
  return derive ? ASN1_INTEGER_get(derive->iter) : -1;
}

/// Many programs write files "without a passphrase" under an empty one.
BagsPtr decrypted(PKCS7* safe) {
  const ErrorQueue queue;
  const PKCS7_ENCRYPT* encrypted = safe->d.encrypted;
  if (encrypted == nullptr || encrypted->enc_data == nullptr) return nullptr;
  const long rounds = roundsOf(encrypted->enc_data->algorithm);
  if (rounds < 1 || rounds > mostRounds) return nullptr;
  BagsPtr out(PKCS12_unpack_p7encdata(safe, "", 0));
  if (!out) out.reset(PKCS12_unpack_p7encdata(safe, nullptr, 0));
  return out;
}

Result<void> readBags(const Bags* bags, int depth, Holdings& holdings) {
  for (int i = 0; i < sk_PKCS12_SAFEBAG_num(bags); ++i) {
    const PKCS12_SAFEBAG* bag = sk_PKCS12_SAFEBAG_value(bags, i);
    switch (PKCS12_SAFEBAG_get_nid(bag)) {
    case NID_certBag:
      if (const CertificatePtr one(PKCS12_SAFEBAG_get1_cert(bag)); one)
        COUNTERSIGN_TRY(take(one.get(), holdings));
      else
        holdings.fault({ErrorCode::Malformed, "a certificate in a PKCS#12 file cannot be read", {}, {}},
                       false);
      break;
    case NID_crlBag:
      if (const CrlPtr one(PKCS12_SAFEBAG_get1_crl(bag)); one) COUNTERSIGN_TRY(take(one.get(), holdings));
      break;
    case NID_keyBag:
      holdings.privateKey("PKCS#12 KEY");
      break;
    case NID_pkcs8ShroudedKeyBag:
      holdings.privateKey("PKCS#12 ENCRYPTED KEY");
      break;
    case NID_safeContentsBag:
      if (depth < deepestBag)
        COUNTERSIGN_TRY(readBags(PKCS12_SAFEBAG_get0_safes(bag), depth + 1, holdings));
      else
        holdings.fault({ErrorCode::Limit, "bags of a PKCS#12 file inside each other too deep", {}, {}},
                       false);
      break;
    default:
      holdings.privateKey("PKCS#12 SECRET");
      break;
    }
  }
  return {};
}

Error locked() {
  return {ErrorCode::Unsupported,
          "a part of this PKCS#12 file is encrypted under a passphrase",
          "Write its certificates beside it: openssl pkcs12 -in FILE -nokeys -out FILE.pem",
          {}};
}

} // namespace

Result<void> readPkcs12(PKCS12* container, Holdings& holdings) {
  const ErrorQueue queue;
  const Owned<STACK_OF(PKCS7), freeSafes> safes(PKCS12_unpack_authsafes(container));
  if (!safes) {
    holdings.fault(locked(), false);
    return {};
  }
  int encrypted = 0;
  for (int i = 0; i < sk_PKCS7_num(safes.get()); ++i) {
    PKCS7* safe = sk_PKCS7_value(safes.get(), i);
    const bool plain = PKCS7_type_is_data(safe);
    BagsPtr bags;
    if (plain)
      bags.reset(PKCS12_unpack_p7data(safe));
    else if (PKCS7_type_is_encrypted(safe) && ++encrypted <= mostEncrypted)
      bags = decrypted(safe);
    if (bags)
      COUNTERSIGN_TRY(readBags(bags.get(), 0, holdings));
    else
      holdings.fault(plain ? Error{ErrorCode::Malformed, "a part of this PKCS#12 file cannot be read", {}, {}}
                           : locked(),
                     false);
  }
  return {};
}

} // namespace countersign::x509
