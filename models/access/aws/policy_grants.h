// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/grant.h"

namespace countersign {

/// Appends one grant for each action and resource of a policy in normal form (docs/formats/documents.md).
/// NotAction and NotResource become one grant that says so and is not comparable. A statement whose product
/// is larger than 256 gets one grant per action with its resources named together.
void appendPolicyGrants(DocumentReader& reader, const Json& policy, const std::string& path,
                        const HeldDocumentPtr& document, const std::string& inner, GrantList& out);

} // namespace countersign
