// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/conformance/conformance.h"

namespace countersign::conformance {

/// Kind cel: the suite of the language (conformance), and conditions as Google IAM has them (conditions).
void addCel(Runners& runners);

} // namespace countersign::conformance
