// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/vault/engine.h"

#include <string_view>

namespace countersign::vault {

/// What a path asks for beside, or instead of, the capability (the special paths of the system backend, the
/// token store and the PKI engine, as of Vault 1.8 and OpenBao 2.6).
enum class PathProtection {
  None,
  Sudo,      ///< root-protected: the rule has to have "sudo" as well
  SudoIfPki, ///< root-protected where the mount is a PKI engine
  Open,      ///< asks for no token at all
  OpenLogin  ///< of an auth method: most ask for no token here
};

PathProtection pathProtection(std::string_view path, const Engine& engine);

} // namespace countersign::vault
