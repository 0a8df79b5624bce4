// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/document.h"
#include "models/identity/vocabulary.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// A change that was asked for, followed until it is applied, effective, and still so later. Plain values and
/// rules on them: no store, no clock.
namespace countersign::drift {

using Micros = std::chrono::microseconds;

/// What became of a change, of all systems together or of one.
enum class ChangeState {
  Requested,    ///< asked for; no look since would have had to show it
  Applied,      ///< the target's own configuration shows it, but the runtime does not (or it is not known)
  Effective,    ///< and the runtime decides so
  Held,         ///< and later complete looks agree
  PartlyLanded, ///< in some of the systems, not in all
  NeverLanded,  ///< complete looks after its time was up do not show it
  Returned,     ///< what was taken away is there again
  RolledBack,   ///< what was given or made is gone again, and nobody asked for that
  Superseded,   ///< undone or overtaken by a later request
  AlreadySo,    ///< it was so before it was asked for
  Closed,       ///< given for a time, and gone at its end
  StillOpen,    ///< given for a time that is over, and still there
  Unknown       ///< nothing that was imported can show it
};
/// "requested", "applied", "effective", "held", "partly-landed", "never-landed", "returned", "rolled-back",
/// "superseded", "already-so", "closed", "still-open", "unknown": stable.
std::string_view name(ChangeState state);
std::optional<ChangeState> changeStateFrom(std::string_view text);
/// Whether a person has to act: partly or never landed, returned, rolled back, still open.
bool wantsAction(ChangeState state);

/// Something happened after `after` and by `by`: snapshots see it from both sides. Equal: exactly then.
struct Between {
  Instant after{}, by{};
  bool exact() const { return after == by; }
  bool operator==(const Between&) const = default;
};

/// How long something took: at least and at most.
struct Latency {
  Micros least{}, most{};
  bool exact() const { return least == most; }
  bool operator==(const Latency&) const = default;
};
/// From a request to what happened; never less than nothing.
Latency latency(const Between& request, const Between& landed);

/// An audit event on an object that decides about a change.
struct AuditMark {
  std::int64_t event = 0, source = 0;
  Instant at{};
  std::string action, who, from, summary;
};

/// What one system showed of a change from some time on, until the next stretch.
struct Stretch {
  Instant from{};
  Tri applied = Tri::Unknown;   ///< whether its configuration is as the change asks
  Tri effective = Tri::Unknown; ///< whether its runtime decides so
  std::string left;             ///< what is against it: "ClusterRoleBinding ops-admin", "denied by SCP"
};

/// What one system showed of a change over time.
struct PlaceHistory {
  std::int64_t source = 0;
  std::int64_t object = 0; ///< that it is about, where it is about one
  std::string name, system;
  std::vector<Stretch> stretches; ///< ascending; before the first nothing is known
  std::vector<Instant> looks;     ///< complete looks at every part that could show it, ascending
  std::vector<AuditMark> marks;   ///< events that changed state, ascending
  std::string why;                ///< why it cannot be known, where it cannot
};

/// A request, as it is held against one system.
struct Request {
  Between at{};                 ///< when it was asked for
  std::optional<Instant> until; ///< the end of the window of what is given
  bool takes = false;           ///< takes something away: coming back is a return, not a roll-back
};

struct FollowOptions {
  Instant now{};
  Micros limit{}; ///< how long it may take until a complete look has to show it
  Micros skew{};  ///< by how much the clocks of audit trail and snapshots differ at most
};

/// What became of a change in one system.
struct PlaceOutcome {
  std::int64_t source = 0, object = 0;
  std::string name, system;
  ChangeState state = ChangeState::Unknown;
  std::optional<Between> landed;    ///< when the target had it: by an audit event, else between two looks
  std::optional<Instant> shown;     ///< the first snapshot that shows it
  std::optional<AuditMark> mark;    ///< the event that did it
  std::optional<Instant> undone;    ///< the first snapshot that shows it undone
  std::optional<AuditMark> undoing; ///< the event that undid it
  std::size_t agreeing = 0;         ///< complete looks after the first that shows it
  std::string left;                 ///< what is still against it
  std::string why;                  ///< in words
};

PlaceOutcome followIn(const PlaceHistory& place, const Request& request, const FollowOptions& options);

/// What became of it in all systems together; `places` may be empty.
ChangeState combined(const std::vector<PlaceOutcome>& places);

} // namespace countersign::drift
