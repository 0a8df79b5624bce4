// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/effects.h"
#include "models/access/grant.h"

#include <optional>
#include <string>
#include <string_view>

namespace countersign {

/// The worst that an action does, ordered from harmless to worst. It converts to its number, so that a switch
/// need not name all of them: whoever tells only some apart takes the rest as one.
class Reach {
public:
  enum Value {
    None,
    List,
    Read,
    Write,
    Delete,
    ReadSecret,
    Impersonate,
    MintCredential,
    Escalate,
    Administer,
    Everything
  };
  constexpr Reach(Value value = None) : value_(value) {} // NOLINT(google-explicit-constructor)
  constexpr operator int() const { return value_; }      // NOLINT(google-explicit-constructor)

private:
  Value value_;
};
/// "none", "list", "read", "write", "delete", "read-secret", "impersonate", "mint-credential", "escalate",
/// "administer", "everything"
std::string_view name(Reach reach);
/// The worst of them; Write at least where something is unknown.
Reach worst(Effects effects);

std::optional<Reach> reachFrom(std::string_view name);

struct Meaning {
  Reach reach;
  std::string title; ///< "Write objects", or the action's own words
  Effects effects;   ///< of the catalogue; unknown where it does not know the action
};
/// What a grant lets its holder do, by the catalogue of the system. Where that does not know the action, the
/// name decides, and it counts as writing at least. A reading of names, not an evaluation.
Meaning meaningOf(const std::string& system, const Grant& grant);

} // namespace countersign
