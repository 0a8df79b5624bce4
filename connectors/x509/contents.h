// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/x509/container.h"
#include "connectors/x509/pem.h"

namespace countersign::x509 {

/// Reads what one block holds; private keys are named by their label alone. Error: that of `holdings`.
Result<void> readBlock(const PemBlock& block, Holdings& holdings);

} // namespace countersign::x509
