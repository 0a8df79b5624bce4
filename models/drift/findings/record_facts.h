// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/credential.h"
#include "models/access/meaning.h"
#include "models/access/trust.h"
#include "models/drift/findings/thresholds.h"
#include "models/identity/held.h"
#include "models/identity/severity.h"
#include "models/identity/trace.h"
#include "models/identity/vocabulary.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

/// What the rules read of one record: plain values, filled by whoever evaluates. A member that is empty says
/// that nothing is known, never that there is nothing: where the difference counts, a member of its own says
/// so.
namespace countersign::findings {

/// What a finding was seen in: a document, with a JSON pointer into it, or a place of another kind.
struct Spot {
  HeldDocumentPtr document;
  std::string inner;
  std::shared_ptr<const Trace> elsewhere; ///< an event, an observation; else null
};

/// The time of the evaluation. Rules ask it alone about times, so that it is known from when on they would
/// answer otherwise.
class Timing {
public:
  Timing() = default;
  explicit Timing(Instant now) : now_(now) {}
  Instant now() const { return now_; }
  bool reached(Instant at) const {
    if (at > now_ && (!due_ || at < *due_)) due_ = at;
    return at <= now_;
  }
  /// The earliest time that was asked for and is not reached yet.
  std::optional<Instant> due() const { return due_; }

private:
  Instant now_{};
  mutable std::optional<Instant> due_;
};

/// A principal of the record, as one source shows it.
struct Principal {
  std::string system, kind, name;
  SourceRole role = SourceRole::Live;
  bool present = true;  ///< false: known from earlier snapshots, gone now
  bool planned = false; ///< asked for, and not applied yet
  bool disabled = false;
  bool madeByPlatform = false; ///< the account "default" of a namespace
  bool placeDeclared = false;  ///< some intent source declares identities of its account or cluster
  std::optional<Instant> created, goneSince;
  std::string formerId; ///< its name had another unique id before
  std::string lackedBy; ///< intent: the complete live part that does not have it, in words
  LastUse lastUse;
  Spot spot, useSpot;
};

struct Owner {
  enum class State { Unknown, Active, Gone };
  std::string name, basis; ///< "tag owner"
  State state = State::Unknown;
  std::string stateText; ///< "disabled in hr"
  Spot spot;
};

struct HeldCredential {
  Credential credential;
  std::string system;               ///< that it is used in
  std::string source;               ///< name of the source that shows it
  std::string revoked;              ///< in words, where a list or register revokes it
  std::optional<Instant> usedAfter; ///< an event with it, after it had ended
  std::string namedBy;              ///< another system's object that accepts this certificate
  std::vector<std::string> others;  ///< other identities that have it too
  bool ofObject = false;            ///< of the identity itself; else of a secret that it is kept in
  Spot spot;
};

struct HeldTrust {
  TrustEntry entry;
  std::string system;
  std::string to;          ///< what is become: "role deploy"
  bool outside = false;    ///< the account is none of the organisation's
  bool ofPlatform = false; ///< the vendor of the platform itself
  std::string tombstone;   ///< the system that it lets in is gone, in words
  bool human = false;      ///< a person, as far as the source tells
  std::string humanText;
  Spot spot;
};

enum class FederationState { Confirmed, Claimed, OpenDoor, Ambiguous };

/// How a service account and a role stand to each other.
struct Federation {
  FederationState state = FederationState::Claimed;
  std::string text;
  bool ofAccount = false, ofRole = false; ///< the record is the account, the role
  bool accountLive = false, roleLive = false;
  HeldDocumentPtr account, role;
};

/// Where it is: production or not, and what tells so.
struct Environment {
  bool production = false;
  std::string word; ///< "prod"
  std::string told; ///< "tag environment of role x", "name of cluster prod-eu"
  Spot spot;
};

/// A workload that uses it.
struct Consumer {
  std::string name; ///< "shop/Deployment/web"
  std::string told;
  Spot spot;
};

/// A way from its permissions to more than they say.
struct Way {
  std::string title;
  bool conditional = false, unlessGuarded = false;
  Spot spot;
};

/// What its permissions come to.
struct Access {
  bool known = false;
  Reach reach = Reach::None;
  bool certain = false;
  std::string reason;
};

struct Note {
  std::string text;
  Spot spot;
};

struct HumanUse {
  Instant at{};
  std::string text;
  Spot spot;
};

/// How it stands after its last certification.
struct Review {
  StandingState state = StandingState::Never;
  std::string reason;
};

/// What was requested, is applied and is effective do not agree (docs/drift.md).
struct Difference {
  std::string kind; ///< "never-requested" …
  Severity severity = Severity::Low;
  std::string text; ///< "s3:DeleteObject on backups-prod/*: PutRolePolicy by …"
};

struct RecordFacts {
  Timing time;
  Thresholds limits;
  Tier tier = Tier::Medium;
  Spot shown;                 ///< what gives the record its name
  bool platformOwned = false; ///< the platform makes and owns it by itself
  bool live = false;          ///< some live source shows it
  std::vector<Principal> principals;
  std::vector<Owner> owners;
  bool ownersDisagree = false;
  Access access;
  std::vector<Way> ways;
  std::vector<HeldCredential> credentials;
  /// Why it can have no credential that stands: "roles have none". Empty: nothing says so.
  std::string noCredentials;
  bool credentialsListed = false; ///< some document lists its credentials, perhaps none
  std::vector<HeldTrust> trusts;
  std::vector<Federation> federations;
  std::vector<Environment> environments;
  std::vector<Consumer> consumers;
  std::vector<HumanUse> humans;     ///< newest first
  std::optional<Instant> lastEvent; ///< newest use that an audit source shows
  std::string contradicted, unseen;
  std::vector<Note> disagreements;     ///< of the runtime's own word with our answer
  std::vector<Note> leakedSecrets;     ///< secrets that an importer left out of what declares or shows it
  std::vector<Note> tombstones;        ///< what it belongs to is gone
  std::optional<Review> review;        ///< nullopt: not asked for
  std::vector<Difference> differences; ///< worst first; empty also where they were not asked for
};

/// When the record, or one of its credentials, was last used.
struct Usage {
  LastUse last;       ///< the newest of all that tell
  bool whole = false; ///< each system that shows it tells; else it may have been used without a trace
};
Usage usageOf(const RecordFacts& facts);

} // namespace countersign::findings
