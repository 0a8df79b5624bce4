// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/aws/policy.h"
#include "models/access/pattern_area.h"

#include <functional>

namespace countersign::iam {

/// How a pattern of a statement is read; policy variables may have a value, or not.
using GlobReader = std::function<Glob(const TextPattern&)>;
Area areaOf(const Statement& statement, const GlobReader& read);
/// Reads every variable as `*`.
Glob widest(const TextPattern& pattern);

} // namespace countersign::iam
