// SPDX-License-Identifier: Apache-2.0
#include "models/identity/vocabulary.h"

#include <array>

namespace countersign {
namespace {
constexpr std::array<std::string_view, 3> roles{"intent", "live", "audit"};
constexpr std::array<std::string_view, 3> bases{"export", "user", "file"};
constexpr std::array<std::string_view, 5> seals{"unseen", "contradicted", "stale", "ageing", "current"};
constexpr std::array<std::string_view, 5> standings{"never", "stands", "moved", "expired", "exception"};
constexpr std::array<std::string_view, 4> tris{"no", "yes", "conditional", "unknown"};
constexpr std::array<std::string_view, 4> tiers{"critical", "high", "medium", "low"};
constexpr std::array<std::string_view, 6> decisions{"certify", "revoke",   "exception",
                                                    "flag",    "reassign", "cannot-decide"};

template <class Enum, std::size_t N>
std::optional<Enum> find(const std::array<std::string_view, N>& names, std::string_view text) {
  for (std::size_t i = 0; i < N; ++i)
    if (names[i] == text) return static_cast<Enum>(i);
  return std::nullopt;
}
template <class Enum, std::size_t N>
std::string_view nameIn(const std::array<std::string_view, N>& names, Enum value) {
  return names[static_cast<std::size_t>(value)];
}
} // namespace

std::string_view name(SourceRole v) {
  return nameIn(roles, v);
}
std::string_view name(CaptureBasis v) {
  return nameIn(bases, v);
}
std::string_view name(SealState v) {
  return nameIn(seals, v);
}
std::string_view name(StandingState v) {
  return nameIn(standings, v);
}
std::string_view name(Tri v) {
  return nameIn(tris, v);
}
std::string_view name(Tier v) {
  return nameIn(tiers, v);
}
std::string_view name(Decision v) {
  return nameIn(decisions, v);
}

std::optional<SourceRole> sourceRoleFrom(std::string_view t) {
  return find<SourceRole>(roles, t);
}
std::optional<CaptureBasis> captureBasisFrom(std::string_view t) {
  return find<CaptureBasis>(bases, t);
}
std::optional<SealState> sealStateFrom(std::string_view t) {
  return find<SealState>(seals, t);
}
std::optional<StandingState> standingStateFrom(std::string_view t) {
  return find<StandingState>(standings, t);
}
std::optional<Tier> tierFrom(std::string_view t) {
  std::string lower(t);
  for (char& c : lower)
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return find<Tier>(tiers, lower);
}
std::optional<Decision> decisionFrom(std::string_view t) {
  return find<Decision>(decisions, t);
}

Seconds Windows::of(Tier tier) const {
  switch (tier) {
  case Tier::Critical:
    return critical;
  case Tier::High:
    return high;
  case Tier::Medium:
    return medium;
  case Tier::Low:
    return low;
  }
  return critical;
}

} // namespace countersign
