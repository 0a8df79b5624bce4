// SPDX-License-Identifier: Apache-2.0
#include "tests/estate/prng.h"

#include <numeric>

namespace countersign::estate {

std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

std::uint64_t mix(std::uint64_t seed, std::uint64_t a, std::uint64_t b, std::uint64_t c) {
  constexpr std::uint64_t golden = 0x9e3779b97f4a7c15ULL;
  std::uint64_t h = mix(seed + golden);
  h = mix(h + a * golden + 1);
  h = mix(h + b * golden + 2);
  return mix(h + c * golden + 3);
}

std::uint64_t Prng::next() {
  state_ += 0x9e3779b97f4a7c15ULL;
  return mix(state_);
}

std::size_t Prng::below(std::size_t n) {
  return static_cast<std::size_t>((next() >> 32) * static_cast<std::uint64_t>(n) >> 32);
}

std::string draw(std::uint64_t hash, std::size_t count, std::string_view alphabet) {
  Prng prng(hash);
  std::string out;
  out.reserve(count);
  for (std::size_t i = 0; i < count; ++i)
    out += alphabet[prng.below(alphabet.size())];
  return out;
}

std::string drawHex(std::uint64_t hash, std::size_t count) {
  return draw(hash, count, "0123456789abcdef");
}

std::string drawUuid(std::uint64_t hash) {
  std::string hex = drawHex(hash, 32);
  hex[12] = '4';
  hex[16] = "89ab"[hash & 3];
  for (const std::size_t at : {8U, 13U, 18U, 23U})
    hex.insert(at, 1, '-');
  return hex;
}

Order::Order(std::size_t n, std::uint64_t seed) : n_(n) {
  if (n < 2) return;
  start_ = mix(seed) % n_;
  factor_ = mix(seed + 1) % (n_ - 1) + 1;
  while (std::gcd(factor_, n_) != 1)
    factor_ = factor_ % (n_ - 1) + 1;
}

std::size_t Order::operator[](std::size_t i) const {
  return static_cast<std::size_t>((start_ + static_cast<std::uint64_t>(i) * factor_) % n_);
}

} // namespace countersign::estate
