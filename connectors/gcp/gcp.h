// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/connector.h"

#include <memory>
#include <vector>

namespace countersign {

/// JSON of Google Cloud: get-iam-policy, search-all-iam-policies and asset export lines, service accounts,
/// their keys, deny policies, roles, projects, folders, organizations, members of groups; lists, single
/// answers and answers one after the other.
std::unique_ptr<Connector> makeGcpExportConnector();
std::vector<std::unique_ptr<Connector>> gcpConnectors();

} // namespace countersign
