// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/answered_rows.h"
#include "models/access/grant.h"

namespace countersign {

/// What a PostgreSQL role holds, one grant a privilege and object, with the memberships that lead to it, read
/// with the reader. PostgreSQL has no requested plane: there is nothing for Intent.
GrantList postgresqlGrants(DocumentReader& reader, const HeldDocumentPtr& principal, SourceRole plane);

namespace postgresql {

/// All that the role can do (abilities.h), one row a privilege. What takes SET ROLE, or USAGE of a schema
/// that the role does not have, is under that condition.
AnsweredRows effectiveRows(DocumentReader& reader, const HeldDocumentPtr& principal, Instant now);

} // namespace postgresql
} // namespace countersign
