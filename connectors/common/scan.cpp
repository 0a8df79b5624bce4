// SPDX-License-Identifier: Apache-2.0
#include "connectors/common/scan.h"

#include "models/identity/json.h"
#include "models/identity/json_text.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace countersign::scan {
namespace {

constexpr std::size_t blockSize = 64;

/// One bit per byte of a block of 64.
struct Masks {
  std::uint64_t quote = 0, backslash = 0, open = 0, close = 0;
};

#if defined(__SSE2__)
std::uint64_t bits(__m128i equal) {
  return static_cast<std::uint32_t>(_mm_movemask_epi8(equal));
}

Masks masksOf(const char* block) {
  const __m128i quote = _mm_set1_epi8('"'), backslash = _mm_set1_epi8('\\');
  // '[' and '{', ']' and '}' differ by 0x20 alone.
  const __m128i lower = _mm_set1_epi8(0x20), open = _mm_set1_epi8('{'), close = _mm_set1_epi8('}');
  Masks out;
  for (unsigned i = 0; i < 4; ++i) {
    const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + std::size_t{16} * i));
    const __m128i folded = _mm_or_si128(v, lower);
    const unsigned shift = i * 16;
    out.quote |= bits(_mm_cmpeq_epi8(v, quote)) << shift;
    out.backslash |= bits(_mm_cmpeq_epi8(v, backslash)) << shift;
    out.open |= bits(_mm_cmpeq_epi8(folded, open)) << shift;
    out.close |= bits(_mm_cmpeq_epi8(folded, close)) << shift;
  }
  return out;
}
#else
Masks masksOf(const char* block) {
  Masks out;
  for (unsigned i = 0; i < blockSize; ++i) {
    const char c = block[i];
    const std::uint64_t bit = std::uint64_t{1} << i;
    if (c == '"')
      out.quote |= bit;
    else if (c == '\\')
      out.backslash |= bit;
    else if (c == '{' || c == '[')
      out.open |= bit;
    else if (c == '}' || c == ']')
      out.close |= bit;
  }
  return out;
}
#endif

/// Bits of the bytes that a backslash escapes. `carry` is 1 where the block before ended in an open escape.
/// After simdjson (Langdale, Lemire: Parsing Gigabytes of JSON per Second, 3.1.1).
std::uint64_t escapedBits(std::uint64_t backslash, std::uint64_t& carry) {
  if (backslash == 0) {
    const std::uint64_t escaped = carry;
    carry = 0;
    return escaped;
  }
  constexpr std::uint64_t even = 0x5555555555555555ULL;
  backslash &= ~carry;
  const std::uint64_t follows = backslash << 1 | carry;
  const std::uint64_t oddStarts = backslash & ~even & ~follows;
  const std::uint64_t evenSequences = oddStarts + backslash;
  carry = evenSequences < oddStarts ? 1 : 0;
  return (even ^ (evenSequences << 1)) & follows;
}

/// Bit i is the exclusive or of bits 0..i: turns quotes into the insides of strings.
std::uint64_t prefixXor(std::uint64_t v) {
  for (unsigned shift = 1; shift < 64; shift *= 2)
    v ^= v << shift;
  return v;
}

/// What goes on from block to block.
struct State {
  std::uint64_t escapeCarry = 0;
  std::uint64_t inString = 0; ///< all ones or none
  std::size_t depth = 0;

  /// Index behind the closing bracket inside this block, or npos.
  std::size_t step(const char* block) {
    const Masks masks = masksOf(block);
    const std::uint64_t quotes = masks.quote & ~escapedBits(masks.backslash, escapeCarry);
    const std::uint64_t strings = prefixXor(quotes) ^ inString;
    inString = (strings >> 63) != 0 ? ~std::uint64_t{0} : 0;
    const std::uint64_t open = masks.open & ~strings, close = masks.close & ~strings;
    const auto closes = static_cast<std::size_t>(std::popcount(close));
    if (depth > closes) {
      depth = depth + static_cast<std::size_t>(std::popcount(open)) - closes;
      return npos;
    }
    for (std::uint64_t rest = open | close; rest != 0; rest &= rest - 1) {
      const auto i = static_cast<std::size_t>(std::countr_zero(rest));
      if ((open >> i & 1) != 0)
        ++depth;
      else if (--depth == 0)
        return i + 1;
    }
    return npos;
  }
};

