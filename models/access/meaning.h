// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/effects.h"
#include "models/access/grant.h"

#include <optional>
#include <string>
#include <string_view>

namespace countersign {

/// The worst that an action does, ordered from harmless to worst.
enum class Reach {
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
/// "none", "list", "read", "write", "delete", "read-secret", "impersonate", "mint-credential", "escalate",
/// "administer", "everything"
std::string_view name(Reach reach);
/// The worst of them; Write at least where something is unknown.
Reach worst(Effects effects);

std::optional<Reach> reachFrom(std::string_view name);

struct Meaning {
  Reach reach = Reach::None;
  std::string title; ///< "Write objects", or the action's own words
  Effects effects;   ///< of the catalogue; unknown where it does not know the action
};
/// What a grant lets its holder do, by the catalogue of the system. Where that does not know the action, the
/// name decides, and it counts as writing at least. A reading of names, not an evaluation.
Meaning meaningOf(const std::string& system, const Grant& grant);

} // namespace countersign
