// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/drift/findings/light.h"
#include "models/identity/digest.h"
#include "models/identity/severity.h"
#include "models/identity/trace.h"
#include "models/identity/vocabulary.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What one record looks like to a person: plain values, no store, no window. Both the window and the
/// command line show these; what was shown is signed as text (`viewText`).
namespace countersign {

using RecordId = std::int64_t;

/// How a value should look: never by colour alone.
enum class Tone { Plain, Muted, Good, Warning, Bad, Moved };

/// "Accountable · Platform Storage · tag owner": one line of a card.
struct Fact {
  std::string label, value, note;
  Tone tone = Tone::Plain;
  Trace trace;
};

struct Seal {
  SealState state = SealState::Unseen;
  std::string reason;    ///< in words: "all 3 live sources seen within 2 min 09 s"
  std::string auditNote; ///< "no audit trail imported" where none covers the record, else empty
  Seconds window{};
  std::optional<Instant> oldestSeen; ///< of the live documents of the closure
  std::string staleSource;           ///< name of the source to refresh, where Stale
};

struct Standing {
  StandingState state = StandingState::Never;
  std::string reason; ///< "certified 3 Nov by reviewer@example.org, moved since"
  std::optional<Instant> decidedAt, until;
  std::int64_t entry = -1; ///< sequence number in the log
};

/// One link of the chain from an identity to what is decided of a permission.
struct ChainStep {
  std::string layer; ///< "gives", "SCP at r-x1", "condition", "needs" …
  std::string text;
  Trace trace;
};

/// One permission on one resource by one path.
struct GrantRow {
  std::string title;    ///< plain words where they are known, else the action
  std::string action;   ///< "s3:PutObject", "create pods"
  std::string resource; ///< as the system writes it
  Tri requested = Tri::Unknown, applied = Tri::Unknown, effective = Tri::Unknown;
  bool alarm = false;           ///< a state that should not be: shown with an exclamation mark
  std::string path;             ///< "inline policy BackupWrite ← role"
  std::string condition;        ///< in the system's words, empty: none
  std::string remark;           ///< "Applied, never requested"
  std::string effectiveNote;    ///< "denied by SCP at r-x1", the conditions, what is not known
  std::vector<ChainStep> chain; ///< why
  bool deny = false;            ///< an explicit denial rather than a permission
  int weight = 0;               ///< worst first: higher is worse
  Trace trace;
};

/// A known way from its permissions to more than they say.
struct WayRow {
  std::string title, needs;
  bool conditional = false;
  std::vector<ChainStep> chain; ///< the permissions that it takes
};

struct TrailRow {
  Instant at{};
  std::string title, text; ///< "PutRolePolicy", "by platform-admin via console"
  std::string tag;         ///< "state change", "denied", "use", "snapshot", "certified"
  Tone tone = Tone::Plain;
  Trace trace;
};

/// One principal of the record.
struct PrincipalRow {
  std::string system, kind; ///< "aws", "role"
  std::string label;        ///< "AWS role · 1111-2222-3333"
  std::string uid;          ///< neutral form: "aws:<arn>", "k8s:<cluster>:system:serviceaccount:ns:n"
  std::string uniqueId;
  std::string source;
  SourceRole role = SourceRole::Live;
  bool present = true; ///< false: known from earlier snapshots, gone now
};

/// Something that asks for a look: a finding, with the stable code of its rule (docs/findings.md) and words.
struct Attention {
  std::string code; ///< "no-owner", "owner-contradiction", "undeclared", "recreated", "federation-claimed" …
  std::string text;
  Tone tone = Tone::Warning;
  Trace trace;
  Severity severity = Severity::Medium;
};

/// A document of the closure, or one that was looked for and not found.
struct ClosureEntry {
  std::string digest; ///< hex; empty: absent
  std::string what;   ///< "aws.role arn:…" or "no permissions boundary policy document"
  std::string source;
  bool live = false;
  std::optional<Instant> seenAt;
  Trace trace;
};

/// One difference between two states of a record.
struct Difference {
  enum class Kind { Added, Removed, Changed } kind = Kind::Changed;
  std::string area; ///< "permission", "owner", "key", "trust", "document"
  std::string text; ///< "s3:DeleteObject on backups-prod/* added"
  std::string before, after;
};

struct RecordView {
  RecordId id = 0;
  std::string uid; ///< stable name of the record, 16 hex digits
  std::string name;
  std::vector<PrincipalRow> principals;
  std::string owner; ///< empty: none
  std::string ownerBasis;
  Tier tier = Tier::Medium;
  std::string tierReason;
  Seal seal;
  Standing standing;
  Digest digest; ///< what a decision is bound to
  std::vector<ClosureEntry> closure;
  std::vector<Fact> ownerFacts, locationFacts, credentialFacts;
  std::vector<GrantRow> grants; ///< worst first
  std::size_t grantsTotal = 0;
  std::vector<WayRow> ways;              ///< sure ones first
  std::vector<std::string> notEvaluated; ///< why effective is unknown, what to import
  std::vector<TrailRow> trail;           ///< newest first
  std::vector<Attention> attention;
  Lights lights;               ///< no part of the text that is signed: they change by time passing
  std::optional<Instant> asOf; ///< set: time travel, nothing can be decided
};

/// The text of a view, as it is signed: plain UTF-8, LF, the same in window and command line. It ends with
/// whyText().
std::string viewText(const RecordView& view);
/// The same without whyText().
std::string shortText(const RecordView& view);
/// What decides each permission: each step of the chains, with the SHA-256 of the document that says so and
/// the place in it (JSON pointer, RFC 6901). Empty where there is no permission.
std::string whyText(const RecordView& view);

} // namespace countersign
