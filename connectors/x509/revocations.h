// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/x509/emission.h"

namespace countersign::x509 {

/// Emits what the newest lists revoke: of each certificate the word of the newest list that names it.
Result<void> emitRevocations(Emission& emission);

} // namespace countersign::x509
