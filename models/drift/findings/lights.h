// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/drift/findings/light.h"
#include "models/drift/findings/record_facts.h"

namespace countersign::findings {

/// Owned, right-sized, rotated and reviewed, each by itself: there is no sum of them.
Lights lightsOf(const RecordFacts& facts);

} // namespace countersign::findings
