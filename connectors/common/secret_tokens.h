// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/secret_text.h"

namespace countersign::secretfinding {

/// Secrets that show themselves, whatever they are called: tokens with a prefix of their own, private keys.
class SecretTokens : private Text {
public:
  explicit SecretTokens(std::string_view text) : Text(text) {}
  /// The token around a place at which SecretHits stopped; empty where there is none. Places come in order.
  Stretch around(std::size_t i);
  /// The password of scheme://user:password@host, whose user begins at `from`.
  Stretch address(std::size_t from) const;

private:
  template <class Allowed>
  Stretch plain(std::size_t start, std::size_t prefix, std::size_t least, Allowed allowed) const;
  Stretch oldVault(std::size_t i) const;
  Stretch jwt(std::size_t i) const;
  Stretch pem(std::size_t i);

  std::size_t noPemEnd_ = 0; ///< no "-----END" stands between the last PEM header and here
};

} // namespace countersign::secretfinding
