// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/connector.h"

#include <vector>

namespace countersign {

/// Every connector of the program, the most particular first, the broadest last.
const std::vector<const Connector*>& allConnectors();

/// The connector that knows this input by its first bytes; nullptr: none does.
const Connector* recognise(const Input& input);

} // namespace countersign
