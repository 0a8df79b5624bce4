// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/document.h"

#include <string>
#include <vector>

namespace countersign {

/// The keys that the principal of a document of kind runtime.decision may have; none where it names none.
std::vector<std::string> decidedPrincipals(const Document& document);

} // namespace countersign
