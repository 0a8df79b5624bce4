// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/result.h"

#include <string>

namespace CLI {
class App;
}

namespace countersign::cli {

/// Where a passphrase comes from: never from an argument, which other users of the computer could read.
struct PassphraseSource {
  std::string variable; ///< name of an environment variable
  std::string file;     ///< its first line
  bool given() const { return !variable.empty() || !file.empty(); }
};

/// Adds --<prefix>passphrase-env and --<prefix>passphrase-file.
void addPassphraseOptions(CLI::App& app, PassphraseSource& source, const std::string& prefix = {},
                          const std::string& whose = "the key's");

/// Reads it; asks on the terminal, without echo, where no source is given (twice where `again`).
/// Errors: InvalidArgument (no terminal, empty, not the same twice), NotFound, Io.
Result<std::string> readPassphrase(const PassphraseSource& source, const std::string& prompt,
                                   bool again = false);

} // namespace countersign::cli
