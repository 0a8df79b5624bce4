// SPDX-License-Identifier: Apache-2.0
#include "models/identity/digest.h"

#include <algorithm>
#include <openssl/evp.h>
#include <stdexcept>

namespace countersign {
namespace {
void require(int ok) {
  if (ok != 1) throw std::runtime_error("SHA-256 is not available in this OpenSSL");
}
int hexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}
constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
} // namespace

struct Sha256::State {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  State() { require(EVP_DigestInit_ex(context, EVP_sha256(), nullptr)); }
  ~State() { EVP_MD_CTX_free(context); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
};

Sha256::Sha256() : state_(std::make_unique<State>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;
void Sha256::add(std::string_view bytes) {
  require(EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()));
}
Digest Sha256::finish() {
  Digest out;
  require(EVP_DigestFinal_ex(state_->context, out.bytes.data(), nullptr));
  require(EVP_DigestInit_ex(state_->context, nullptr, nullptr));
  return out;
}

Digest sha256(std::string_view bytes) {
  thread_local Sha256 hasher;
  hasher.add(bytes);
  return hasher.finish();
}

std::string Digest::hex() const {
  return toHex(raw());
}
std::string Digest::raw() const {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
std::string Digest::brief() const {
  const std::string all = hex();
  return all.substr(0, 4) + ' ' + all.substr(4, 4) + ' ' + all.substr(8, 4);
}

Result<Digest> Digest::fromRaw(std::string_view raw) {
  if (raw.size() != 32)
    return failure(ErrorCode::Malformed, "a SHA-256 has 32 bytes, not " + std::to_string(raw.size()));
  Digest out;
  std::copy(raw.begin(), raw.end(), reinterpret_cast<char*>(out.bytes.data()));
  return out;
}
Result<Digest> Digest::fromHex(std::string_view hex) {
  COUNTERSIGN_ASSIGN(const std::string raw, countersign::fromHex(hex));
  return fromRaw(raw);
}

std::string toHex(std::string_view bytes) {
  constexpr std::string_view digit = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto b = static_cast<unsigned char>(c);
    out += digit[b >> 4];
    out += digit[b & 15];
  }
  return out;
}

Result<std::string> fromHex(std::string_view hex) {
  if (hex.size() % 2 != 0) return failure(ErrorCode::Malformed, "an odd number of hexadecimal digits");
  std::string out;
  out.reserve(hex.size() / 2);
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const int high = hexValue(hex[i]), low = hexValue(hex[i + 1]);
    if (high < 0 || low < 0)
      return failure(ErrorCode::Malformed, "'" + std::string(hex.substr(i, 2)) + "' is not hexadecimal");
    out += static_cast<char>(high * 16 + low);
  }
  return out;
}

std::string toBase64(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const auto at = [&](std::size_t k) {
      return i + k < bytes.size() ? static_cast<unsigned>(static_cast<unsigned char>(bytes[i + k])) : 0U;
    };
    const unsigned v = at(0) << 16 | at(1) << 8 | at(2);
    out += alphabet[v >> 18 & 63];
    out += alphabet[v >> 12 & 63];
    out += i + 1 < bytes.size() ? alphabet[v >> 6 & 63] : '=';
    out += i + 2 < bytes.size() ? alphabet[v & 63] : '=';
  }
  return out;
}

Result<std::string> fromBase64(std::string_view text) {
  if (text.size() % 4 != 0)
    return failure(ErrorCode::Malformed, "base64 whose length is no multiple of four");
  std::string out;
  out.reserve(text.size() / 4 * 3);
  for (std::size_t i = 0; i < text.size(); i += 4) {
    unsigned value = 0;
    std::size_t padding = 0;
    for (std::size_t k = 0; k < 4; ++k) {
      const char c = text[i + k];
      const bool last = i + 4 == text.size();
      if (c == '=' && last && k >= 2 && (k == 3 || text[i + 3] == '=')) {
        ++padding;
        value <<= 6;
        continue;
      }
      const auto found = alphabet.find(c);
      if (found == std::string_view::npos || padding > 0)
        return failure(ErrorCode::Malformed, "a character that is not base64");
      value = value << 6 | static_cast<unsigned>(found);
    }
    if ((padding == 1 && (value & 0xFF) != 0) || (padding == 2 && (value & 0xFFFF) != 0))
      return failure(ErrorCode::Malformed, "base64 with stray bits behind its end");
    out += static_cast<char>(value >> 16 & 0xFF);
    if (padding < 2) out += static_cast<char>(value >> 8 & 0xFF);
    if (padding < 1) out += static_cast<char>(value & 0xFF);
  }
  return out;
}

} // namespace countersign
