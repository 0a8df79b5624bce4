// SPDX-License-Identifier: Apache-2.0
#include "app/cli/output.h"

#include <array>
#include <cstdio>
#include <iostream>

namespace countersign::cli {
namespace {

struct Range {
  char32_t first, last;
};
/// Controls (Unicode category Cc) and the formatting characters that reorder text (UAX #9) or hide in it.
constexpr std::array hidden{Range{0x00, 0x1F},     Range{0x7F, 0x9F},      Range{0x061C, 0x061C},
                            Range{0x200B, 0x200F}, Range{0x2028, 0x202E},  Range{0x2060, 0x2069},
                            Range{0xFEFF, 0xFEFF}, Range{0xE0000, 0xE007F}};

bool isHidden(char32_t c) {
  for (const Range& r : hidden)
    if (c >= r.first && c <= r.last) return true;
  return false;
}

std::size_t sequenceLength(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xF0) return 4;
  return lead >= 0xE0 ? 3 : 2;
}

char32_t decode(std::string_view sequence) {
  const auto lead = static_cast<unsigned char>(sequence.front());
  if (sequence.size() == 1) return lead;
  char32_t c = lead & (0xFFU >> (sequence.size() + 1));
  for (const char byte : sequence.substr(1))
    c = c << 6 | (static_cast<unsigned char>(byte) & 0x3FU);
  return c;
}

std::string escaped(const char* format, unsigned value) {
  std::array<char, 16> out{};
  std::snprintf(out.data(), out.size(), format, value);
  return out.data();
}

/// Calls `good` with each well-formed sequence and `bad` with each byte that belongs to none.
template <class Good, class Bad>
void forEachCharacter(std::string_view text, Good good, Bad bad) {
  while (!text.empty()) {
    const std::size_t n = sequenceLength(static_cast<unsigned char>(text.front()));
    if (n <= text.size() && validUtf8(text.substr(0, n))) {
      good(text.substr(0, n));
      text.remove_prefix(n);
    } else {
      bad(static_cast<unsigned char>(text.front()));
      text.remove_prefix(1);
    }
  }
}

std::string shown(std::string_view text, bool keepLines) {
  std::string out;
  out.reserve(text.size());
  forEachCharacter(
      text,
      [&](std::string_view sequence) {
        const char32_t c = decode(sequence);
        if (isHidden(c) && !(keepLines && (c == U'\n' || c == U'\t')))
          out += escaped("\\u{%x}", static_cast<unsigned>(c));
        else
          out += sequence;
      },
      [&](unsigned char byte) { out += escaped("\\x%02x", byte); });
  return out;
}

std::string wellFormed(std::string_view text) {
  std::string out;
  forEachCharacter(
      text, [&](std::string_view sequence) { out += sequence; },
      [&](unsigned char) { out += "\xEF\xBF\xBD"; });
  return out;
}

Json wellFormedJson(const Json& value) {
  if (value.isString()) return wellFormed(value.asString());
  Json out = value;
  if (value.isArray())
    for (Json& item : out.mutableItems())
      item = wellFormedJson(item);
  if (value.isObject())
    for (auto& [key, member] : out.mutableMembers()) {
      key = wellFormed(key);
      member = wellFormedJson(member);
    }
  return out;
}

} // namespace

std::string printable(std::string_view text) {
  return shown(text, false);
}
std::string printableLines(std::string_view text) {
  return shown(text, true);
}

std::string jsonText(const Json& value) {
  auto text = canonicalJson(value);
  return text ? std::move(*text) : canonicalJsonOrThrow(wellFormedJson(value));
}

void printJson(const Json& value) {
  std::cout << jsonText(value) << '\n';
}

Json errorJson(const Error& error) {
  Json place = Json::object();
  place.setUnlessEmpty("file", error.place.file);
  if (error.place.byte) place.set("byte", static_cast<std::int64_t>(*error.place.byte));
  if (error.place.line) place.set("line", static_cast<std::int64_t>(*error.place.line));
  place.setUnlessEmpty("pointer", error.place.pointer);
  place.setUnlessEmpty("excerpt", error.place.excerpt);
  Json out = Json::object();
  out.set("code", std::string(errorCodeName(error.code)));
  out.set("message", error.message);
  out.set("remedy", error.remedy);
  out.set("place", place);
  out.set("text", error.text());
  return out;
}

void printError(const Error& error, bool json) {
  if (json)
    std::cerr << jsonText(Json::object().set("error", errorJson(error))) << '\n';
  else
    std::cerr << "countersign: " << printable(error.text()) << '\n';
}

std::string timeText(const std::optional<Instant>& t) {
  if (!t) return "-";
  std::string out = formatRfc3339Seconds(*t);
  out[10] = ' ';
  return out;
}

Json timeJson(const std::optional<Instant>& t) {
  return t ? Json(formatRfc3339(*t)) : Json();
}

} // namespace countersign::cli
