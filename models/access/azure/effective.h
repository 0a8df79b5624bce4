// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/azure/rows.h"
#include "models/access/grant.h"

#include <map>
#include <string>

namespace countersign {

/// Applied (live) or requested (intent) permissions of a service principal, managed identity or application:
/// roles at scopes, permissions on applications, roles of the directory, and deny assignments that name it.
GrantList azureGrants(DocumentReader& reader, const HeldDocumentPtr& principal, SourceRole plane);

namespace azure {

/// The documents that decide what a principal can do.
struct Closure {
  std::string who; ///< object id of the service principal; empty: there is none in any snapshot
  Objects objects;
  std::map<std::string, HeldDocumentPtr, std::less<>> documents; ///< by kind and uid, as rows name them
  Texts missing;
};
Closure closureOf(DocumentReader& reader, const HeldDocumentPtr& principal, SourceRole plane);

/// All that a principal can do, worked out: of the live documents.
Powers effectiveRows(DocumentReader& reader, const HeldDocumentPtr& principal, Instant now);

} // namespace azure
} // namespace countersign
