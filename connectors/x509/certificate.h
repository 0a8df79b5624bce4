// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/x509/ossl.h"
#include "models/identity/document.h"

#include <string>
#include <string_view>
#include <vector>

namespace countersign::x509 {

/// The part that everything of this system is in.
constexpr const char* certificatesPart = "certificates";

/// A certificate as a document, and what of it could not be read.
struct CertificateDocument {
  Document document;
  std::vector<std::string> unreadable; ///< "the time notAfter", "the extension 2.5.29.17"
};

/// `der` are the bytes that `certificate` was read from.
CertificateDocument certificateDocument(X509* certificate, std::string_view der);

/// {algorithm, oid, hash}: how something was signed.
Json signatureContent(const X509_ALGOR* algorithm, int digest);
/// SHA-256 in hexadecimal digits.
std::string fingerprint(std::string_view der);

} // namespace countersign::x509
