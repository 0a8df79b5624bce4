// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/x509/ossl.h"
#include "models/identity/json.h"

#include <string>
#include <vector>

namespace countersign::x509 {

/// Reads extensions and remembers which of them it could not read.
class Extensions {
public:
  explicit Extensions(const STACK_OF(X509_EXTENSION) * list) : list_(list) {}

  /// The one extension of this kind; null where there is none or it cannot be read.
  template <class T, auto Free>
  Owned<T, Free> get(int nid) {
    return Owned<T, Free>(static_cast<T*>(value(nid)));
  }
  /// A critical extension that is named nowhere in `known` must make a reader refuse the certificate.
  Json criticalOids() const;
  Json oids() const;
  const std::vector<std::string>& unreadable() const { return unreadable_; }

private:
  void* value(int nid);
  Json oids(bool criticalOnly) const;
  const STACK_OF(X509_EXTENSION) * list_;
  std::vector<std::string> unreadable_;
};

/// {keyId, issuer [RFC 4514], serial}: whose key signed.
Json authorityKeyId(Extensions& extensions);
/// What the extensions of a certificate govern, as members of its document.
void addExtensions(Extensions& extensions, Json& content);
/// The addresses that distribution points name, sorted.
Json distributionUris(const CRL_DIST_POINTS* points);

} // namespace countersign::x509
