// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/time.h"

#include <string>

namespace countersign::ui {

/// What a new reviewer key needs.
struct NewReviewerKey {
  std::string file; ///< of the encrypted key; must not exist
  std::string passphrase;
  std::string name, email;   ///< into the certificate
  std::string authorityFile; ///< key file of the reviewers' CA; made where it does not exist
  std::string authorityPassphrase;
};

/// Where the certificate of a key file lies: the same name with ".crt".
std::string certificateFileOf(const std::string& keyFile);

/// Makes the key, the authority where there is none yet, and the reviewer's certificate, valid two years; the
/// authority's certificate stands behind it in the same file.
/// Errors: InvalidArgument, Io (a file exists already), Crypto.
Result<std::string> makeReviewerKey(const NewReviewerKey& wanted, Instant now);

} // namespace countersign::ui
