// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/connector.h"

#include <memory>
#include <vector>

namespace countersign {

/// Answers of the HTTP API (`vault read -format=json`): one a file, or lines {"path", "answer"}.
std::unique_ptr<Connector> makeVaultAnswersConnector();
/// The text of an ACL policy, HCL or JSON.
std::unique_ptr<Connector> makeVaultPolicyConnector();
/// What an audit device wrote: JSON lines.
std::unique_ptr<Connector> makeVaultAuditConnector();

/// All connectors for Vault and OpenBao, the narrowest first.
std::vector<std::unique_ptr<Connector>> vaultConnectors();

} // namespace countersign
