// SPDX-License-Identifier: Apache-2.0
#include "connectors/terraform/top_members.h"

#include "connectors/common/scan.h"

#include <algorithm>

namespace countersign::terraform {
namespace {
constexpr std::size_t maxMembers = 1000;
constexpr std::size_t maxScalar = 4096;
} // namespace

Json TopMembers::scalar(std::string_view name) const {
  const auto at = values.find(name);
  if (at == values.end() || at->second.size() > maxScalar) return {};
  auto value = parseJson(at->second);
  return value && !value->isObject() && !value->isArray() ? std::move(*value) : Json();
}

TopMembers topMembers(std::string_view text) {
  TopMembers result;
  std::size_t at = scan::skipSpace(text, 0);
  if (at >= text.size() || text[at] != '{') return result;
  result.object = true;
  at = scan::skipSpace(text, at + 1);
  while (at < text.size() && text[at] == '"' && result.values.size() < maxMembers) {
    const std::size_t nameEnd = scan::skipString(text, at);
    if (nameEnd == scan::npos) return result;
    const auto name = scan::unquote(text.substr(at, nameEnd - at));
    at = scan::skipSpace(text, nameEnd);
    if (!name || at >= text.size() || text[at] != ':') return result;
    at = scan::skipSpace(text, at + 1);
    const std::size_t end = at < text.size() ? scan::skipValue(text, at) : scan::npos;
    const std::size_t stop = std::min(end, text.size());
    result.values.emplace(*name, text.substr(std::min(at, stop), stop - std::min(at, stop)));
    if (end == scan::npos || end <= at) return result;
    at = scan::skipSpace(text, end);
    if (at < text.size() && text[at] == ',') at = scan::skipSpace(text, at + 1);
  }
  result.whole = at < text.size() && text[at] == '}';
  return result;
}

} // namespace countersign::terraform
