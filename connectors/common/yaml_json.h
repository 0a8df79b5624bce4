// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/connector.h"
#include "connectors/common/scan.h"

#include <atomic>
#include <optional>
#include <string>
#include <string_view>

namespace countersign {

/// One YAML document as JSON text. Plain scalars are typed by the core schema of YAML 1.2 (10.3), quoted ones
/// stay strings; integers that 64 bits cannot hold, infinities and NaN become strings. Aliases are expanded,
/// up to `limits.maxElementBytes` in all. `stop` ends it from another thread. Errors: Malformed,
/// DuplicateKey, Limit, Cancelled, with the byte and pointer.
Result<std::string> yamlToJson(std::string_view text, const ImportLimits& limits,
                               const std::atomic<bool>* stop = nullptr);

/// Where the value that a JSON pointer names stands in a YAML document. What lies behind an alias is not
/// found.
std::optional<scan::Found> locateYaml(std::string_view text, std::string_view pointer);

/// One document of a stream: from its first line to the line before the next marker ("---", "...").
struct YamlChunk {
  std::size_t offset = 0;
  std::size_t length = 0;
};
/// The next document at or behind `at`, which is moved behind it; nullopt at the end of the stream. Documents
/// of comments and white space alone are left out.
std::optional<YamlChunk> nextYamlDocument(std::string_view text, std::size_t& at);

} // namespace countersign
