// SPDX-License-Identifier: Apache-2.0
#include "models/drift/states.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

namespace countersign::drift {
namespace {

constexpr std::string_view ownPolicies = "identity policy"; ///< WhyStep::layer of what they deny

constexpr std::size_t mostParts = 4; ///< of one permission
constexpr std::size_t mostMore = 48; ///< parts of all permissions beyond one each

/// What two parts have to have in common to stand in one line.
std::string fateOf(const GrantPart& part) {
  const bool open = part.given == Tri::Conditional || part.given == Tri::Unknown || part.held != Tri::Yes;
  return std::string{static_cast<char>('0' + static_cast<int>(part.given)),
                     static_cast<char>('0' + static_cast<int>(part.held))} +
         (open ? part.reason : std::string());
}

bool isPlain(const std::string& text) {
  return text.find(" but not ") == std::string::npos && text.find(" and ") == std::string::npos;
}

/// Parts that fare alike and differ in one text, which is a plain one, become one: "s3:Get*, s3:List*".
GrantParts joined(GrantParts parts, std::string GrantPart::*same, std::string GrantPart::*other) {
  std::map<std::string, std::size_t> first;
  GrantParts out;
  for (GrantPart& part : parts) {
    if (isPlain(part.*other)) {
      const auto [at, isNew] = first.emplace(fateOf(part) + '\n' + part.*same, out.size());
      if (!isNew) {
        out[at->second].*other += ", " + part.*other;
        out[at->second].region.reset();
        continue;
      }
    }
    out.push_back(std::move(part));
  }
  return out;
}

GrantParts mergedAlike(GrantParts parts) {
  parts = joined(std::move(parts), &GrantPart::action, &GrantPart::resource);
  return joined(std::move(parts), &GrantPart::resource, &GrantPart::action);
}

GrantParts asIfHeld(GrantParts parts) {
  for (GrantPart& part : parts)
    part.held = Tri::Yes;
  return parts;
}

bool heldByNone(const GrantParts& parts) {
  return std::all_of(parts.begin(), parts.end(), [](const GrantPart& p) { return p.held == Tri::No; });
}

/// All parts as one: as the worst of them fares.
GrantPart together(const GrantParts& parts) {
  const bool none = heldByNone(parts);
  GrantPart out;
  out.given = verdictOf(none ? asIfHeld(parts) : parts);
  out.held = none ? Tri::No : Tri::Yes;
  for (const GrantPart& part : parts) {
    if (part.given != out.given || (!none && part.held == Tri::No)) continue;
    if (!part.reason.empty()) out.reason = part.reason;
    if (part.held != Tri::Yes) out.held = part.held;
  }
  return out;
}

bool hasVariables(const pattern::Region& region) {
  const auto any = [](const std::vector<pattern::Glob>& globs) {
    return std::any_of(globs.begin(), globs.end(), [](const pattern::Glob& g) { return g.hasVariables(); });
  };
  return any(region.resources.all) || any(region.resources.none);
}

/// The parts of a grant inside of what fares alike in the end; nothing where that cannot be told.
GrantParts partsWithin(const DecidedGrant& d, const GrantParts& parts) {
  if (parts.size() == 1 || !d.part) return parts;
  GrantParts out;
  if (!d.row->region || hasVariables(*d.row->region)) return out;
  pattern::Splitter split;
  for (const GrantPart& part : parts) {
    if (!part.region || hasVariables(*part.region)) return {};
    for (pattern::Region& region : split.within(*d.row->region, *part.region)) {
      out.push_back(part);
      out.back().action = languageText(region.actions);
      out.back().resource = languageText(region.resources);
      out.back().region = std::move(region);
    }
  }
  return split.tooMany ? GrantParts() : out;
}

/// Adds states made of `state`: one for each part, or one for all where there are too many of them.
class Taking {
public:
  /// `all`: what there is to say of where it is not taken apart.
  void apart(const State& state, GrantParts parts, const GrantParts& all) {
    parts = mergedAlike(std::move(parts));
    const bool tooMany = parts.size() > mostParts || (parts.size() > 1 && more_ + parts.size() > mostMore);
    if (parts.empty() || tooMany) {
      states_.push_back(state);
      states_.back().part = together(all);
      states_.back().rest = remainderText(heldByNone(all) ? asIfHeld(all) : all);
      return;
    }
    more_ += parts.size() - 1;
    for (GrantPart& part : parts) {
      states_.push_back(state);
      states_.back().part = std::move(part);
    }
  }
  States take() { return std::move(states_); }

private:
  States states_;
  std::size_t more_ = 0;
};

} // namespace

Tri requestedOf(const State& state) {
  if (state.part.held == Tri::No) return Tri::No;
  return state.grant->condition.empty() && state.part.held == Tri::Yes ? Tri::Yes : Tri::Conditional;
}

Tri appliedOf(const State& state) {
  const Tri out = requestedOf(state);
  const bool mayBeDenied = out == Tri::Yes && state.row != nullptr &&
                           state.row->verdict == Tri::Conditional &&
                           std::any_of(state.row->limits.begin(), state.row->limits.end(),
                                       [](const WhyStep& s) { return s.layer == ownPolicies; });
  return mayBeDenied ? Tri::Conditional : out;
}

States appliedStates(const PlaneGrants& plane, const Comparison& compared) {
  Taking out;
  for (const DecidedGrant& d : decidedGrants(plane)) {
    const GrantParts& all = compared.applied[static_cast<std::size_t>(d.grant - plane.applied.grants.data())];
    GrantParts within = partsWithin(d, all);
    const bool known = !within.empty();
    if (within.size() == 1) within.front().whole = true; // all of the row
    const GrantParts of = known ? within : all;
    out.apart({d.grant, d.row, d.part, {}, {}}, std::move(within), of);
  }
  return out.take();
}

States missingStates(const PlaneGrants& plane, const Comparison& compared) {
  Taking out;
  for (std::size_t i = 0; i < compared.requested.size(); ++i) {
    GrantParts open;
    for (const GrantPart& part : compared.requested[i])
      if (part.held != Tri::No && (part.given == Tri::No || part.given == Tri::Unknown)) open.push_back(part);
    if (open.empty()) continue;
    out.apart({&plane.requested.grants[i], nullptr, false, {}, {}}, std::move(open), compared.requested[i]);
  }
  return out.take();
}

} // namespace countersign::drift
