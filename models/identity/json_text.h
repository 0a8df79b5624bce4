// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace countersign {

/// A code point that is no surrogate, at most U+10FFFF.
void appendUtf8(std::string& out, unsigned codePoint);

/// A name as a token of a JSON pointer (RFC 6901).
std::string escapePointer(std::string_view name);
/// One more token of a JSON pointer.
void appendPointer(std::string& pointer, std::string_view name);
/// The name that a token of a JSON pointer stands for.
std::string unescapePointer(std::string_view token);

} // namespace countersign
