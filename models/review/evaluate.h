// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/closure.h"
#include "models/access/meaning.h"
#include "models/access/runtimes/runtimes.h"
#include "models/correlate/grouping.h"
#include "models/review/record_view.h"
#include "models/store/records.h"

#include <map>
#include <memory>
#include <set>

namespace countersign {

struct FindingEstate;
namespace findings {
struct RecordFacts;
}

/// One pass over a workspace at one time: what evaluations share.
struct EvaluationContext {
  Workspace& workspace;
  StoreReader& reader;
  Grouping& grouping;
  Instant now{};
  /// "aws/111122223333": accounts and clusters for which some intent source declares identities.
  std::set<std::string> declaredPlaces{};
  bool anyStateChanges = true; ///< some audit event changed state at all
  bool statesOnly = false;     ///< permissions, presence and owner are all that is wanted
  std::map<std::int64_t, std::string> contradictionByObject{}; ///< cache; "" = none
  RuntimeCaches caches{};
  std::map<std::pair<std::string, bool>, DocumentStore::KindTimes> changes{}; ///< cache of liveChanges
  std::shared_ptr<FindingEstate> estate{}; ///< what rules know of all records alike
};

/// A principal of a record.
struct Member {
  StoredMember stored;
  HeldDocumentPtr document; ///< what holds now; null: it is gone
  HeldDocumentPtr last;     ///< what it was last, where it is gone
  const HeldDocumentPtr& shown() const { return document ? document : last; }
};

struct OwnerFact {
  OwnerClaim claim;
  HeldDocumentPtr document;
};

/// What became of holding the runtime's own word against our answers.
struct OwnWords {
  std::size_t agree = 0, disagree = 0;
  std::size_t undecided = 0; ///< our answer is conditional or not evaluated, or not to the same question
  std::size_t older = 0;     ///< said before the state that is answered from
  bool cut = false;          ///< there were more than are looked at
  std::string text() const;  ///< "the runtime's own word agrees 3 of 4; …"; empty: nobody heard of one
};

/// The runtime's own word is another than our answer.
struct Disagreement {
  std::string text;
  Trace trace;
};

/// Everything that is known of a record at one time.
struct Evaluation {
  std::vector<Member> members; ///< in the order of their rank: the first gives the name
  std::string name;
  std::vector<PlaneGrants> planes;
  Closure closure;
  std::set<std::string> asked; ///< keys whose answer is part of it
  std::vector<OwnerFact> owners;
  bool ownerContradicted = false;
  Reach reach = Reach::None;    ///< the worst that it can do, as far as that is not denied
  std::string reachReason;      ///< "administer by iam:* on *"; empty: it can do nothing, or nothing is known
  bool reachCertain = false;    ///< evaluated, and not under a condition
  std::size_t permissions = 0;  ///< applied or effective, denials aside
  std::size_t conditional = 0;  ///< of them under conditions
  std::size_t notEvaluated = 0; ///< of them not known
  Tier tier = Tier::Medium;
  std::string tierReason;
  std::string unseen, contradicted;
  bool ended = false, audited = false;
  std::optional<Instant> timeFlip; ///< earliest time after `now` at which a condition on time changes
  std::vector<Federation> federations;
  OwnWords ownWords;
  std::vector<Disagreement> disagreements;
  std::vector<Attention> attention;   ///< the findings
  std::optional<Instant> findingsDue; ///< earliest time after `now` at which a rule may answer otherwise

  bool live() const; ///< some live source shows it
  Digest digest() const { return closure.digest(); }
};

/// When a document was last seen: with the newest complete snapshot of its part, or by itself.
struct LastSeen {
  std::optional<Instant> at;
  bool single = false; ///< later, or other, than the part's newest complete snapshot
};
Result<LastSeen> lastSeen(DocumentStore& documents, const HeldDocument& document);

/// Works out a record from its members' documents. Errors: those of reading the workspace.
Result<Evaluation> evaluate(EvaluationContext& context, const std::vector<StoredMember>& members);

/// "aws/111122223333" of a principal's description; empty where it has no place.
std::string placeOf(const Description& description);

// Parts of evaluate(), each in a file of its own:
/// What the rules say of it, and the tier, which stands on the same facts.
Result<void> addFindings(EvaluationContext& context, Evaluation& e);
/// Earliest time after `context.now` at which a condition on the time of a request (aws:CurrentTime,
/// aws:EpochTime) of one of the permissions changes.
void addTimeFlip(EvaluationContext& context, Evaluation& e);
/// What one document of a principal gives: applied or requested, and in the end.
void addAccess(EvaluationContext& context, RecordingReader& reader, const HeldDocumentPtr& principal,
               Evaluation& e);
/// The same of the neutral format, by the names of the record's principals.
void addNeutralAccess(EvaluationContext& context, RecordingReader& reader, Evaluation& e);
/// Reach, and until when it holds, from what was gathered.
void settleEffective(Evaluation& e);
void addTier(EvaluationContext& context, const findings::RecordFacts& facts, Evaluation& e);
Result<void> addContradictions(EvaluationContext& context, Evaluation& e);
/// Asks our evaluators what the runtimes themselves decided. Reads beside the closure: a word moves no
/// record.
Result<void> addOwnWords(EvaluationContext& context, Evaluation& e);

} // namespace countersign
