// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace countersign {

/// True where every text that matches `narrow` matches `wide`; both are patterns with `*` (any run of
/// characters) and `?` (any one). Time: product of the lengths.
bool covers(std::string_view wide, std::string_view narrow);
/// True where some text matches both patterns. Time: product of the lengths.
bool overlaps(std::string_view a, std::string_view b);
/// True where `text` matches `pattern`.
bool matches(std::string_view pattern, std::string_view text);

} // namespace countersign