bool endsScalar(char c) {
  return c == ',' || c == ':' || c == ']' || c == '}' || c == '[' || c == '{' || c == '"' || c == ' ' ||
         c == '\n' || c == '\r' || c == '\t';
}

bool sameName(std::string_view literal, std::string_view name) {
  if (literal.find('\\') == npos) return literal.substr(1, literal.size() - 2) == name;
  const auto text = unquote(literal);
  return text && *text == name;
}

/// Offset of the child's value inside the container at `at`, npos where there is none.
std::size_t child(std::string_view text, std::size_t at, const std::string& token) {
  const bool object = text[at] == '{';
  std::size_t wanted = 0;
  if (!object) {
    if (token.empty() || token.size() > 9 || token.find_first_not_of("0123456789") != npos ||
        (token.size() > 1 && token[0] == '0'))
      return npos;
    wanted = static_cast<std::size_t>(std::stoul(token));
  }
  at = skipSpace(text, at + 1);
  for (std::size_t index = 0; at < text.size() && text[at] != '}' && text[at] != ']'; ++index) {
    bool here = index == wanted;
    if (object) {
      const std::size_t end = text[at] == '"' ? skipString(text, at) : npos;
      if (end == npos) return npos;
      here = sameName(text.substr(at, end - at), token);
      at = skipSpace(text, end);
      if (at >= text.size() || text[at] != ':') return npos;
      at = skipSpace(text, at + 1);
    }
    if (here) return at < text.size() ? at : npos;
    const std::size_t end = skipValue(text, at);
    if (end == npos || end == at) return npos;
    at = skipSpace(text, end);
    if (at < text.size() && text[at] == ',') at = skipSpace(text, at + 1);
  }
  return npos;
}

} // namespace

std::size_t skipSpace(std::string_view text, std::size_t at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t'))
    ++at;
  return at;
}

std::size_t skipString(std::string_view text, std::size_t at) {
  std::size_t from = at + 1;
  for (;;) {
    const std::size_t quote = text.find('"', from);
    if (quote == npos) return npos;
    std::size_t slashes = 0;
    while (quote - slashes > from && text[quote - slashes - 1] == '\\')
      ++slashes;
    from = quote + 1;
    if (slashes % 2 == 0) return from;
  }
}

std::size_t skipContainer(std::string_view text, std::size_t at, const Cancelled& cancelled) {
  State state;
  constexpr std::size_t askEvery = std::size_t{1} << 17; // blocks: 8 MiB
  std::size_t blocks = 0;
  for (; at + blockSize <= text.size(); at += blockSize) {
    const std::size_t end = state.step(text.data() + at);
    if (end != npos) return at + end;
    if (++blocks % askEvery == 0 && cancelled && cancelled()) return npos;
  }
  std::array<char, blockSize> tail;
  tail.fill(' ');
  if (at < text.size()) std::memcpy(tail.data(), text.data() + at, text.size() - at);
  const std::size_t end = state.step(tail.data());
  return end == npos ? npos : at + end;
}

std::size_t skipValue(std::string_view text, std::size_t at, const Cancelled& cancelled) {
  if (at >= text.size()) return npos;
  if (text[at] == '{' || text[at] == '[') return skipContainer(text, at, cancelled);
  if (text[at] == '"') return skipString(text, at);
  while (at < text.size() && !endsScalar(text[at]))
    ++at;
  return at;
}

std::optional<Found> locate(std::string_view text, std::string_view pointer) {
  std::size_t at = skipSpace(text, 0);
  while (!pointer.empty()) {
    if (pointer.front() != '/' || at >= text.size() || (text[at] != '{' && text[at] != '['))
      return std::nullopt;
    pointer.remove_prefix(1);
    const auto slash = std::min(pointer.find('/'), pointer.size());
    at = child(text, at, unescapePointer(pointer.substr(0, slash)));
    if (at == npos) return std::nullopt;
    pointer.remove_prefix(slash);
  }
  const std::size_t end = skipValue(text, at);
  if (end == npos || end == at) return std::nullopt;
  return Found{at, end - at};
}

std::optional<std::string> unquote(std::string_view literal) {
  const auto value = parseJson(literal);
  if (!value || !value->isString()) return std::nullopt;
  return value->asString();
}

} // namespace countersign::scan
