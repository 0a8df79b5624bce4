// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/drift/states.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace countersign::drift {

/// How requested, applied and effective differ.
enum class Kind {
  NeverRequested,     ///< applied, and no intent source asks for it
  NotApplied,         ///< asked for, and the target does not have it
  NotEffective,       ///< applied, and something denies it
  EffectiveUnapplied, ///< decided by the other side's policy: none of its own gives it
  OtherCondition,     ///< asked for under another condition than it is applied under
  Undeclared,         ///< the identity itself: live, and no intent source knows it
  Missing,            ///< the identity itself: declared, and no live source shows it
  StillThere,         ///< revoked, and not gone everywhere, or back
  WindowClosed        ///< given for a time that is over, and still there
};
/// "never-requested", "not-applied", "not-effective", "effective-unapplied", "other-condition", "undeclared",
/// "missing", "still-there", "window-closed": stable.
std::string_view name(Kind kind);
/// "Never requested", "Requested, not applied" …
std::string_view title(Kind kind);
std::optional<Kind> kindFrom(std::string_view text);
const std::vector<Kind>& allKinds();

/// A permission of which the three states do not agree.
struct Disagreement {
  Kind kind = Kind::NeverRequested;
  std::string system, action, resource; ///< the part that differs, as patterns
  Tri requested = Tri::Unknown, applied = Tri::Unknown, effective = Tri::Unknown;
  bool alarm = false; ///< it can be used, and should not be
  const Grant* grant = nullptr;
  std::string cause;    ///< in words
  std::string causeKey; ///< equal for what has one cause
};

struct Disagreements {
  std::vector<Disagreement> list;
  std::size_t permissions = 0; ///< compared: of which something is known on both sides
  std::size_t agree = 0;       ///< of them those of which all three states agree
};

/// Of one plane. What is unknown is no disagreement, and no agreement either. Denials are left out.
Disagreements disagreementsOf(const PlaneGrants& plane, const Comparison& compared);

} // namespace countersign::drift
