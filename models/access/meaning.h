// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/grant.h"

#include <optional>
#include <string>
#include <string_view>

namespace countersign {

/// What sort of thing an action does, from its name alone; ordered from harmless to worst.
enum class Reach { None, List, Read, Write, Delete, ReadSecret, Administer, Everything };
std::string_view
name(Reach reach); ///< "list", "read", "write", "delete", "read-secret", "administer", "everything"

std::optional<Reach> reachFrom(std::string_view name);

struct Meaning {
  Reach reach = Reach::None;
  std::string title; ///< "Write objects", or the action's own words
};
/// A rule over names, not an evaluation: administering identities and policies, reading secrets and tokens,
/// then the verb that the action begins with.
Meaning meaningOf(const std::string& system, const Grant& grant);

} // namespace countersign
