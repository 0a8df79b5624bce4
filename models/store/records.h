// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/digest.h"
#include "models/identity/severity.h"
#include "models/identity/vocabulary.h"
#include "models/store/workspace.h"

#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace countersign {

/// One record as it is kept for lists: derived from documents, and made again whenever those change.
struct StoredRecord {
  std::int64_t id = 0;
  std::string uid, name, knownAs, owner, ownerBasis;
  bool ownerContradicted = false;
  Tier tier = Tier::Medium;
  std::string tierReason;
  Digest digest;
  std::int64_t freshness = 0, watch = 0;
  std::string unseen;                 ///< why it is Unseen, empty: it is not
  std::string contradicted;           ///< why it is Contradicted, empty: it is not
  bool audited = false;               ///< an audit source covers it
  std::optional<Instant> timeFlip;    ///< a condition on time changes its meaning then
  std::optional<Instant> findingsDue; ///< its findings have to be worked out again then
  bool ended = false;                 ///< no source shows it any more
  std::string systems;                ///< " aws kubernetes "
  std::string attention;              ///< JSON array of {code, text, tone}
  std::vector<std::string> attentionCodes;
  std::string principals;    ///< JSON array
  int reach = -1;            ///< how far its permissions reach in the end, ordered; -1: not known
  std::string access = "{}"; ///< JSON object: what list rows say of its permissions
  std::string drift;         ///< JSON object: where its three states differ; empty: nothing to say
  std::string search;        ///< lower-case text to search in
};

/// The last decision that counts for standing.
struct StoredDecision {
  Decision decision = Decision::Certify;
  std::int64_t seq = 0;
  Digest digest;
  Instant at{};
  std::optional<Instant> until;
  std::string by;            ///< key id
  bool secondNeeded = false; ///< critical: a second reviewer has to countersign
};

struct StoredMember {
  std::int64_t object = 0;
  std::string uniqueId;
};

/// Age of the live documents of a closure: which parts they were last seen with.
struct Freshness {
  std::optional<Instant> oldest;
  std::int64_t oldestSource = 0;
};

/// Records, their members, closures and what they watch.
class RecordStore {
public:
  explicit RecordStore(Workspace& w) : w_(w) {}

  Result<std::optional<StoredRecord>> record(std::int64_t id);
  Result<std::optional<StoredDecision>> decision(std::int64_t record);
  Result<std::vector<StoredMember>> members(std::int64_t record);
  /// Objects whose documents decide about a record.
  Result<std::vector<std::int64_t>> closure(std::int64_t record);
  /// Records that have or had this object as a principal, newest first.
  Result<std::vector<std::int64_t>> ofObject(std::int64_t object);

  // Inside a transaction (Workspace::transaction, Staging::AfterMerge):
  /// A new record; its row is written by the first `save`, which has to follow in the same transaction.
  Result<std::int64_t> create(const std::string& uid);
  Result<std::int64_t> findByUid(const std::string& uid); ///< 0: none
  Result<void> setMembers(std::int64_t record, const std::vector<StoredMember>& members);
  Result<void> setMerged(std::int64_t record, std::int64_t into);
  /// Writes row, attention and closure objects; only what differs.
  Result<void> save(const StoredRecord& record, const std::set<std::int64_t>& closureObjects);
  Result<void> setDecision(std::int64_t record, const StoredDecision& decision);
  /// Elements: "p<part>" (seen with its newest complete snapshot) or "@<micros>:<part>" (seen just then).
  Result<std::int64_t> freshnessId(const std::vector<std::string>& elements);
  Result<Freshness> freshness(std::int64_t id);
  /// Recomputes the ages of all that rely on these parts.
  Result<void> refreshFreshness(const std::vector<std::int64_t>& parts);
  Result<std::int64_t> watchId(const std::set<std::string>& keys);

  // What has to be worked out again:
  Result<std::vector<std::int64_t>> withClosureObject(std::int64_t object);
  Result<std::vector<std::int64_t>> watching(const std::string& key);
  /// Records that watch one of these key hashes, or of whose principals one is the key's own.
  Result<std::vector<std::int64_t>> touchedByKeys(const std::vector<std::int64_t>& keyHashes);
  /// Records whose closure holds an object of which this is the key.
  Result<std::vector<std::int64_t>> withClosureKey(const std::string& key);
  Result<bool> any();
  Result<std::vector<std::int64_t>> contradicted();
  Result<std::vector<std::int64_t>> flippedBefore(Instant now);
  Result<std::vector<std::int64_t>> findingsDueBefore(Instant now);
  /// They have to be worked out again from then on.
  Result<void> setFindingsDue(const std::vector<std::int64_t>& records, Instant at);
  /// Records with a finding of one of these codes.
  Result<std::vector<std::int64_t>> withAttention(const std::vector<std::string>& codes);
  /// Those of which the newest evaluation has a finding of exactly this severity.
  Result<std::vector<std::int64_t>> withFinding(Severity severity);
  /// Records whose age is bound to a single sight of one of these parts.
  Result<std::vector<std::int64_t>> singlySeen(const std::vector<std::int64_t>& parts);
  Result<std::vector<std::int64_t>> withPrincipalIn(const std::string& system, const std::string& scope);
  Result<std::vector<std::int64_t>> all();

  /// Places ("aws/<account>") for which some intent source declares identities.
  Result<std::set<std::string>> declaredPlaces();
  Result<void> addDeclaredPlace(const std::string& place);
  Result<bool> anyStateChanges();

private:
  Workspace& w_;
  std::int64_t nextId_ = 0;
  std::unordered_map<std::int64_t, std::string> pending_; ///< made and not saved yet: uid by id
  std::unordered_map<std::string, std::int64_t> pendingUids_;
  std::unordered_map<std::string, std::int64_t> freshnessIds_, watchIds_; ///< of this transaction
};

} // namespace countersign
