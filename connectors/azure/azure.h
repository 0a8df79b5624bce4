// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/connector.h"

#include <vector>

namespace countersign {

/// All connectors for Azure and Microsoft Entra: answers of Microsoft Graph, Azure Resource Manager and `az`.
std::vector<const Connector*> azureConnectors();

} // namespace countersign
