// SPDX-License-Identifier: Apache-2.0
#include "connectors/aws/sniff.h"

#include "connectors/aws/values.h"
#include "connectors/common/scan.h"

#include <algorithm>
#include <cstring>

namespace countersign::aws {
namespace {

constexpr std::size_t maxNames = 256;

/// Reads the member names of the object that starts at `at`; `onValue` sees where each value starts.
template <class OnValue>
std::vector<std::string> namesOf(std::string_view text, std::size_t at, OnValue onValue) {
  std::vector<std::string> names;
  at = scan::skipSpace(text, at + 1);
  while (at < text.size() && text[at] == '"' && names.size() < maxNames) {
    const std::size_t end = scan::skipString(text, at);
    if (end == scan::npos) break;
    names.emplace_back(text.substr(at + 1, end - at - 2));
    at = scan::skipSpace(text, end);
    if (at >= text.size() || text[at] != ':') break;
    at = scan::skipSpace(text, at + 1);
    if (at >= text.size()) break;
    onValue(names.back(), at);
    at = scan::skipValue(text, at);
    if (at == scan::npos) break;
    at = scan::skipSpace(text, at);
    if (at >= text.size() || text[at] != ',') break;
    at = scan::skipSpace(text, at + 1);
  }
  return names;
}

/// Where the object starts that is at `at` or is the first item of the array there; npos where there is none.
std::size_t objectAt(std::string_view text, std::size_t at) {
  if (at < text.size() && text[at] == '[') at = scan::skipSpace(text, at + 1);
  return at < text.size() && text[at] == '{' ? at : scan::npos;
}

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

} // namespace

bool Sniff::has(std::string_view key) const {
  return contains(keys, key);
}
bool Sniff::has(std::string_view key, std::string_view name) const {
  return std::any_of(inner.begin(), inner.end(),
                     [&](const auto& entry) { return entry.first == key && contains(entry.second, name); });
}
bool Sniff::hasAll(std::initializer_list<std::string_view> names) const {
  return std::all_of(names.begin(), names.end(), [&](std::string_view name) { return has(name); });
}

Sniff sniff(std::string_view head) {
  Sniff out;
  const std::size_t start = scan::skipSpace(head, 0);
  if (start >= head.size()) return out;
  out.first = head[start];
  const std::size_t object = out.first == '{' || out.first == '[' ? objectAt(head, start) : scan::npos;
  if (object == scan::npos) return out;
  out.keys = namesOf(head, object, [&](const std::string& name, std::size_t at) {
    if (const std::size_t below = objectAt(head, at); below != scan::npos)
      out.inner.emplace_back(name, namesOf(head, below, [](const std::string&, std::size_t) {}));
  });
  return out;
}

std::string_view nextText(std::string_view text, std::string_view key, std::size_t& from) {
  while (from < text.size()) {
    const void* hit = memmem(text.data() + from, text.size() - from, key.data(), key.size());
    if (hit == nullptr) break;
    const auto begin = static_cast<std::size_t>(static_cast<const char*>(hit) - text.data());
    from = begin + key.size();
    const bool quoted = begin > 0 && text[begin - 1] == '"';
    const bool escaped = begin > 1 && text[begin - 2] == '\\';
    const std::string_view quote = escaped ? "\\\"" : "\"";
    std::size_t at = from;
    if (!quoted || text.substr(at, quote.size()) != quote) continue;
    at = scan::skipSpace(text, at + quote.size());
    if (at >= text.size() || text[at] != ':') continue;
    at = scan::skipSpace(text, at + 1);
    if (text.substr(at, quote.size()) != quote) continue;
    at += quote.size();
    const std::size_t end = text.find(quote, at);
    if (end == std::string_view::npos) break;
    from = end + quote.size();
    return text.substr(at, end - at);
  }
  from = std::string_view::npos;
  return {};
}

std::string_view accountBehind(std::string_view text, std::string_view key) {
  for (std::size_t from = 0; from != std::string_view::npos;)
    if (const auto account = accountOfArn(nextText(text, key, from)); !account.empty()) return account;
  return {};
}

} // namespace countersign::aws
