// SPDX-License-Identifier: Apache-2.0
#include "connectors/x509/container.h"

namespace countersign::x509 {

Result<void> take(X509* certificate, Holdings& holdings) {
  return holdings.certificate(certificate, derOf<X509>(certificate, [](const X509* c, unsigned char** out) {
                                return i2d_X509(c, out);
                              }));
}

Result<void> take(X509_CRL* list, Holdings& holdings) {
  return holdings.revocationList(list, derOf<X509_CRL>(list, [](const X509_CRL* c, unsigned char** out) {
                                   return i2d_X509_CRL(c, out);
                                 }));
}

Result<void> readPkcs7(PKCS7* container, Holdings& holdings) {
  const STACK_OF(X509)* certificates = nullptr;
  const STACK_OF(X509_CRL)* lists = nullptr;
  if (PKCS7_type_is_signed(container) && container->d.sign != nullptr) {
    certificates = container->d.sign->cert;
    lists = container->d.sign->crl;
  } else {
    holdings.fault({ErrorCode::Unsupported,
                    "a PKCS#7 structure that is not signed data holds no certificates",
                    "Export certificates as PEM",
                    {}},
                   false);
    return {};
  }
  for (int i = 0; i < sk_X509_num(certificates); ++i)
    COUNTERSIGN_TRY(take(sk_X509_value(certificates, i), holdings));
  for (int i = 0; i < sk_X509_CRL_num(lists); ++i)
    COUNTERSIGN_TRY(take(sk_X509_CRL_value(lists, i), holdings));
  return {};
}

} // namespace countersign::x509
