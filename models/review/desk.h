// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/meaning.h"
#include "models/drift/findings/registry.h"
#include "models/identity/result.h"
#include "models/review/loop_views.h"
#include "models/review/overview_view.h"
#include "models/review/questions.h"
#include "models/review/record_view.h"

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace countersign {

class Workspace;

/// Columns by which the list of records can be sorted.
enum class RecordColumn { Name, KnownAs, Owner, Tier, Seal, Standing, SeenLive, Attention, Reach };

/// Which records, in which order. Empty sets do not restrict.
struct RecordQuery {
  std::string text; ///< every word must occur in name, uid, owner, account, key id, label (case ignored)
  std::vector<SealState> seals;
  std::vector<StandingState> standings;
  std::vector<Tier> tiers;
  std::vector<std::string> systems;   ///< "aws", "kubernetes" …
  std::vector<std::string> attention; ///< codes; any of them
  std::vector<std::string> reaches;   ///< "administer" … (name(Reach)), "unknown"; any of them
  RecordColumn sortBy = RecordColumn::Name;
  bool descending = false;
  std::optional<Instant> asOf;
};

/// What a record's permissions come to in the end.
struct AccessSummary {
  bool known = false;               ///< else nothing is known of its permissions
  Reach reach = Reach::None;        ///< the worst of what is not denied
  bool certain = false;             ///< evaluated, and under no condition
  std::string reason;               ///< "effective: administer by iam:* on *"
  std::size_t permissions = 0;      ///< applied or effective, denials aside
  std::size_t conditional = 0;      ///< of them under conditions
  std::size_t notEvaluated = 0;     ///< of them not known
  std::vector<std::string> missing; ///< what was not known, the first `mostMissing` of `missingTotal`
  std::size_t missingTotal = 0;
  std::vector<std::string> escalations; ///< ways to more than that, each in words
  static constexpr std::size_t mostMissing = 20;
  std::size_t undecided() const { return conditional + notEvaluated; }
  std::string reachName() const { return known ? std::string(name(reach)) : "unknown"; }
};

/// One line of the list.
struct RecordRow {
  RecordId id = 0;
  std::string uid, name, knownAs, owner, ownerBasis;
  bool ownerContradicted = false;
  Tier tier = Tier::Medium;
  std::string tierReason;
  Digest digest;
  std::vector<PrincipalRow> principals;
  SealState seal = SealState::Unseen;
  std::string sealReason;
  StandingState standing = StandingState::Never;
  std::string standingReason;
  std::optional<Instant> seenLive; ///< oldest sight of a live document
  std::vector<std::string> systems;
  std::vector<Attention> attention;
  AccessSummary access;
};

/// A record that has to be looked at again.
struct DueRow {
  RecordRow row;
  Seconds window{};
  std::optional<Instant> since; ///< when it was past two thirds of its window
};

/// How far effective access is known, over all records.
struct AccessCoverage {
  struct Gap {
    std::string text;        ///< what was not known
    std::size_t records = 0; ///< whose answers it takes a part of
  };
  std::size_t records = 0, unknown = 0; ///< `unknown`: nothing that was imported says what they can do
  std::size_t permissions = 0, conditional = 0, notEvaluated = 0;
  std::vector<Gap> gaps;    ///< most records first, at most `mostGaps`
  std::size_t moreGaps = 0; ///< that are not named
  static constexpr std::size_t mostGaps = 200;
};

/// Which findings. Empty sets do not restrict.
struct FindingQuery {
  std::vector<std::string> rules; ///< ids; any of them
  Severity atLeast = Severity::Low;
  std::optional<Instant> asOf;
};

/// A finding of one record.
struct FindingRow {
  RecordId record = 0;
  std::string uid, name; ///< of the record
  Tier tier = Tier::Medium;
  Attention finding;
};

/// How many records have each value of a facet, under the query without that facet's own restriction.
struct FacetCounts {
  std::size_t total = 0;
  std::map<std::string, std::size_t> seal, standing, tier, system, attention, reach; ///< by stable name
};

struct SourceRow {
  std::int64_t id = 0;
  std::string key, name, system, scope;
  SourceRole role = SourceRole::Live;
  std::string owner, fallback; ///< empty: none, and shown as such
  Seconds window{};            ///< of the strictest tier of the records that rely on it
  std::optional<Instant> lastCaptured;
  std::string captureBasis; ///< "export", "user", "file"
  std::size_t holds = 0;    ///< documents, or events for audit sources
  std::string completeness; ///< "complete", "partial: …"
  bool complete = false;
  std::size_t gaps = 0; ///< of the newest snapshot
  std::int64_t lastSnapshot = 0;
};

struct SnapshotRow {
  std::int64_t id = 0;
  std::string source, file, sha256, basis, completeness;
  Instant capturedAt{}, importedAt{};
  std::size_t documents = 0, added = 0, changed = 0, removed = 0, events = 0, gaps = 0;
  bool bytesKept = false;
};

struct GapRow {
  Error error;
  std::string part;
  bool warning = false;
};

struct SourceBytes {
  std::string text;                                 ///< masked bytes of the object, as imported
  std::uint64_t offset = 0;                         ///< of `text` in the file
  std::size_t highlightAt = 0, highlightLength = 0; ///< in `text`
  std::string note;                                 ///< why there are no bytes, where there are none
};

/// What a reviewer decided, not yet signed.
struct DecisionRequest {
  RecordId record = 0;
  Digest shown; ///< the digest that was on the screen
  Decision decision = Decision::Certify;
  std::string reason;
  std::optional<Instant> until;    ///< exception: end date, compulsory; certify: end of the period
  std::string owner;               ///< exception: who owns the debt; reassign: to whom
  std::vector<std::string> grants; ///< revoke: "action on resource" of chosen grants; empty: the identity
  std::string viewText;            ///< what was on the screen
  bool sawDifference = false;      ///< the reviewer looked at what moved
};

struct StagedDecision {
  std::int64_t id = 0;
  DecisionRequest request;
  std::string recordName;
  Instant stagedAt{};
  std::string refusal; ///< why the last sign-off refused it; empty: not tried
};

struct Outcome {
  std::int64_t staged = 0;
  RecordId record = 0;
  std::string recordName;
  bool done = false;
  std::int64_t entry = -1;      ///< in the log, where done
  bool secondNeeded = false;    ///< done, but it stands only when a second reviewer has certified it too
  std::optional<Error> refusal; ///< Moved, Stale, Refused, Crypto …
  std::vector<Difference> differences; ///< what moved, where refused with Moved
};

struct LogRow {
  std::int64_t seq = 0;
  Instant at{};
  std::string what;  ///< "certify", "exception until 14 Jan", "key-enrol" …
  std::string about; ///< record name
  std::string who, keyId, leafHash;
};

/// Who signs: an encrypted key file and its passphrase.
struct SignerInput {
  std::filesystem::path keyFile;
  std::string passphrase;
};

/// Called with 0…1 and a line for people; returns false to cancel.
using ProgressFn = std::function<bool(double fraction, const std::string& text)>;

/// Everything that a person can ask of a workspace, for the window and the command line alike. One Desk
/// belongs to one thread; several may be open on one file.
class Desk {
public:
  static Result<std::unique_ptr<Desk>> open(const std::filesystem::path& file,
                                            std::shared_ptr<const Clock> clock);
  static Result<std::unique_ptr<Desk>> create(const std::filesystem::path& file,
                                              std::shared_ptr<const Clock> clock);
  ~Desk();
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  Workspace& workspace();
  const Clock& clock() const;
  std::filesystem::path file() const;

  // Lists: ids first (cheap, whole result), then rows by page.
  Result<std::vector<RecordId>> recordIds(const RecordQuery& query);
  Result<std::vector<RecordRow>> recordRows(const std::vector<RecordId>& ids,
                                            std::optional<Instant> asOf = {});
  Result<FacetCounts> facets(const RecordQuery& query);
  /// What was not evaluated, and why, of all records.
  Result<AccessCoverage> accessCoverage();
  /// Contradicted, stale and ageing records, in the order of their risk: tier, contradicted first, reach, and
  /// how long they have been due. `limit` 0: all.
  Result<std::vector<DueRow>> due(std::size_t limit = 0);
  /// Findings, worst first, then by name. That a critical record is not certified is one of them here, and no
  /// part of what asks for attention in lists, where its standing says so. Errors: InvalidArgument for an id
  /// that no rule has.
  Result<std::vector<FindingRow>> findings(const FindingQuery& query);
  /// Which rules can look at anything with what was imported, in the order of the registry.
  Result<std::vector<findings::RuleCoverage>> ruleCoverage();
  /// Record by id, by its 16-digit uid, by a principal's uid or by a name that only one has. Errors:
  /// NotFound.
  Result<RecordId> findRecord(const std::string& text);
  /// Grows with every change of content: what is shown is out of date when it differs.
  Result<std::int64_t> generation();

  // One record.
  Result<RecordView> record(RecordId id, std::optional<Instant> asOf = {});
  /// The digest now, cheaply: to notice that a record on the screen has moved.
  Result<Digest> currentDigest(RecordId id);
  Result<std::vector<Difference>> differences(RecordId id, const Digest& from, const Digest& to);
  /// Since the last certification.
  Result<std::vector<Difference>> differencesSinceCertified(RecordId id);
  Result<std::vector<Difference>> differencesBetween(RecordId id, Instant from, Instant to);
  Result<SourceBytes> sourceBytes(const Trace& trace);

  // Questions. `question.principal` is not looked at, `question.now` is the desk's clock.
  /// May this record (as findRecord() has it) do that? One answer for each of its live principals whose
  /// system knows the action. Errors: NotFound; InvalidArgument, with how actions are written.
  Result<std::vector<PrincipalAnswer>> can(const std::string& principal, const Question& question);
  /// Everyone who is not denied. Errors: InvalidArgument.
  Result<WhoCanAnswer> whoCan(const Question& question);

  // Changes: what was asked for, and what became of it. Worked out anew when the workspace has changed.
  /// Requests that match, newest first.
  Result<std::vector<ChangeRow>> changes(const ChangeQuery& query);
  /// What live state and audit trail show otherwise between two times, newest first.
  Result<std::vector<SeenChangeRow>> seenChanges(std::optional<Instant> from = {},
                                                 std::optional<Instant> to = {});
  /// Requests about one record, and what was seen to change in it, each newest first.
  Result<RecordChanges> recordChanges(RecordId record);
  /// The requests among them; quicker, where nothing else was asked for.
  Result<std::vector<ChangeRow>> changesOf(RecordId record);
  /// Edits of what more than one live record rests on, between two times, most records first. They moved
  /// each of them, also where none of its permissions became otherwise.
  Result<std::vector<CauseRow>> causes(std::optional<Instant> from = {}, std::optional<Instant> to = {});
  /// Percentiles of all, and by source, tier, kind of change and month of the request, each leg for itself.
  Result<std::vector<LatencyRow>> latencies(const ChangeQuery& query);
  Result<std::vector<SkewRow>> clockSkew();
  /// Names a change that somebody makes on purpose, to follow it through every source that should show it.
  /// `identity`: as findRecord() has it, or the neutral uid of one that is not there yet. Errors:
  /// InvalidArgument (the name is taken), FutureTime.
  Result<void> addProbe(const std::string& name, const std::string& identity, const Wish& wish, Instant at,
                        const std::string& note);
  Result<void> removeProbe(const std::string& name);
  Result<std::vector<ProbeView>> probes();
  /// Puts the result of a probe, as it is now, into the log. Returns the entry. Errors: NotFound, and those
  /// of signing.
  Result<std::int64_t> signProbe(const std::string& name, const SignerInput& signer);
  /// Puts what became of each revocation into the log (landed, held, returned), where it is not said there
  /// already. Returns the entries.
  Result<std::vector<std::int64_t>> signOutcomes(const SignerInput& signer);
  /// Where requested, applied and effective do not agree, of all records.
  Result<DriftReport> drift(const DriftQuery& query);
  /// Everything that is not as it should be, by a key that stays the same as long as it lasts.
  Result<std::map<std::string, Divergence>> divergences();
  /// What is live and declared by nobody is inventory where it was there then, and drift where it came later.
  /// Nothing: the first complete look at each source. Errors: FutureTime.
  Result<std::optional<Instant>> baseline();
  Result<void> setBaseline(std::optional<Instant> at);

  // What needs doing now.
  Result<Overview> overview();
  /// Share of records with a current or ageing seal, as of the end of each of the last `days` days and now.
  /// Evaluates at most `mostEvaluations` records: on a large estate it looks at fewer days, and says so.
  Result<FreshDays> freshDays(std::size_t days);
  static constexpr std::size_t mostEvaluations = 20'000;

  // Sources.
  Result<std::vector<SourceRow>> sources();
  Result<std::vector<SnapshotRow>> snapshots(std::optional<std::int64_t> source = {});
  Result<std::vector<GapRow>> gaps(std::int64_t snapshot);
  Result<void> setSourcePeople(std::int64_t source, const std::string& owner, const std::string& fallback);

  // Decisions.
  Result<std::int64_t> stage(const DecisionRequest& request);
  Result<void> unstage(std::int64_t id);
  Result<std::vector<StagedDecision>> staged();
  /// Signs each staged decision (or those of `only`), each in its own short transaction. Where the workspace
  /// cannot be written any more, the last outcome says so, and the decisions without an outcome stay staged.
  Result<std::vector<Outcome>> signOff(const SignerInput& signer, const std::vector<std::int64_t>& only = {});
  /// Stages and signs one decision.
  Result<Outcome> decide(const DecisionRequest& request, const SignerInput& signer);

  // Keys and log.
  /// Opens the log with the signer's key where it is empty (that key is then the log key, which signs its
  /// checkpoints too); else lets the key of `certificate` sign from now on. Returns the key id. The signer's
  /// certificate lies beside the key file as `<name>.crt`, the authority's behind it or in `ca.crt`.
  Result<std::string> enrolKey(const SignerInput& signer, const std::filesystem::path& certificate = {});
  Result<std::vector<LogRow>> log(std::int64_t fromSeq, std::size_t count); ///< newest first
  Result<std::int64_t> logSize();
  Result<std::string> logHead(); ///< hex leaf hash of the newest entry, "" where there is none
  Result<void> exportEvidence(const std::filesystem::path& target, const SignerInput& signer,
                              const ProgressFn& progress);
  /// The readable report as HTML, the one that a package holds.
  Result<std::string> reportHtml();

  // Saved views: name → query.
  Result<std::vector<std::pair<std::string, RecordQuery>>> savedViews();
  Result<void> saveView(const std::string& name, const RecordQuery& query);
  Result<void> removeView(const std::string& name);

  Result<Windows> windows();
  Result<void> setWindows(const Windows& windows);

private:
  struct Impl;
  explicit Desk(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// A record query as JSON and back, for saved views and the command line.
std::string recordQueryToJson(const RecordQuery& query);
Result<RecordQuery> recordQueryFromJson(const std::string& json);

} // namespace countersign
