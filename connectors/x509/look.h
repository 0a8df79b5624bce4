// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace countersign::x509 {

/// What a file is, by what it holds.
enum class FileKind {
  Other,
  Pem,               ///< blocks of certificates, lists, requests, keys
  Register,          ///< index.txt of 'openssl ca'
  RegisterAttributes ///< index.txt.attr beside it, which says nothing of a certificate
};

/// The first 64 KiB are enough.
FileKind fileKind(std::string_view head);

/// What a block of this label holds.
enum class BlockKind {
  Certificate,
  RevocationList,
  Pkcs7,
  Pkcs12,
  Unknown,
  PrivateKey,
  Request,
  Harmless,
  Binary
};
BlockKind blockKind(std::string_view label);

/// A file of this name is expected to hold certificates ("tls.crt", "bundle.pem").
bool certificateName(std::string_view name);

} // namespace countersign::x509
