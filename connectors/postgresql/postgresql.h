// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/connector.h"

#include <memory>
#include <vector>

namespace countersign {

/// Catalogues as CSV with a header, names in place of oids: pg_roles, pg_auth_members, pg_class … with their
/// aclitem[] (docs/formats/postgresql.md).
std::unique_ptr<Connector> makePostgresqlCatalogueConnector();

/// All connectors for PostgreSQL.
std::vector<std::unique_ptr<Connector>> postgresqlConnectors();

} // namespace countersign
