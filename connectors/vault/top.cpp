// SPDX-License-Identifier: Apache-2.0
#include "connectors/vault/top.h"

#include "connectors/common/scan.h"

#include <algorithm>

namespace countersign::vault {

std::map<std::string, std::string_view, std::less<>> topOf(std::string_view text) {
  constexpr std::size_t maxMembers = 300;
  std::map<std::string, std::string_view, std::less<>> out;
  std::size_t at = scan::skipSpace(text, 0);
  if (at >= text.size() || text[at] != '{') return out;
  at = scan::skipSpace(text, at + 1);
  while (at < text.size() && text[at] == '"' && out.size() < maxMembers) {
    const std::size_t nameEnd = scan::skipString(text, at);
    if (nameEnd == scan::npos) break;
    const auto name = scan::unquote(text.substr(at, nameEnd - at));
    at = scan::skipSpace(text, nameEnd);
    if (!name || at >= text.size() || text[at] != ':') break;
    at = scan::skipSpace(text, at + 1);
    if (at >= text.size()) break;
    const std::size_t end = scan::skipValue(text, at);
    out.emplace(*name, text.substr(at, std::min(end, text.size()) - at));
    if (end == scan::npos || end == at) break;
    at = scan::skipSpace(text, end);
    if (at < text.size() && text[at] == ',') at = scan::skipSpace(text, at + 1);
  }
  return out;
}

} // namespace countersign::vault
