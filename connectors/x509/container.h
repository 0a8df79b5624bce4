// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/x509/ossl.h"
#include "models/identity/result.h"

#include <string>
#include <string_view>

namespace countersign::x509 {

/// Takes what blocks and containers hold.
class Holdings {
public:
  virtual ~Holdings() = default;
  /// `der`: the bytes of the certificate itself.
  virtual Result<void> certificate(X509* certificate, std::string_view der) = 0;
  virtual Result<void> revocationList(X509_CRL* list, std::string_view der) = 0;
  /// There is a private key; nothing of it was looked at.
  virtual void privateKey(std::string_view label) = 0;
  /// Something cannot be read; `warning`: nothing was lost by it.
  virtual void fault(Error error, bool warning) = 0;
};

/// Certificates and lists of a PKCS#7 or CMS structure that signs; faults name what it is else. Error: that
/// of `holdings`.
Result<void> readPkcs7(PKCS7* container, Holdings& holdings);
/// Certificates of a PKCS#12 file that are not encrypted, or are under an empty passphrase. Error: that of
/// `holdings`.
Result<void> readPkcs12(PKCS12* container, Holdings& holdings);

Result<void> take(X509* certificate, Holdings& holdings);
Result<void> take(X509_CRL* list, Holdings& holdings);

} // namespace countersign::x509
