// SPDX-License-Identifier: Apache-2.0
#include "models/correlate/describe.h"

#include "models/identity/json_text.h"

#include <algorithm>
#include <array>

namespace countersign {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

/// "example.org/Owned_By" → "owned-by"
std::string lastSegment(std::string_view key) {
  const auto cut = key.find_last_of("/:.");
  std::string out = lower(cut == std::string_view::npos ? key : key.substr(cut + 1));
  std::replace(out.begin(), out.end(), '_', '-');
  return out;
}

template <std::size_t N>
const Json::Member* find(const Json& map, const std::array<std::string_view, N>& names) {
  for (const std::string_view name : names)
    for (const auto& member : map.members())
      if (!member.second.asString().empty() && lastSegment(member.first) == name) return &member;
  return nullptr;
}

} // namespace

std::optional<OwnerClaim> ownerFrom(const Json& map, const std::string& what, const std::string& pointer) {
  constexpr std::array<std::string_view, 7> names{"owner",      "owned-by", "ownedby", "owner-email",
                                                  "owneremail", "team",     "contact"};
  const Json::Member* found = find(map, names);
  if (found == nullptr) return std::nullopt;
  return OwnerClaim{found->second.asString(), what + " " + found->first,
                    pointer + "/" + escapePointer(found->first)};
}

std::optional<std::pair<Tier, std::string>> tierFromMap(const Json& map, const std::string& what) {
  constexpr std::array<std::string_view, 3> names{"tier", "nhi-tier", "criticality"};
  const Json::Member* found = find(map, names);
  if (found == nullptr) return std::nullopt;
  const auto tier = tierFrom(found->second.asString());
  if (!tier) return std::nullopt;
  return std::pair(*tier, what + " " + found->first);
}

bool sameOwner(const std::string& a, const std::string& b) {
  const std::string x = lower(a), y = lower(b);
  if (x == y) return true;
  const auto local = [](const std::string& s) { return s.substr(0, s.find('@')); };
  const bool xMail = x.find('@') != std::string::npos, yMail = y.find('@') != std::string::npos;
  return xMail != yMail && local(x) == local(y);
}

bool hasKey(const std::vector<std::string>& keys, const std::string& key) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

} // namespace countersign
