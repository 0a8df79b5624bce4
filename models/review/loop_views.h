// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/drift/latency.h"
#include "models/identity/wish.h"
#include "models/review/record_view.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

/// What the pages and commands on changes show: plain values, no store, no window.
namespace countersign {

/// A request and what became of it.
struct ChangeRow {
  std::string id; ///< "CHG-12", "plan:aws_iam_role.x", "revocation:17", "intent:3:…"; unique with `source`
  std::string source; ///< name of the source that asks; "this workspace" for revocations
  ChangeOrigin origin = ChangeOrigin::Ticket;
  std::string ref, by, approvedBy, summary;
  Wish wish;
  std::string about;   ///< the identity or object in the source's words
  RecordId record = 0; ///< 0: it is about no identity that is known
  std::string recordName;
  Tier tier = Tier::Medium;
  drift::Between requested{}; ///< when it was asked for
  std::optional<Instant> approvedAt, closedAt;
  drift::ChangeState state = drift::ChangeState::Unknown;
  std::string text; ///< why it is in that state
  std::vector<drift::PlaceOutcome> places;
  std::map<drift::Leg, drift::Latency> latencies; ///< those that are known
  std::vector<std::string> refused;               ///< latencies that are not given, and why
  Trace trace;
  std::int64_t entry = -1; ///< in the log, of revocations
};

/// Where a controlled change should show, and whether it does.
struct ProbeSighting {
  std::string source; ///< its name
  SourceRole role = SourceRole::Live;
  bool shown = false;
  std::optional<Instant> at; ///< of the first snapshot that shows it; in an audit source, of the event
  std::string text;          ///< in words
};
struct ProbeView {
  std::string name, note;
  ChangeRow change;
  std::vector<ProbeSighting> sightings;
};

/// Which changes. Empty sets do not restrict.
struct ChangeQuery {
  std::vector<drift::ChangeState> states;
  std::vector<ChangeOrigin> origins;
  std::vector<WishKind> kinds;
  std::optional<RecordId> record;
  std::optional<Instant> since, until; ///< of the request
  bool wantsAction = false;            ///< only those that a person has to look after
};

/// Something that became otherwise in live state, and whether anybody had asked for it.
struct SeenChangeRow {
  RecordId record = 0;
  std::string recordName;
  Tier tier = Tier::Medium;
  Instant at{};                 ///< capture of the snapshot that first shows it; of events alone: their time
  std::optional<Instant> after; ///< the complete look before it
  std::int64_t source = 0;
  std::string sourceName;
  std::string area;               ///< "permission", "identity", "owner", "effective", "audit"
  WishKind kind = WishKind::Edit; ///< Give: came; Take: went …
  std::string action, resource;
  std::string text; ///< "s3:DeleteObject on backups-prod/* came by inline policy …"
  bool requested = false;
  std::string request;          ///< id of the request that explains it
  std::string who, from, event; ///< of the audit event that did it; empty: none is known
  std::optional<Instant> eventAt;
  bool shown = true;    ///< false: only the audit trail says so, no snapshot shows it
  std::string cause;    ///< "edit of managed policy SharedBuildAccess"
  std::string causeKey; ///< equal for what has one cause
};

/// What was asked for about one record, and what changed in it.
struct RecordChanges {
  std::vector<ChangeRow> followed;
  std::vector<SeenChangeRow> seen;
};

/// What one edit or one guardrail explains.
struct CauseRow {
  std::string key, text;
  std::size_t differences = 0, records = 0;
  std::vector<RecordId> ids; ///< of the records, at most `mostIds`
  // Of an edit alone: the first snapshot that shows it, the complete look before it, and the audit event.
  std::optional<Instant> at = {}, after = {}, eventAt = {};
  std::string system = {}, who = {}, from = {}, event = {};
  static constexpr std::size_t mostIds = 10'000;
};

/// A permission of which requested, applied and effective do not agree.
struct DifferenceRow {
  std::string kind;  ///< code of the finding: "never-requested", "not-applied", "not-effective" …
  std::string title; ///< "Never requested"
  RecordId record = 0;
  std::string recordName;
  Tier tier = Tier::Medium;
  std::string system, action, resource;
  Tri requested = Tri::Unknown, applied = Tri::Unknown, effective = Tri::Unknown;
  bool alarm = false;           ///< effective, and should not be
  bool inventory = false;       ///< nobody declares it, and it was there at the baseline already
  std::int64_t source = 0;      ///< of the document that makes it so; 0: not one source
  std::optional<Instant> since; ///< when the document that makes it so was first seen
  std::string cause, causeKey;  ///< in words; equal for what has one cause
  std::string severity;         ///< "critical" …
};

/// Which differences. Empty sets do not restrict.
struct DriftQuery {
  std::vector<std::string> kinds, systems, severities;
  std::optional<RecordId> record;
  bool withInventory = false; ///< also what nobody declares and was there at the baseline
};

struct DriftReport {
  std::vector<DifferenceRow> rows;        ///< worst first
  std::size_t total = 0;                  ///< of differences; more than `rows` where a record has very many
  std::size_t permissions = 0, agree = 0; ///< of all records: how many, and of how many the three agree
  std::optional<Instant> baseline;        ///< set by a person; else each source's first complete look counts
  std::vector<CauseRow> causes;           ///< that explain more than one, largest first
};

/// Something that is not as it should be: a difference, a change that did not come to its end, a change that
/// nobody asked for.
struct Divergence {
  std::string what; ///< "drift", "change", "unrequested"
  std::string kind; ///< of the difference, state of the change, area of what changed
  std::string severity, recordName, text;
  RecordId record = 0;
};

/// Latencies of one leg, of what has something in common.
struct LatencyRow {
  drift::Leg leg = drift::Leg::Applied;
  std::string by, value; ///< "source", "aws-prod"; "tier", "critical"; "kind", "give"; "all", ""
  drift::Percentiles percentiles;
  std::size_t refused = 0; ///< below the clock skew: no figure
  std::string floor;       ///< what the source itself imposes, in words
};

struct SkewRow {
  std::int64_t source = 0;
  std::string name;     ///< of the audit source
  drift::Micros skew{}; ///< by so much, at least, its clock runs ahead of the snapshots'
  std::string evidence;
};

} // namespace countersign
