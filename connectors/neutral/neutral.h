// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/connector.h"

#include <memory>
#include <vector>

namespace countersign {

/// JSON lines `nhi-snapshot/1` (docs/formats/neutral.md).
std::unique_ptr<Connector> makeNeutralSnapshotConnector();
/// identities.csv, credentials.csv, grants.csv, trusts.csv, known by their header.
std::unique_ptr<Connector> makeNeutralCsvConnector();
/// Who asked for which change, and when: CSV or JSON lines (docs/formats/change-list.md).
std::unique_ptr<Connector> makeChangeListConnector();

/// All connectors of the neutral format.
std::vector<std::unique_ptr<Connector>> neutralConnectors();

} // namespace countersign
