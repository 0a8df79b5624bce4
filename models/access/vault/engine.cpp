// SPDX-License-Identifier: Apache-2.0
#include "models/access/vault/engine.h"

#include <algorithm>

namespace countersign::vault {
namespace {

constexpr int newestMinor = 999;

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

/// Reads up to four digits from `at` on; -1 where there are none.
int numberAt(std::string_view text, std::size_t& at) {
  int value = -1;
  for (int digits = 0; at < text.size() && isDigit(text[at]) && digits < 4; ++at, ++digits)
    value = std::max(value, 0) * 10 + (text[at] - '0');
  return value;
}

} // namespace

std::optional<Engine> Engine::parse(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  const bool bao = lower.find("openbao") != std::string::npos;
  if (!bao && lower.find("vault") == std::string::npos) return std::nullopt;
  Engine engine = bao ? openBao(2, newestMinor) : vault(1, newestMinor);
  for (std::size_t at = 0; at < lower.size(); ++at) {
    if (!isDigit(lower[at])) continue;
    const int major = numberAt(lower, at);
    if (at + 1 >= lower.size() || lower[at] != '.') continue;
    ++at;
    const int minor = numberAt(lower, at);
    engine.major = major;
    engine.minor = minor < 0 ? newestMinor : minor;
    break;
  }
  return engine;
}

std::string Engine::text() const {
  const std::string name = product == Product::OpenBao ? "OpenBao " : "Vault ";
  return name + std::to_string(major) + '.' + (minor == newestMinor ? "x" : std::to_string(minor));
}

} // namespace countersign::vault
