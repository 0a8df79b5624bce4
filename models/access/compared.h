// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/grant.h"
#include "models/access/sayings.h"

#include <optional>
#include <string>
#include <vector>

namespace countersign {

/// A part of a grant, as another list of grants has it. The parts of a grant do not overlap, and together
/// they are all of it.
struct GrantPart {
  Tri given = Tri::Unknown; ///< by the other list: `reason` says under which condition, or what is not known
  Tri held = Tri::Yes;      ///< by the grant's own list. No: it denies it itself; else see `reason`
  std::string action, resource; ///< "s3:* but not s3:get*"; as the grant has them where it is whole
  std::string reason;
  std::optional<pattern::Region> region; ///< nothing: it is not known as patterns
  bool whole = true;                     ///< it is all of the grant
};
using GrantParts = std::vector<GrantPart>;
using Grants = std::vector<Grant>;

/// What the one list gives of each grant of the other, denials of both sides included. A grant that denies is
/// held against what the other list denies.
using CompareGrants = std::vector<GrantParts>(const Grants& wide, const Grants& narrow);

/// Grants of the neutral format: `*` stands for any run of characters and `?` for one. Roles are names.
CompareGrants compareNeutral;
/// Where nothing is known of how two grants relate that are not written alike.
CompareGrants compareLiterally;

/// A side ready to be compared.
struct ComparedSide {
  const Grants& grants;
  pattern::Sayings sayings = {};
  std::vector<pattern::Cell> cells = {}; ///< of each grant
};
/// One saying for one grant.
void addSaying(ComparedSide& side, pattern::Saying saying);
std::vector<GrantParts> compareSides(const ComparedSide& wide, const ComparedSide& narrow,
                                     pattern::Impossible impossible = {});
/// Texts of more parts than `parts`, which a separator stands between.
pattern::Glob moreParts(std::size_t parts, char separator);
/// All grants of a list alike.
std::vector<GrantParts> allAlike(const Grants& narrow, Tri given, const std::string& reason);

} // namespace countersign
