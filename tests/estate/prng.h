// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// Randomness that is the same on every platform (the distributions of <random> are not).
namespace countersign::estate {

/// The finaliser of SplitMix64 (Steele, Lea, Flood 2014): a good hash of one word.
std::uint64_t mix(std::uint64_t x);
/// A hash of a seed and up to three numbers that say what it is for.
std::uint64_t mix(std::uint64_t seed, std::uint64_t a, std::uint64_t b = 0, std::uint64_t c = 0);

/// SplitMix64.
class Prng {
public:
  explicit Prng(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next();
  /// 0 … n-1; n must be positive and below 2^32.
  std::size_t below(std::size_t n);

private:
  std::uint64_t state_;
};

/// `count` characters of `alphabet`, drawn from a hash.
std::string draw(std::uint64_t hash, std::size_t count, std::string_view alphabet);
std::string drawHex(std::uint64_t hash, std::size_t count);
/// A version 4 UUID.
std::string drawUuid(std::uint64_t hash);

/// A permutation of 0 … n-1 that needs no memory: the order of objects in an export.
class Order {
public:
  Order(std::size_t n, std::uint64_t seed);
  std::size_t operator[](std::size_t i) const;
  std::size_t size() const { return n_; }

private:
  std::uint64_t n_, factor_ = 1, start_ = 0;
};

} // namespace countersign::estate
