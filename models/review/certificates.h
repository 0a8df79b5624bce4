// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/closure.h"
#include "models/identity/time.h"

#include <string>
#include <vector>

namespace countersign {

/// What a revocation list or a register says of a certificate.
struct CertificateWord {
  HeldDocumentPtr document; ///< the entry
  bool revoked = false;
  std::string text; ///< "revoked 2026-02-03T04:05:06Z, keyCompromise, by register index.txt of ca-eu"
};

/// All that is said of a certificate, in a fixed order. Nobody checks here who signed a list.
std::vector<CertificateWord> wordsOn(DocumentReader& reader, const HeldDocumentPtr& certificate);

/// Keys of the certificates that a document of another system names as its own, by their fingerprints
/// (azure.application, azure.service-principal, neutral.credential).
std::vector<std::string> namedCertificates(const Document& document);

/// Reads the certificates of a record, and what is said of them: its own, and those that its other documents
/// name by their fingerprints. They become a part of the closure.
void readCertificates(RecordingReader& reader);

/// How a certificate stands at a time: "valid until …", "expired …", "not valid before …", "never valid: …"
/// where it ends before it begins, or the words that revoke it.
struct CertificateState {
  std::string text;
  bool revoked = false, outside = false; ///< outside: before or after the time for which it is valid
};
CertificateState stateOf(const Json& certificate, const std::vector<CertificateWord>& words, Instant now);

} // namespace countersign
