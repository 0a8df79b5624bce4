// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/time.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace countersign::estate {

/// What is planted of the loop of changes: asked for or not, and what the exports and the audit trail of
/// later days show of it.
enum class Case {
  GrantInline,     ///< a statement of an inline policy
  GrantManaged,    ///< a managed policy is attached; asked for is each permission that it gives
  GrantBeyond,     ///< the same, and asked for was only one of them
  GrantBinding,    ///< a Kubernetes role binding
  GrantNoEvent,    ///< nobody wrote down when
  GrantNever,      ///< asked for, and never done
  ClosedNever,     ///< the same, and its ticket says that it is done
  RolledBack,      ///< done, and undone by hand
  RevokeHeld,      ///< taken away, and it stays so
  RevokePartly,    ///< taken away in AWS, and not in Kubernetes
  RevokeReturned,  ///< taken away, and there again
  WindowClosed,    ///< just in time: taken away before its end
  WindowOpen,      ///< just in time: still there after its end
  BreakGlass,      ///< an emergency that a snapshot saw, closed
  BreakGlassShort, ///< an emergency between two snapshots: only the audit trail knows it
  Rotated,         ///< a new access key, the one before is inactive
  RotatedHalf,     ///< a new access key, the one before is still active
  RotatedIdle,     ///< as Rotated, on the day before; it administers, and was not used for 200 days
  DeletedPartly,   ///< the role is gone, its service account is not
  Reassigned,      ///< another owner
  Undone,          ///< unasked for, done and undone between two snapshots
  SignedHeld,      ///< as RevokeHeld, RevokePartly, RevokeReturned: to be revoked by a reviewer
  SignedPartly,
  SignedReturned,
  Destroyed ///< no longer declared by Terraform, and still live
};
std::string_view name(Case kind); ///< "grant-inline" …

/// One planted change of one identity. Days count from 1.
struct Change {
  Case kind = Case::GrantInline;
  std::size_t index = 0;  ///< the identity; of a confirmed federation the role
  std::size_t number = 0; ///< among all
  std::uint64_t variant = 0;
  int asked = 1;  ///< the day after whose capture it was asked for
  int shown = 0;  ///< the first day whose exports show it; 0: none does
  int undone = 0; ///< the first day whose exports show it undone again; 0: none does
  Instant requested{}, happened{}, undoneAt{};
  std::optional<Instant> until;

  /// Whether the exports of a day have it.
  bool inForce(int day) const { return shown != 0 && day >= shown && (undone == 0 || day < undone); }
  bool signedHere() const {
    return kind == Case::SignedHeld || kind == Case::SignedPartly || kind == Case::SignedReturned;
  }
  /// All permissions of the role are to be gone.
  bool takesAll() const { return kind == Case::RevokePartly || kind == Case::SignedPartly; }
  /// One permission of the role's inline policy is to be gone.
  bool takesOne() const {
    return kind == Case::RevokeHeld || kind == Case::RevokeReturned || kind == Case::SignedHeld ||
           kind == Case::SignedReturned;
  }
  /// A statement in an inline policy of its own gives what was asked for.
  bool givesInline() const {
    switch (kind) {
    case Case::GrantInline:
    case Case::GrantNoEvent:
    case Case::GrantNever:
    case Case::ClosedNever:
    case Case::RolledBack:
    case Case::WindowClosed:
    case Case::WindowOpen:
    case Case::BreakGlass:
    case Case::BreakGlassShort:
    case Case::Undone:
      return true;
    default:
      return false;
    }
  }
  bool attaches() const { return kind == Case::GrantManaged || kind == Case::GrantBeyond; }
  /// The key that is replaced is inactive then.
  bool rotatesWhole() const { return kind == Case::Rotated || kind == Case::RotatedIdle; }
  bool rotates() const { return rotatesWhole() || kind == Case::RotatedHalf; }
};

} // namespace countersign::estate
