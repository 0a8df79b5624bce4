// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/digest.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

/// The sequence of doubles whose ECMAScript forms have published SHA-256 sums (json-canonicalization,
/// testdata/ README.md, "ES6 Numbers", Apache-2.0): fixed values, 2000 neighbours of the smallest normal
/// number, and then the doubles that repeated SHA-256 of 32 zero bytes gives.
class NumberSeries {
public:
  NumberSeries() : fixed_(fixedValues()) {}

  std::uint64_t next() {
    const std::size_t i = index_++;
    if (i < fixed_.size()) return fixed_[i];
    if (i < fixed_.size() + 2000) return 0x0010000000000000 + i - fixed_.size();
    for (;;) {
      const std::uint64_t bits = random();
      const double value = std::bit_cast<double>(bits);
      if (value != 0 && std::isfinite(value)) return bits;
    }
  }

private:
  std::uint64_t random() {
    if (used_ == block_.size()) {
      block_ = countersign::sha256(block_).raw();
      used_ = 0;
    }
    std::uint64_t bits = 0;
    for (std::size_t i = 8; i-- > 0;)
      bits = bits << 8 | static_cast<unsigned char>(block_[used_ + i]);
    used_ += 8;
    return bits;
  }

  static std::vector<std::uint64_t> fixedValues() {
    const auto bits = [](double v) { return std::bit_cast<std::uint64_t>(v); };
    std::vector<std::uint64_t> out{0, bits(-0.0), 1, 0x8000000000000001};
    for (const double sign : {-1.0, 1.0})
      for (const std::uint64_t third : thirds)
        out.push_back(bits(sign * std::bit_cast<double>(third)));
    out.push_back(bits(10));
    for (int exponent = 0; exponent >= -9; --exponent)
      out.push_back(bits(std::strtod(("5e" + std::to_string(exponent)).c_str(), nullptr)));
    for (std::size_t zeros = 1; zeros <= 14; ++zeros) // 5.06e-6, 5.006e-6 …: ever closer to 5e-6
      out.push_back(bits(std::strtod(("5." + std::string(zeros, '0') + "6e-6").c_str(), nullptr)));
    out.push_back(bits(5e-6));
    out.insert(out.end(), edges.begin(), edges.end());
    return out;
  }

  /// Around 10^n / 3, n = 22 … -27.
  static constexpr std::array<std::uint64_t, 50> thirds{
      0x446696695dbd1cc3, 0x443211ede4974a35, 0x43fce97ca0f21056, 0x43c7213080c1a6ac, 0x439280f39a348556,
      0x435d9b1f5d20d557, 0x4327af4c4a80aaac, 0x42f2f2a36ecd5556, 0x42be51057e155558, 0x428840d131aaaaac,
      0x4253670dc1555557, 0x421f0b4935555557, 0x41e8d5d42aaaaaac, 0x41b3de4355555556, 0x417fca0555555556,
      0x41496e6aaaaaaaab, 0x4114585555555555, 0x40e046aaaaaaaaab, 0x40aa0aaaaaaaaaaa, 0x4074d55555555555,
      0x4040aaaaaaaaaaab, 0x400aaaaaaaaaaaab, 0x3fd5555555555555, 0x3fa1111111111111, 0x3f6b4e81b4e81b4f,
      0x3f35d867c3ece2a5, 0x3f0179ec9cbd821e, 0x3ecbf647612f3696, 0x3e965e9f80f29212, 0x3e61e54c672874db,
      0x3e2ca213d840baf8, 0x3df6e80fe033c8c6, 0x3dc2533fe68fd3d2, 0x3d8d51ffd74c861c, 0x3d5774ccac3d3817,
      0x3d22c3d6f030f9ac, 0x3cee0624b3818f79, 0x3cb804ea293472c7, 0x3c833721ba905bd3, 0x3c4ebe9c5db3c61e,
      0x3c18987d17c304e5, 0x3be3ad30dfcf371d, 0x3baf7b816618582f, 0x3b792f9ab81379bf, 0x3b442615600f9499,
      0x3b101e77800c76e1, 0x3ad9ca58cce0be35, 0x3aa4a1e0a3e6fe90, 0x3a708180831f320d, 0x3a3a68cd9e985016};
  /// Around one, 0.3, the smallest and largest numbers, 2^53, 10^23, 10^21, 10^-6 and 10^9 / 3.
  static constexpr std::array<std::uint64_t, 38> edges{
      0x3ff0000000000000, 0xbff0000000000000, 0xbfeffffffffffffa, 0xbfeffffffffffffb, 0x3feffffffffffffa,
      0x3feffffffffffffb, 0x3feffffffffffffc, 0x3feffffffffffffe, 0xbfefffffffffffff, 0xbfefffffffffffff,
      0x3fefffffffffffff, 0x3fefffffffffffff, 0x3fd3333333333332, 0x3fd3333333333333, 0x3fd3333333333334,
      0x0010000000000000, 0x000ffffffffffffd, 0x000fffffffffffff, 0x7fefffffffffffff, 0xffefffffffffffff,
      0x4340000000000000, 0xc340000000000000, 0x4430000000000000, 0x44b52d02c7e14af5, 0x44b52d02c7e14af6,
      0x44b52d02c7e14af7, 0x444b1ae4d6e2ef4e, 0x444b1ae4d6e2ef4f, 0x444b1ae4d6e2ef50, 0x3eb0c6f7a0b5ed8c,
      0x3eb0c6f7a0b5ed8d, 0x41b3de4355555553, 0x41b3de4355555554, 0x41b3de4355555555, 0x41b3de4355555556,
      0x41b3de4355555557, 0xbecbf647612f3696, 0x43143ff3c1cb0959};

  std::vector<std::uint64_t> fixed_;
  std::size_t index_ = 0;
  std::string block_ = std::string(32, '\0');
  std::size_t used_ = 32;
};
