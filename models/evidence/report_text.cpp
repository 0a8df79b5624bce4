// SPDX-License-Identifier: Apache-2.0
#include "models/evidence/report.h"

#include "models/identity/json.h"

#include <array>
#include <cstdio>

namespace countersign::evidence {
namespace {

/// The code point at `i` and its length in bytes; {value of the byte, 0} where it is no UTF-8.
struct Point {
  std::uint32_t value;
  std::size_t length;
};
Point pointAt(std::string_view text, std::size_t i) {
  const auto byte = static_cast<unsigned char>(text[i]);
  if (byte < 0x80) return {byte, 1};
  const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
  if (i + length > text.size() || !validUtf8(text.substr(i, length))) return {byte, 0};
  std::uint32_t value = byte & (0x7FU >> length);
  for (std::size_t k = 1; k < length; ++k)
    value = value << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
  return {value, length};
}

struct Range {
  std::uint32_t from, to;
};
/// Controls, bidirectional controls (UAX #9), default-ignorable and other invisible characters (UAX #44),
/// line and paragraph separators, unusual spaces, tags, private use.
constexpr std::array hidden{
    Range{0x00, 0x1F},       Range{0x7F, 0x9F},       Range{0xAD, 0xAD},     Range{0x34F, 0x34F},
    Range{0x61C, 0x61C},     Range{0x115F, 0x1160},   Range{0x17B4, 0x17B5}, Range{0x180B, 0x180F},
    Range{0x2000, 0x200F},   Range{0x2028, 0x202F},   Range{0x205F, 0x206F}, Range{0x2800, 0x2800},
    Range{0x3000, 0x3000},   Range{0x3164, 0x3164},   Range{0xE000, 0xF8FF}, Range{0xFE00, 0xFE0F},
    Range{0xFEFF, 0xFEFF},   Range{0xFFA0, 0xFFA0},   Range{0xFFF0, 0xFFFF}, Range{0x1BCA0, 0x1BCA3},
    Range{0x1D173, 0x1D17A}, Range{0xE0000, 0x10FFFF}};

bool isHidden(std::uint32_t value) {
  for (const Range& range : hidden)
    if (value >= range.from && value <= range.to) return true;
  return false;
}

} // namespace

std::string visibleText(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto [value, length] = pointAt(text, i);
    if (length == 0 || isHidden(value)) {
      std::array<char, 32> mark{};
      std::snprintf(mark.data(), mark.size(), length == 0 ? "\u2039%02X\u203A" : "\u2039U+%04X\u203A",
                    static_cast<unsigned>(value));
      out += mark.data();
    } else {
      out += text.substr(i, length);
    }
    i += length == 0 ? 1 : length;
  }
  return out;
}

std::string htmlText(std::string_view text) {
  std::string out;
  for (const char c : visibleText(text)) {
    switch (c) {
    case '&':
      out += "&amp;";
      break;
    case '<':
      out += "&lt;";
      break;
    case '>':
      out += "&gt;";
      break;
    case '"':
      out += "&quot;";
      break;
    case '\'':
      out += "&#39;";
      break;
    default:
      out += c;
    }
  }
  return out;
}

std::string csvCell(std::string_view text) {
  // Judged on the text as it came: a control character at the start is a formula to some spreadsheets.
  const char first = text.empty() ? 'x' : text.front();
  bool guard = first == '=' || first == '+' || first == '-' || first == '@' || first == '\t' ||
               first == '\r' || first == '\n' || first == '\0';
  for (const std::string_view wide : {"\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"})
    guard = guard || text.substr(0, wide.size()) == wide;
  std::string plain = (guard ? "'" : "") + visibleText(text);
  if (plain.find_first_of("\",;\r\n") == std::string::npos) return plain;
  std::string out = "\"";
  for (const char c : plain) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

} // namespace countersign::evidence
