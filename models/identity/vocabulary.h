// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// The words of the product as types. Their texts (`name` functions) are stable: lists, JSON and tests use
/// them.
namespace countersign {

/// What a source is good for: what should be, what is, what happened.
enum class SourceRole { Intent, Live, Audit };
/// Where a capture time comes from: the export itself, the person who imported it, or the file's
/// modification time on that person's word.
enum class CaptureBasis { Export, User, File };
/// Is what is known of a record current? Exactly one holds, the first that applies in this order.
enum class SealState { Unseen, Contradicted, Stale, Ageing, Current };
/// How a record relates to its last certification.
enum class StandingState { Never, Stands, Moved, Expired, Exception };
/// Requested, applied or effective: unknown is never shown as no.
enum class Tri { No, Yes, Conditional, Unknown };
/// Decides the window: how old live state may be.
enum class Tier { Critical, High, Medium, Low };
enum class Decision { Certify, Revoke, Exception, Flag, Reassign, CannotDecide };

std::string_view name(SourceRole);    ///< "intent", "live", "audit"
std::string_view name(CaptureBasis);  ///< "export", "user", "file"
std::string_view name(SealState);     ///< "unseen", "contradicted", "stale", "ageing", "current"
std::string_view name(StandingState); ///< "never", "stands", "moved", "expired", "exception"
std::string_view name(Tri);           ///< "no", "yes", "conditional", "unknown"
std::string_view name(Tier);          ///< "critical", "high", "medium", "low"
std::string_view name(Decision); ///< "certify", "revoke", "exception", "flag", "reassign", "cannot-decide"

std::optional<SourceRole> sourceRoleFrom(std::string_view);
std::optional<CaptureBasis> captureBasisFrom(std::string_view);
std::optional<SealState> sealStateFrom(std::string_view);
std::optional<StandingState> standingStateFrom(std::string_view);
/// Also "crit", "p0" … are no tiers: only the four words, in any case.
std::optional<Tier> tierFrom(std::string_view);
std::optional<Decision> decisionFrom(std::string_view);

/// The windows in force, by tier. Defaults: 15 minutes, 1 hour, 24 hours, 7 days.
struct Windows {
  Seconds critical{15 * 60}, high{3600}, medium{24 * 3600}, low{7 * 24 * 3600};
  Seconds of(Tier tier) const;
};

} // namespace countersign
