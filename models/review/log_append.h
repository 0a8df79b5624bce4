// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/evidence/certificate.h"
#include "models/evidence/log.h"
#include "models/review/desk.h"
#include "models/store/log.h"

namespace countersign {

/// A reviewer's opened key with its certificate and the authority's.
struct Signing {
  evidence::SigningKey key;
  evidence::Certificate certificate, authority;
  evidence::Signer signer;
  std::string name, email;
};

/// Opens key file and certificates. Errors: NotFound, Crypto (with what to do).
Result<Signing> openSigner(const SignerInput& input, Instant now);
/// Certificate file: the certificate, and the authority's behind it, or in `ca.crt` or `authority/ca.crt`
/// beside. Errors: NotFound, Crypto.
Result<std::pair<evidence::Certificate, evidence::Certificate>>
readCertificates(const std::filesystem::path& file);

/// What an entry is about, for lists.
struct EntryLabel {
  RecordId record = 0;
  std::string what, about;
};

/// Inside a transaction: makes the next entry and stores it with the new head. The log is opened first where
/// it is empty. Errors: Refused (the key may not sign in this log), and those of evidence and store.
Result<StoredEntry> appendToLog(Workspace& w, const evidence::StatementBody& body, const Signing& signing,
                                Instant now, const EntryLabel& label);
/// Lets another key sign.
Result<StoredEntry> enrol(Workspace& w, const evidence::Certificate& certificate, const Signing& by,
                          Instant now);
/// Where the signer holds the log key: a checkpoint of all entries, unless there is one.
Result<void> addCheckpoint(Workspace& w, const Signing& signing, Instant now);
Result<evidence::LogHead> logHead(Workspace& w);
/// The key that signs checkpoints; empty where the log is.
Result<std::string> logKeyId(Workspace& w);

} // namespace countersign
