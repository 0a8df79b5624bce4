// SPDX-License-Identifier: Apache-2.0
#include "connectors/common/secret_scan.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace countersign {
namespace {

/// -----BEGIN, eyJ, gh?_, glpat-, github_pat_, xox?-, AIza, hvs., s.
constexpr std::array<std::array<char, 2>, 9> pairs{{{'-', '-'},
                                                    {'y', 'J'},
                                                    {'g', 'h'},
                                                    {'g', 'l'},
                                                    {'b', '_'},
                                                    {'x', 'o'},
                                                    {'I', 'z'},
                                                    {'h', 'v'},
                                                    {'s', '.'}}};
constexpr std::size_t blockSize = 64;

/// Bits of the places in 64 bytes; reads one byte more.
std::uint64_t maskOf(const char* block) {
  std::uint64_t mask = 0;
#if defined(__SSE2__)
  for (unsigned i = 0; i < 4; ++i) {
    const __m128i here = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + i * 16));
    const __m128i next = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + i * 16 + 1));
    __m128i hit =
        _mm_or_si128(_mm_cmpeq_epi8(here, _mm_set1_epi8(':')), _mm_cmpeq_epi8(here, _mm_set1_epi8('=')));
    for (const auto& pair : pairs)
      hit = _mm_or_si128(hit, _mm_and_si128(_mm_cmpeq_epi8(here, _mm_set1_epi8(pair[0])),
                                            _mm_cmpeq_epi8(next, _mm_set1_epi8(pair[1]))));
    mask |= static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm_movemask_epi8(hit))) << (i * 16);
  }
#else
  for (unsigned i = 0; i < blockSize; ++i) {
    const char c = block[i];
    bool hit = c == ':' || c == '=';
    for (const auto& pair : pairs)
      hit = hit || (c == pair[0] && block[i + 1] == pair[1]);
    if (hit) mask |= std::uint64_t{1} << i;
  }
#endif
  return mask;
}

} // namespace

std::uint64_t SecretHits::blockMask(std::size_t at) const {
  if (at + blockSize < text_.size()) return maskOf(text_.data() + at);
  std::array<char, blockSize + 1> tail{};
  std::memcpy(tail.data(), text_.data() + at, std::min(text_.size() - at, tail.size()));
  return maskOf(tail.data());
}

std::size_t SecretHits::next() {
  while (mask_ == 0) {
    if (started_) block_ += blockSize;
    started_ = true;
    if (block_ >= text_.size()) return std::string_view::npos;
    mask_ = blockMask(block_);
  }
  const auto bit = static_cast<std::size_t>(std::countr_zero(mask_));
  mask_ &= mask_ - 1;
  return block_ + bit;
}

bool mayEndSecretName(char last) {
  // Secret, token, key, password, passphrase, …string, URL, data, json, hash, hex, text, "Authorization",
  // "value".
  static constexpr auto table = [] {
    std::array<bool, 256> out{};
    for (const char c : std::string_view("tnydesglakhxwfroicTNYDESGLAKHXWFROIC123456890vV"))
      out[static_cast<unsigned char>(c)] = true;
    return out;
  }();
  return table[static_cast<unsigned char>(last)];
}

} // namespace countersign
