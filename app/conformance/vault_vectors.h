// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/conformance/conformance.h"

namespace countersign::conformance {

/// The tables of OpenBao's own ACL tests.
Result<void> runAclVectors(const Suite& suite, Tally& tally);

} // namespace countersign::conformance
