// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace countersign {

/// A scalar of a YAML document as JSON text, by the core schema of YAML 1.2 (10.3). `tag` as yaml-cpp says
/// it:
/// "?" for a plain scalar without one. What JSON cannot hold as a number becomes a string.
std::string yamlScalarJson(std::string_view tag, std::string_view value);

} // namespace countersign
