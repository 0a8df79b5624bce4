// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/result.h"

#include <memory>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <string>

/// Owning pointers and errors for OpenSSL; for the source files of this folder only.
namespace countersign::evidence::ossl {

template <auto Free>
struct Freer {
  template <class T>
  void operator()(T* p) const {
    Free(p);
  }
};
using Bio = std::unique_ptr<BIO, Freer<BIO_free_all>>;
using MdContext = std::unique_ptr<EVP_MD_CTX, Freer<EVP_MD_CTX_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freer<EVP_PKEY_CTX_free>>;
using X509Ptr = std::unique_ptr<X509, Freer<X509_free>>;

inline Bio reader(std::string_view bytes) {
  return Bio(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
}
inline Bio writer() {
  return Bio(BIO_new(BIO_s_mem()));
}
inline std::string contents(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : std::string();
}

/// A Crypto error with OpenSSL's own reason behind it; clears OpenSSL's error queue.
inline tl::unexpected<Error> cryptoFailure(std::string message, std::string remedy = {}) {
  const unsigned long code = ERR_peek_last_error();
  ERR_clear_error();
  if (const char* reason = code != 0 ? ERR_reason_error_string(code) : nullptr)
    message += std::string(" (") + reason + ")";
  return failure(ErrorCode::Crypto, std::move(message), std::move(remedy));
}

} // namespace countersign::evidence::ossl
