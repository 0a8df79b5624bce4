// SPDX-License-Identifier: Apache-2.0
#include "tests/estate/changes.h"

#include <array>
#include <utility>

namespace countersign::estate {

std::string_view name(Case kind) {
  static constexpr std::array names{
      std::pair(Case::GrantInline, "grant-inline"),
      std::pair(Case::GrantManaged, "grant-managed"),
      std::pair(Case::GrantBeyond, "grant-beyond"),
      std::pair(Case::GrantBinding, "grant-binding"),
      std::pair(Case::GrantNoEvent, "grant-no-event"),
      std::pair(Case::GrantNever, "grant-never"),
      std::pair(Case::ClosedNever, "closed-never"),
      std::pair(Case::RolledBack, "rolled-back"),
      std::pair(Case::RevokeHeld, "revoke-held"),
      std::pair(Case::RevokePartly, "revoke-partly"),
      std::pair(Case::RevokeReturned, "revoke-returned"),
      std::pair(Case::WindowClosed, "window-closed"),
      std::pair(Case::WindowOpen, "window-open"),
      std::pair(Case::BreakGlass, "break-glass"),
      std::pair(Case::BreakGlassShort, "break-glass-short"),
      std::pair(Case::Rotated, "rotated"),
      std::pair(Case::RotatedHalf, "rotated-half"),
      std::pair(Case::RotatedIdle, "rotated-idle"),
      std::pair(Case::DeletedPartly, "deleted-partly"),
      std::pair(Case::Reassigned, "reassigned"),
      std::pair(Case::Undone, "undone"),
      std::pair(Case::SignedHeld, "signed-held"),
      std::pair(Case::SignedPartly, "signed-partly"),
      std::pair(Case::SignedReturned, "signed-returned"),
      std::pair(Case::Destroyed, "destroyed"),
  };
  for (const auto& [value, text] : names)
    if (value == kind) return text;
  return {};
}

} // namespace countersign::estate
