// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace countersign {

/// Goes through a text at memory speed and stops where a secret may be: at ':' and '=', and at the pairs of
/// letters by which tokens are known (the position is that of the pair's first byte).
class SecretHits {
public:
  explicit SecretHits(std::string_view text) : text_(text) {}
  /// The next place, npos behind the last one.
  std::size_t next();

private:
  std::uint64_t blockMask(std::size_t at) const;
  std::string_view text_;
  std::size_t block_ = 0;
  std::uint64_t mask_ = 0;
  bool started_ = false;
};

/// A quick look at a name's last letter, which tells most other names apart.
bool mayEndSecretName(char last);

} // namespace countersign
