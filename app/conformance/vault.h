// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/conformance/conformance.h"

namespace countersign::conformance {

/// Kinds vault-live (capabilities, login-capabilities) and openbao (acl-vectors).
void addVault(Runners& runners);

} // namespace countersign::conformance
