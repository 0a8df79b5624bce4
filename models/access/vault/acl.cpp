// SPDX-License-Identifier: Apache-2.0
#include "models/access/vault/acl.h"

#include <algorithm>

namespace countersign::vault {
namespace {

/// The smaller of the two, where 0 means not set.
template <class T>
void takeSmaller(T& mine, const T& other) {
  if (other > T{} && (mine == T{} || other < mine)) mine = other;
}

/// No values means any value, and stays that; else the newer values come first.
void mergeParameters(Parameters& mine, const Parameters& other) {
  for (const auto& [name, values] : other) {
    const auto [at, isNew] = mine.try_emplace(name, values);
    if (isNew) continue;
    if (values.empty() || at->second.empty())
      at->second.clear();
    else
      at->second.insert(at->second.begin(), values.begin(), values.end());
  }
}

void mergeTexts(std::vector<std::string>& mine, const std::vector<std::string>& other) {
  std::set<std::string> held(mine.begin(), mine.end());
  for (const std::string& text : other)
    if (held.insert(text).second) mine.push_back(text);
}

/// The same path in several policies (acl.go, NewACL): a deny is all that stays; the smaller wrapping TTLs
/// win.
void merge(Permissions& mine, const Permissions& other) {
  if (mine.capabilities.has(Capability::Deny)) return;
  if (other.capabilities.has(Capability::Deny)) {
    mine = other;
    return;
  }
  mine.capabilities.bits |= other.capabilities.bits;
  takeSmaller(mine.minWrappingTtl, other.minWrappingTtl);
  takeSmaller(mine.maxWrappingTtl, other.maxWrappingTtl);
  mergeParameters(mine.allowed, other.allowed);
  mergeParameters(mine.denied, other.denied);
  mergeTexts(mine.required, other.required);
  mergeTexts(mine.mfaMethods, other.mfaMethods);
  takeSmaller(mine.paginationLimit, other.paginationLimit);
  if (mine.listKeysFilter.empty()) mine.listKeysFilter = other.listKeysFilter;
  mine.controlGroup = mine.controlGroup || other.controlGroup;
}

Source sourceOf(const PathRule& rule, const std::string& policy) {
  return {policy, rule.key, rule.line, rule.permissions.capabilities, rule.expiration};
}

} // namespace

void Acl::place(const PathRule& rule, Placement placement, const std::string& policy) {
  Rules& rules = placement.segmentWildcards ? wildcards_ : placement.prefix ? prefixes_ : exact_;
  if (placement.prefix) prefixLengths_.insert(placement.path.size());
  const auto [at, isNew] = rules.try_emplace(placement.path);
  MergedRule& merged = at->second;
  if (isNew) {
    merged.placement = std::move(placement);
    merged.permissions = rule.permissions;
  } else {
    merge(merged.permissions, rule.permissions);
  }
  merged.sources.push_back(sourceOf(rule, policy));
}

Result<void> Acl::add(const Policy& policy, const TemplateValues& values) {
  const bool templated =
      std::any_of(policy.rules.begin(), policy.rules.end(), [](const PathRule& r) { return r.templated(); });
  for (const PathRule& rule : policy.rules) {
    if (rule.expiration) {
      if (*rule.expiration < now_) continue;
      if (!nextExpiration_ || *rule.expiration < *nextExpiration_) nextExpiration_ = rule.expiration;
    }
    if (!templated || !rule.templated()) {
      place(rule, rule.placement, policy.name);
      continue;
    }
    const Substitution path = substitute(rule.key, values);
    if (path.outcome == Substitution::Outcome::Dropped) continue;
    if (path.outcome == Substitution::Outcome::Unknown) {
      unplaced_.push_back({sourceOf(rule, policy.name), path.reason});
      continue;
    }
    COUNTERSIGN_ASSIGN(Placement placement, placePattern(path.text));
    place(rule, std::move(placement), policy.name);
  }
  return {};
}

std::vector<const MergedRule*> Acl::rules() const {
  std::vector<const MergedRule*> out;
  for (const Rules* rules : {&exact_, &prefixes_, &wildcards_})
    for (const auto& entry : *rules)
      out.push_back(&entry.second);
  return out;
}

std::vector<Unplaced> Acl::unplacedFor(std::string_view path) const {
  std::vector<Unplaced> out;
  for (const Unplaced& rule : unplaced_) {
    std::string_view fixed =
        std::string_view(rule.source.key).substr(0, rule.source.key.find_first_of("{+*"));
    if (fixed.starts_with('/')) fixed.remove_prefix(1);
    if (path.starts_with(fixed)) out.push_back(rule);
  }
  return out;
}

} // namespace countersign::vault
