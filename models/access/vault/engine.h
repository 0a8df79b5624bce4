// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace countersign::vault {

enum class Product { Vault, OpenBao };

/// The engine that an answer holds for. What differs between them is asked here and nowhere else.
struct Engine {
  Product product = Product::Vault;
  int major = 1, minor = 0;

  static Engine vault(int major, int minor) { return {Product::Vault, major, minor}; }
  static Engine openBao(int major, int minor) { return {Product::OpenBao, major, minor}; }
  /// From words such as "Vault v1.15.2", "OpenBao 2.x ACL" (x: the newest known). Nothing where no product is
  /// named.
  static std::optional<Engine> parse(std::string_view text);

  bool hasPatch() const { return bao(2, 0) || vaultFrom(1, 9); }
  bool hasScan() const { return bao(2, 0); }
  bool hasSubscribe() const { return vaultFrom(1, 16); } ///< Vault Enterprise, events
  bool hasRecover() const { return vaultFrom(1, 20); }
  bool hasPaginationLimit() const { return bao(2, 2); } ///< OpenBao 2.2.0, GH-802
  bool hasPathExpiration() const { return bao(2, 3); }  ///< OpenBao 2.3.0, GH-1142
  bool hasListKeysFilter() const { return bao(2, 4); }  ///< OpenBao 2.4.0, GH-1389
  /// LIST and SCAN of `a/` also look at what matches `a` (OpenBao 2.6.0, GHSA-xp3c-3jw3-4vcr).
  bool listsBelowWildcards() const { return bao(2, 6); }
  /// Template values with `/`, `+` or `*` drop the path (OpenBao 2.6.0, GHSA-59w7-v8rr-pr4p).
  bool blocksSubstitutions() const { return bao(2, 6); }

  std::string text() const;
  bool operator==(const Engine&) const = default;

private:
  bool from(int wantedMajor, int wantedMinor) const {
    return major > wantedMajor || (major == wantedMajor && minor >= wantedMinor);
  }
  bool bao(int wantedMajor, int wantedMinor) const {
    return product == Product::OpenBao && from(wantedMajor, wantedMinor);
  }
  bool vaultFrom(int wantedMajor, int wantedMinor) const {
    return product == Product::Vault && from(wantedMajor, wantedMinor);
  }
};

} // namespace countersign::vault
