// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/answered_rows.h"
#include "models/access/grant.h"

namespace countersign {

/// What the policies of an entity, a role of an auth method or a token without entity say, one grant a path
/// and capability of each policy, read with the reader. A role's grants are those of the role itself; what
/// the entity that logs in adds is the entity's. Vault has no requested plane: there is nothing for Intent.
GrantList vaultGrants(DocumentReader& reader, const HeldDocumentPtr& principal, SourceRole plane);

namespace vault {

/// All that the principal can do: a row for each path of its policies together and each capability that they
/// have there. Of the paths that match a request the best one alone counts (rows.h). What is denied, and what
/// the policy "root" allows, has the action "*".
AnsweredRows effectiveRows(DocumentReader& reader, const HeldDocumentPtr& principal, Instant now);

} // namespace vault
} // namespace countersign
