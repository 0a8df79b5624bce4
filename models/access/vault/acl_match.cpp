// SPDX-License-Identifier: Apache-2.0
#include "models/access/vault/acl.h"

#include <tuple>

namespace countersign::vault {
namespace {

std::string_view withoutLeadingSlashes(std::string_view path) {
  while (path.starts_with('/'))
    path.remove_prefix(1);
  return path;
}
std::string_view withoutTrailingSlash(std::string_view path) {
  if (path.ends_with('/')) path.remove_suffix(1);
  return path;
}

/// Takes the text up to the next `/` off; false behind the last segment.
struct Segments {
  explicit Segments(std::string_view t) : rest(t) {}
  bool next(std::string_view& segment) {
    if (done) return false;
    const std::size_t slash = rest.find('/');
    segment = rest.substr(0, slash);
    done = slash == std::string_view::npos;
    if (!done) rest.remove_prefix(slash + 1);
    return true;
  }
  std::string_view rest;
  bool done = false;
};

/// Does a pattern with `+` match? `prefixOnly`: may the path end before the pattern does (a mount above it)?
bool wildcardMatches(std::string_view pattern, std::string_view path) {
  const bool glob = pattern.ends_with('*');
  if (glob) pattern.remove_suffix(1);
  Segments wanted(pattern), given(path);
  std::string_view part, segment;
  while (wanted.next(part)) {
    if (!given.next(segment)) return false;
    if (part == "+" || part == segment) continue;
    if (!(glob && wanted.done && segment.starts_with(part))) return false;
  }
  return given.done || glob;
}

/// Is there a path that the pattern matches at or below `prefix`, which ends in `/`?
bool wildcardReaches(std::string_view pattern, std::string_view prefix) {
  const bool glob = pattern.ends_with('*');
  if (glob) pattern.remove_suffix(1);
  Segments wanted(pattern), given(withoutTrailingSlash(prefix));
  std::string_view part, segment;
  while (given.next(segment)) {
    if (!wanted.next(part)) return glob;
    if (part == "+" || part == segment) continue;
    return glob && wanted.done && segment.starts_with(part);
  }
  return true;
}

/// The higher wins: later first wildcard, no trailing `*`, fewer `+`, longer, lexicographically greater
/// ("Policy syntax", and wcPathDescr in acl.go).
using Priority = std::tuple<std::size_t, bool, std::ptrdiff_t, std::size_t, std::string_view>;

Priority wildcardPriority(std::string_view pattern) {
  const std::size_t first = pattern.find('+');
  const bool glob = pattern.ends_with('*');
  if (glob) pattern.remove_suffix(1);
  std::ptrdiff_t plus = 0;
  Segments segments(pattern);
  for (std::string_view part; segments.next(part);)
    plus += part == "+" ? 1 : 0;
  return {first, !glob, -plus, pattern.size(), pattern};
}

bool grantsAnything(const MergedRule& rule) {
  return !rule.permissions.capabilities.empty() && !rule.permissions.capabilities.has(Capability::Deny);
}

} // namespace

const MergedRule* Acl::longestPrefix(std::string_view path) const {
  for (auto length = prefixLengths_.rbegin(); length != prefixLengths_.rend(); ++length) {
    if (*length > path.size()) continue;
    const auto found = prefixes_.find(path.substr(0, *length));
    if (found != prefixes_.end()) return &found->second;
  }
  return nullptr;
}

const MergedRule* Acl::inexact(std::string_view path) const {
  const MergedRule* best = longestPrefix(path);
  Priority highest;
  if (best != nullptr)
    highest = {best->placement.path.size(), false, 0, best->placement.path.size(), best->placement.path};
  for (const auto& [pattern, rule] : wildcards_) {
    if (!wildcardMatches(pattern, path)) continue;
    const Priority priority = wildcardPriority(pattern);
    if (best != nullptr && priority < highest) continue;
    best = &rule;
    highest = priority;
  }
  return best;
}

const MergedRule* Acl::ruleFor(std::string_view path, bool listing) const {
  path = withoutLeadingSlashes(path);
  if (const auto found = exact_.find(path); found != exact_.end()) return &found->second;
  if (listing)
    if (const auto found = exact_.find(withoutTrailingSlash(path)); found != exact_.end())
      return &found->second;
  if (const MergedRule* rule = inexact(path)) return rule;
  if (listing && path.ends_with('/') && engine_.listsBelowWildcards())
    return inexact(withoutTrailingSlash(path));
  return nullptr;
}

std::vector<std::string> Acl::capabilities(std::string_view path) const {
  if (root_) return {"root"};
  const MergedRule* rule = ruleFor(path, true);
  return capabilityNames(rule == nullptr ? Capabilities{} : rule->permissions.capabilities);
}

bool Acl::mountVisible(std::string_view prefix) const {
  if (root_) return true;
  prefix = withoutLeadingSlashes(prefix);
  if (const MergedRule* rule = ruleFor(prefix, true); rule != nullptr && grantsAnything(*rule)) return true;
  for (const Rules* rules : {&exact_, &prefixes_})
    for (auto at = rules->lower_bound(prefix); at != rules->end() && at->first.starts_with(prefix); ++at)
      if (grantsAnything(at->second)) return true;
  for (const auto& [pattern, rule] : wildcards_)
    if (grantsAnything(rule) && wildcardReaches(pattern, prefix)) return true;
  return false;
}

} // namespace countersign::vault
