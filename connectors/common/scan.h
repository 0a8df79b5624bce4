// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

/// Walking over JSON text without parsing it: only strings, escapes and brackets are understood, so that a
/// value's end is found at memory speed. What was walked over is not validated.
namespace countersign::scan {

constexpr std::size_t npos = std::string_view::npos;

/// Asked every few MiB; true ends the walk.
using Cancelled = std::function<bool()>;

/// The offset of the first byte at or behind `at` that is no JSON white space; text.size() at the end.
std::size_t skipSpace(std::string_view text, std::size_t at);

/// `text[at]` is a quote: the offset behind the closing quote, npos where there is none.
std::size_t skipString(std::string_view text, std::size_t at);

/// `text[at]` is '{' or '[': the offset behind the bracket that closes it, npos where there is none or the
/// walk was cancelled. Depth costs no memory; kinds of brackets are not compared.
std::size_t skipContainer(std::string_view text, std::size_t at, const Cancelled& cancelled = {});

/// The offset behind the value that starts at `at`; npos where it does not end. A scalar ends before white
/// space, a comma, a colon, a bracket or the end of the text.
std::size_t skipValue(std::string_view text, std::size_t at, const Cancelled& cancelled = {});

/// A value's place in a text.
struct Found {
  std::size_t offset = 0;
  std::size_t length = 0;
};
/// Finds the value that an RFC 6901 pointer names in a JSON text that a parser has found to be valid.
std::optional<Found> locate(std::string_view text, std::string_view pointer);

/// The content of a string literal (with its quotes), nullopt where it is none.
std::optional<std::string> unquote(std::string_view literal);

} // namespace countersign::scan
