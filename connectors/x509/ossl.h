// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <openssl/err.h>
#include <openssl/pkcs12.h>
#include <openssl/pkcs7.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <string>
#include <string_view>

/// Owning pointers for OpenSSL; for the source files of this folder only.
namespace countersign::x509 {

template <auto Free>
struct Freer {
  template <class T>
  void operator()(T* p) const {
    Free(p);
  }
};
template <class T, auto Free>
using Owned = std::unique_ptr<T, Freer<Free>>;
using CertificatePtr = Owned<X509, X509_free>;
using CrlPtr = Owned<X509_CRL, X509_CRL_free>;
using Pkcs7Ptr = Owned<PKCS7, PKCS7_free>;
using Pkcs12Ptr = Owned<PKCS12, PKCS12_free>;

/// OpenSSL keeps reasons of failures in a queue of the thread; nobody reads it here.
struct ErrorQueue {
  ErrorQueue() = default;
  ~ErrorQueue() { ERR_clear_error(); }
  ErrorQueue(const ErrorQueue&) = delete;
  ErrorQueue& operator=(const ErrorQueue&) = delete;
};

/// Reads one value off the front of `der`, which then begins behind it; null where there is none.
template <class Pointer, class Read>
Pointer readDer(std::string_view& der, Read read) {
  const ErrorQueue queue;
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  Pointer out(read(nullptr, &at, static_cast<long>(der.size())));
  if (out)
    der.remove_prefix(static_cast<std::size_t>(at - reinterpret_cast<const unsigned char*>(der.data())));
  return out;
}

/// The DER form of a value.
template <class T, class Write>
std::string derOf(const T* value, Write write) {
  const ErrorQueue queue;
  unsigned char* data = nullptr;
  const int size = write(value, &data);
  if (size <= 0) return {};
  std::string out(reinterpret_cast<const char*>(data), static_cast<std::size_t>(size));
  OPENSSL_free(data);
  return out;
}

inline std::string_view bytesOf(const ASN1_STRING* text) {
  if (text == nullptr) return {};
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
          static_cast<std::size_t>(ASN1_STRING_length(text))};
}

} // namespace countersign::x509
