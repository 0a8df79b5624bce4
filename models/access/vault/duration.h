// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/result.h"

#include <chrono>
#include <string_view>

namespace countersign::vault {

using Duration = std::chrono::nanoseconds;

/// "1h30m", "300s", "1.5h", or whole seconds without a unit (parseutil.ParseDurationSecond). Days ("30d") are
/// newer than the rest. Errors: Malformed; Limit where 64 bits of nanoseconds do not hold it.
Result<Duration> parseDuration(std::string_view text);

} // namespace countersign::vault
