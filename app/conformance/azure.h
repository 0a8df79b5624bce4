// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/conformance/conformance.h"

namespace countersign::conformance {

void addAzure(Runners& runners);

} // namespace countersign::conformance
