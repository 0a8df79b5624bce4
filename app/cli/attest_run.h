// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/passphrase.h"
#include "app/cli/session.h"

#include <vector>

namespace countersign::cli {

struct AttestOptions {
  std::vector<std::string> records, grants;
  std::string decision, reason, until, owner, digest, key;
  PassphraseSource passphrase;
  bool stageOnly = false, staged = false, allCertifiable = false, sawDifference = false;
};

/// Stages and signs what the options say, prints what became of each record; Refused where one was refused.
Result<int> attest(const Session& session, const AttestOptions& options);

/// Asks for the passphrase of a key file.
Result<SignerInput> signerOf(const std::string& keyFile, const PassphraseSource& passphrase);

} // namespace countersign::cli
