// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Patterns with wildcards as sets of texts: to match, to compare, and to take apart.
namespace countersign::pattern {

/// A pattern as symbols: a byte, or one of the two wildcards.
using Symbols = std::vector<std::uint16_t>;
constexpr std::uint16_t anyRun = 0x100; ///< `*`
constexpr std::uint16_t anyOne = 0x101; ///< `?`

std::string lowered(std::string_view text);
void lowerInto(std::string_view text, std::string& out);
Symbols literalSymbols(std::string_view text);
/// `*` and `?` are wildcards.
Symbols wildcardSymbols(std::string_view text);

/// True where `text` matches. `?` stands for one character, which may be several bytes. At most
/// (length of the pattern + 1) × (length of the text + 1) steps; `steps` gets how many there were.
bool globMatches(const Symbols& pattern, std::string_view text, std::size_t* steps = nullptr);

} // namespace countersign::pattern
