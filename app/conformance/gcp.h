// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/conformance/conformance.h"

namespace countersign::conformance {

void addGcp(Runners& runners);

} // namespace countersign::conformance
