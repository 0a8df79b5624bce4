// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/json.h"
#include "models/identity/time.h"

#include <optional>
#include <string>
#include <string_view>

namespace countersign {

/// What a change asks for, in terms of the state that it should lead to.
enum class WishKind {
  Give,     ///< a permission, perhaps until an end (just in time, break-glass)
  Take,     ///< a permission, or all of them where none is named: gone by every path
  Create,   ///< the identity (or object) is there
  Remove,   ///< the identity (or object) is gone
  Disable,  ///< it is there and cannot be used
  Enable,   ///< it is there and can be used
  Rotate,   ///< a newer credential is there, and the one that was is gone, inactive or revoked
  Reassign, ///< another owner
  Edit      ///< the object's content changes
};
/// "give", "take", "create", "remove", "disable", "enable", "rotate", "reassign", "edit": stable.
std::string_view name(WishKind kind);
std::optional<WishKind> wishKindFrom(std::string_view text);

/// Where a change comes from.
enum class ChangeOrigin {
  Ticket,     ///< a list of requests
  Plan,       ///< a plan that is not applied yet, as far as anybody knows
  Outside,    ///< a tool's report that something changed that it did not change: no request
  Intent,     ///< an intent source says other than before
  Revocation, ///< decided and signed in this workspace
  Probe       ///< made on purpose and named in this workspace, to see how long it takes
};
/// "ticket", "plan", "outside", "intent", "revocation", "probe": stable.
std::string_view name(ChangeOrigin origin);
std::optional<ChangeOrigin> changeOriginFrom(std::string_view text);

struct Wish {
  WishKind kind = WishKind::Edit;
  std::string system;           ///< "aws", "kubernetes" …; empty: every system that the identity is in
  std::string action, resource; ///< Give, Take: patterns as the system writes them; empty: any
  std::string credential;       ///< Rotate: the id of the one that is to go; empty: every one that was there
  std::string owner;            ///< Reassign: the new one
  std::optional<Instant> until; ///< Give: the end of the window, after which it is to be gone
  bool breakGlass = false;      ///< Give: an emergency
  bool probe = false;           ///< somebody made the change on purpose, to see how long it takes

  /// {kind, system, action, resource, credential, owner, until, breakGlass, probe}, empty ones left out.
  Json toJson() const;
  /// Errors: Malformed (a kind that is none, a time that is none).
  static Result<Wish> fromJson(const Json& json);
  bool operator==(const Wish&) const = default;
};

} // namespace countersign
