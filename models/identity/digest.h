// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/result.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace countersign {

/// A SHA-256 (FIPS 180-4).
struct Digest {
  std::array<std::uint8_t, 32> bytes{};

  /// 64 lower-case hexadecimal digits.
  std::string hex() const;
  /// The 32 bytes as a string.
  std::string raw() const;
  /// "9f2c 41ab 77e0": the first 12 digits in groups, for people.
  std::string brief() const;
  static Result<Digest> fromHex(std::string_view hex);
  /// `raw` must be 32 bytes. Error: Malformed.
  static Result<Digest> fromRaw(std::string_view raw);
  auto operator<=>(const Digest&) const = default;
};

Digest sha256(std::string_view bytes);

/// SHA-256 in pieces.
class Sha256 {
public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  void add(std::string_view bytes);
  /// The digest of all that was added; the object starts anew afterwards.
  Digest finish();

private:
  struct State;
  std::unique_ptr<State> state_;
};

struct DigestHash {
  std::size_t operator()(const Digest& d) const noexcept {
    std::size_t value = 0;
    for (std::size_t i = 0; i < sizeof value; ++i)
      value = value << 8 | d.bytes[i];
    return value;
  }
};

std::string toHex(std::string_view bytes);
/// Error: Malformed (odd length, other characters).
Result<std::string> fromHex(std::string_view hex);
/// RFC 4648 with padding, no line breaks.
std::string toBase64(std::string_view bytes);
/// Strict RFC 4648: padding required, nothing else accepted. Error: Malformed.
Result<std::string> fromBase64(std::string_view text);

} // namespace countersign
