// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/drift/change.h"
#include "models/review/record_view.h"
#include "models/review/refresh.h"
#include "models/store/movements.h"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace countersign {

/// A permission of a record, as one source gives it.
struct HeldPermission {
  std::string system;
  std::string action, shown, resource, condition, path; ///< as in Grant
  std::int64_t source = 0, object = 0, part = 0;
  std::int64_t holder =
      0; ///< the object that gives it to the record: a binding, the role that a policy is on
  Tri effective = Tri::Unknown;
  std::string note; ///< what denies it, or under which condition it holds
  bool own = true;  ///< false: only a policy of the resource gives it
  bool operator==(const HeldPermission&) const = default;
};

/// A credential, or who is let in, as one source shows it.
struct HeldFact {
  enum class Kind { Credential, Trust } kind = Kind::Credential;
  std::int64_t source = 0, object = 0, part = 0;
  std::string name;            ///< "key AKIA…", "trust of gha-deploy"
  std::string value;           ///< "active", "inactive"; who is let in
  std::optional<Instant> made; ///< since when the credential is the one that it is, where the source says it
  bool operator==(const HeldFact&) const = default;
};

/// What one source showed of an identity itself.
struct Presence {
  bool there = false, disabled = false;
  bool operator==(const Presence&) const = default;
};

/// What a record was from some time on.
struct RecordMoment {
  Instant from{};
  std::vector<HeldPermission> applied, requested; ///< without denials; ordered
  std::map<std::int64_t, Presence> live, intent;  ///< by source
  std::set<std::string> known;                    ///< systems whose applied permissions were all read
  std::set<std::string> incomplete;               ///< systems of which some of it could not be read
  std::string owner;
  std::vector<HeldFact> facts; ///< of live sources, ordered

  bool sameState(const RecordMoment& other) const;
};

/// An object that a record rested on at some time.
struct RestedOn {
  std::int64_t source = 0, part = 0;
  SourceRole role = SourceRole::Live;
  bool principal = false;     ///< it is one of the record's own principals
  std::string kind, name;     ///< of its newest document
  std::set<std::string> keys; ///< its own, of all its documents
  std::set<Instant> at;       ///< of the times that were looked at: when the record lived and rested on it
};

/// A record over time: evaluated at each time at which something that it rests on became otherwise.
struct RecordTimeline {
  RecordId record = 0;
  std::string name;
  Tier tier = Tier::Medium;
  std::vector<RecordMoment> moments;        ///< ascending; neighbours differ
  std::map<std::int64_t, RestedOn> objects; ///< that it ever rested on, by id
  std::set<Instant> looked;                 ///< times at which something that it rests on came, moved or went

  /// The moment that holds at a time; nullptr before the first.
  const RecordMoment* at(Instant t) const;
  std::set<std::int64_t> liveSources() const;
  /// Parts of a live source that it ever rested on.
  std::set<std::int64_t> partsOf(std::int64_t source) const;
  /// Own keys of its principals in a source, and of these objects of that source.
  std::set<std::string> keysIn(std::int64_t source, const std::set<std::int64_t>& with) const;
};

/// Passes over a workspace as of several times, kept from record to record.
class PassesByTime {
public:
  explicit PassesByTime(Workspace& workspace) : workspace_(workspace) {}
  Workspace& workspace() { return workspace_; }
  EvaluationPass& at(Instant t);

private:
  static constexpr std::size_t mostPasses = 64;
  Workspace& workspace_;
  std::map<Instant, std::unique_ptr<EvaluationPass>> passes_;
};

/// Works out a record's history. Errors: those of reading; NotFound.
Result<RecordTimeline> timelineOf(PassesByTime& passes, RecordId id, Instant now);

/// Times at which every one of these parts had been looked at completely since the time before: a look that
/// shows it all. Ascending.
Result<std::vector<Instant>> jointLooks(MovementStore& movements, const std::set<std::int64_t>& parts);

} // namespace countersign
