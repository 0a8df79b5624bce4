// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/azure/portion.h"

#include <string>
#include <vector>

namespace countersign::azure {

/// A role given at a scope, perhaps under a condition.
struct Given {
  const RoleDefinition* role = nullptr;
  std::string scope, condition;
  std::string by; ///< the assignment, for people
};
/// The roles that a principal has, itself and through groups, without those that are only eligible. A role
/// that is in no snapshot, or a membership that is not known, is named in `missing`.
std::vector<Given> givenTo(const Tenant& tenant, std::string_view principal, Instant now, Texts& missing);

/// A part of what one set of roles gives and another does not give, or may not give.
struct Uncovered {
  Truth certain = Truth::Yes; ///< Yes: it is not given; Undecided: `reason` decides
  bool data = false;
  std::string actions, scopes; ///< "microsoft.storage/* but not */delete", for people
  std::string action, scope;   ///< an example
  Texts conditions;            ///< under which it is given
  std::string by, reason;
};

struct Coverage {
  Truth covered = Truth::Yes; ///< Yes, No or Undecided
  std::vector<Uncovered> rest;
  std::string reason; ///< Undecided as a whole: there was too much to compare
};

/// Does `wide` give all that `narrow` gives? Actions and scopes are compared as sets of texts, planes apart.
/// Conditions are equal, or nothing is known of how they relate. Deny assignments do not count.
Coverage coverage(const Tenant& tenant, const std::vector<Given>& wide, const std::vector<Given>& narrow);

} // namespace countersign::azure
