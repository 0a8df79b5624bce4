// SPDX-License-Identifier: Apache-2.0
#include "connectors/common/secret_tokens.h"

namespace countersign::secretfinding {
namespace {

bool isUrlSafe(char c) {
  return isAlnum(c) || c == '_' || c == '-';
}

} // namespace

Stretch SecretTokens::around(std::size_t i) {
  switch (text_[i]) {
  case '-':
    return pem(i);
  case 'y':
    return jwt(i);
  case 'g':
    if (i + 3 < text_.size() && std::string_view("pousr").find(text_[i + 2]) != npos && text_[i + 3] == '_')
      return plain(i, 4, 30, isAlnum);
    if (startsAt(i, "glpat-")) return plain(i, 6, 16, isUrlSafe);
    break;
  case 'b':
    if (i >= 5 && startsAt(i - 5, "github_pat_"))
      return plain(i - 5, 11, 22, [](char c) { return isAlnum(c) || c == '_'; });
    break;
  case 'x':
    if (startsAt(i, "xox") && std::string_view("abeoprs").find(at(i + 3)) != npos && at(i + 4) == '-')
      return plain(i, 5, 10, [](char c) { return isAlnum(c) || c == '-'; });
    break;
  case 'I':
    if (i >= 1 && startsAt(i - 1, "AIza")) return plain(i - 1, 4, 35, isUrlSafe);
    break;
  case 'h':
    if ((at(i + 2) == 's' || at(i + 2) == 'b' || at(i + 2) == 'r') && at(i + 3) == '.')
      return plain(i, 4, 20, isUrlSafe);
    break;
  case 's':
    return oldVault(i);
  default:
    break;
  }
  return {};
}

template <class Allowed>
Stretch SecretTokens::plain(std::size_t start, std::size_t prefix, std::size_t least, Allowed allowed) const {
  if (!boundaryBefore(start)) return {};
  const std::size_t end = runEnd(start + prefix, allowed);
  if (end - start - prefix < least) return {};
  return {start, end};
}

/// "s." and 24 letters and digits: a Vault token before 1.10.
Stretch SecretTokens::oldVault(std::size_t i) const {
  if (!boundaryBefore(i)) return {};
  const std::size_t end = runEnd(i + 2, isAlnum, 25);
  if (end - i - 2 != 24) return {};
  const std::string_view body = text_.substr(i + 2, 24);
  const auto has = [&](char from, char to) {
    return std::any_of(body.begin(), body.end(), [&](char c) { return c >= from && c <= to; });
  };
  if (!has('0', '9') || !has('a', 'z') || !has('A', 'Z')) return {};
  return {i, end};
}

Stretch SecretTokens::jwt(std::size_t i) const {
  if (i == 0 || text_[i - 1] != 'e' || !boundaryBefore(i - 1)) return {};
  const std::size_t header = runEnd(i, isUrlSafe, 4096);
  if (header - i < 7 || at(header) != '.') return {};
  std::size_t end = runEnd(header + 1, isUrlSafe);
  if (end - header < 5 || at(end) != '.') return {};
  while (at(end) == '.')
    end = runEnd(end + 1, isUrlSafe);
  return {i - 1, end};
}

Stretch SecretTokens::pem(std::size_t i) {
  constexpr std::string_view begin = "-----BEGIN ", last = "-----END ";
  if (!startsAt(i, begin)) return {};
  const std::string_view label = text_.substr(i + begin.size(), 48);
  const auto dashes = label.find("-----");
  if (dashes == npos || label.substr(0, dashes).find("PRIVATE KEY") == npos) return {};
  const std::size_t body = i + begin.size() + dashes + 5;
  constexpr std::size_t longest = 64U << 10;
  const std::size_t from = std::max(body, noPemEnd_);
  const std::size_t until = std::max(from, std::min(body + longest, text_.size()));
  const auto stop = text_.substr(0, until).find(last, from);
  if (stop != npos) {
    const auto close = text_.substr(stop + last.size(), 64).find("-----");
    return {i, close == npos ? stop : stop + last.size() + close + 5};
  }
  noPemEnd_ = until - std::min(until, last.size());
  return {i, runEnd(body, [](char c) {
            return isAlnum(c) || c == '+' || c == '/' || c == '=' || c == '\\' || c == '\n' || c == '\r' ||
                   isSpace(c);
          })};
}

Stretch SecretTokens::address(std::size_t from) const {
  const auto ofAuthority = [](char c) {
    return static_cast<unsigned char>(c) > 0x20 && c != '/' && c != '"' && c != '\'' && c != '\\' &&
           c != '?' && c != '#';
  };
  const std::size_t end = runEnd(from, ofAuthority, 1024);
  const std::string_view authority = text_.substr(from, end - from);
  const auto host = authority.rfind('@'), colon = authority.find(':');
  if (host == npos || colon >= host || host - colon <= 1 || authority[colon + 1] == '$') return {};
  return {from + colon + 1, from + host};
}

} // namespace countersign::secretfinding
