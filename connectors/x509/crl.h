// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/x509/ossl.h"
#include "models/identity/document.h"

#include <functional>
#include <string>
#include <string_view>

namespace countersign::x509 {

/// A revocation list as a document, and what tells newer lists of one series from older ones.
struct CrlDocument {
  Document document;
  std::string series; ///< issuer, its key, what the list is about, whether it is a delta
  std::optional<Instant> thisUpdate;
  std::vector<std::string> unreadable;
  std::size_t entries = 0;
};
CrlDocument crlDocument(X509_CRL* crl, std::string_view der);

/// One document for each revoked certificate, at most `limit`. Error: that of `take`.
Result<void> forEachEntry(X509_CRL* crl, std::size_t limit,
                          const std::function<Result<void>(Document)>& take);

} // namespace countersign::x509
