// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace countersign {

/// How bad a finding is, from harmless to worst.
enum class Severity { Low, Medium, High, Critical };

inline constexpr std::array<std::string_view, 4> severityNames{"low", "medium", "high", "critical"};

/// "low", "medium", "high", "critical": stable, for JSON and the command line.
inline std::string_view name(Severity severity) {
  return severityNames[static_cast<std::size_t>(severity)];
}
inline std::optional<Severity> severityFrom(std::string_view text) {
  for (std::size_t i = 0; i < severityNames.size(); ++i)
    if (severityNames[i] == text) return static_cast<Severity>(i);
  return std::nullopt;
}

} // namespace countersign
