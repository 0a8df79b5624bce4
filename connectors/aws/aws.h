// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/connector.h"

#include <vector>

namespace countersign {

/// All connectors for AWS exports; the one that only refuses comes last.
std::vector<const Connector*> awsConnectors();

} // namespace countersign
