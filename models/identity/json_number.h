// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/json.h"

#include <cstddef>
#include <string_view>

namespace countersign {

/// The number at `at` of a JSON text (RFC 8259), with `at` moved behind it; where it is none, `at` is where
/// the fault lies. Errors, without a place: Malformed (also what would lose digits, or a double cannot hold),
/// Truncated.
Result<Json> readJsonNumber(std::string_view text, std::size_t& at);

} // namespace countersign
