// SPDX-License-Identifier: Apache-2.0
#include "models/access/vault/coverage.h"

#include "models/access/vault/path_classes.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace countersign::vault {
namespace {

Capabilities listing() {
  Capabilities out;
  out.add(Capability::List);
  out.add(Capability::Scan);
  return out;
}

std::uint32_t held(const MergedRule* rule) {
  if (rule == nullptr || rule->permissions.capabilities.has(Capability::Deny)) return 0;
  return rule->permissions.capabilities.bits;
}

/// Does the second ask for nothing that the first does not ask for as well?
bool constraintsCovered(const Permissions& wanted, const Permissions& other) {
  const auto same = [](const Permissions& p) {
    return std::tie(p.minWrappingTtl, p.maxWrappingTtl, p.allowed, p.denied, p.required, p.mfaMethods,
                    p.paginationLimit, p.listKeysFilter);
  };
  static const Permissions none;
  const bool free = same(other) == same(none) && !other.controlGroup;
  return free || (same(wanted) == same(other) && !other.controlGroup);
}

class Comparer {
public:
  Comparer(const Acl& wanted, const Acl& held) : wanted_(wanted), held_(held) {}

  void compareAt(const std::string& path) {
    for (const bool lists : {false, true}) {
      const MergedRule* wanted = wanted_.ruleFor(path, lists);
      const MergedRule* other = held_.ruleFor(path, lists);
      const std::uint32_t mask = lists ? listing().bits : ~listing().bits;
      const std::uint32_t asked = vault::held(wanted) & mask;
      const std::uint32_t lacks = asked & ~vault::held(other);
      if (lacks != 0) note(path, wanted, other, lacks, false);
      if ((asked & ~lacks) != 0 && !constraintsCovered(wanted->permissions, other->permissions))
        note(path, wanted, other, asked & ~lacks, true);
    }
  }

  std::vector<Excess> excess() const {
    std::vector<Excess> out;
    for (const auto& [key, found] : found_) {
      const auto& [wanted, other, constraintsOnly] = key;
      out.push_back({found.first, wanted->pattern(), other == nullptr ? "" : other->pattern(),
                     capabilityNames(found.second), constraintsOnly});
    }
    std::sort(out.begin(), out.end(), [](const Excess& a, const Excess& b) {
      return std::tie(a.wantedPattern, a.heldPattern, a.constraintsOnly) <
             std::tie(b.wantedPattern, b.heldPattern, b.constraintsOnly);
    });
    return out;
  }

private:
  using Key = std::tuple<const MergedRule*, const MergedRule*, bool>;

  void note(const std::string& path, const MergedRule* wanted, const MergedRule* other, std::uint32_t bits,
            bool constraintsOnly) {
    const auto [at, isNew] = found_.try_emplace(Key(wanted, other, constraintsOnly), path, Capabilities{});
    at->second.second.bits |= bits;
  }

  const Acl& wanted_;
  const Acl& held_;
  std::map<Key, std::pair<std::string, Capabilities>> found_;
};

std::vector<std::string> patternsOf(const Acl& a, const Acl& b) {
  std::set<std::string> out;
  for (const Acl* acl : {&a, &b})
    for (const MergedRule* rule : acl->rules())
      out.insert(rule->pattern());
  return {out.begin(), out.end()};
}

void missingOf(const Holder& holder, std::vector<std::string>& out) {
  if (holder.acl.isRoot()) return;
  out.insert(out.end(), holder.missing.begin(), holder.missing.end());
  for (const Unplaced& rule : holder.acl.unplaced())
    out.push_back("policy " + rule.source.policy + ", path \"" + rule.source.key + "\": " + rule.reason);
}

Coverage everything(Verdict verdict) {
  Coverage out;
  out.verdict = verdict;
  if (verdict == Verdict::Denied) out.excess.push_back({"sys/raw", "*", "", {"root"}, false});
  return out;
}

} // namespace

Coverage excessOver(const Holder& wanted, const Holder& held, const CoverageLimits& limits) {
  const bool heldRoot = held.acl.isRoot() && held.refused.empty();
  if (!wanted.refused.empty() || heldRoot) return everything(Verdict::Allowed);
  if (wanted.acl.isRoot()) return everything(Verdict::Denied);
  Coverage out;
  missingOf(wanted, out.missing);
  if (held.refused.empty()) missingOf(held, out.missing);
  if (!out.missing.empty()) return out;
  const Acl nothing(held.acl.engine(), Instant{});
  const Acl& other = held.refused.empty() ? held.acl : nothing;
  Comparer comparer(wanted.acl, other);
  const bool done = visitPathClasses(patternsOf(wanted.acl, other), limits.maxSteps,
                                     [&](const std::string& path) { comparer.compareAt(path); });
  if (!done) {
    out.missing.emplace_back("the patterns overlap in more ways than can be looked at");
    return out;
  }
  out.excess = comparer.excess();
  const bool onlyConstraints =
      std::all_of(out.excess.begin(), out.excess.end(), [](const Excess& e) { return e.constraintsOnly; });
  out.verdict = out.excess.empty() ? Verdict::Allowed
                : onlyConstraints  ? Verdict::Conditional
                                   : Verdict::Denied;
  return out;
}

} // namespace countersign::vault
