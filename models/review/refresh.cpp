// SPDX-License-Identifier: Apache-2.0
#include "models/review/refresh.h"

#include "models/review/record_row.h"
#include "models/review/refresh_marks.h"
#include "models/store/sources.h"

#include <algorithm>

namespace countersign {

namespace {

class Refresh {
public:
  Refresh(Workspace& w, const MergeReport& merge, Instant now)
      : w_(w), merge_(merge), records_(w), pass_(w, now), now_(now) {}

  Result<RefreshReport> run() {
    COUNTERSIGN_TRY(pass_.load(w_));
    COUNTERSIGN_ASSIGN(hadRecords_, records_.any());
    COUNTERSIGN_TRY(records_.refreshFreshness(merge_.touchedParts));
    COUNTERSIGN_TRY(collectSeeds());
    COUNTERSIGN_TRY(declare());
    COUNTERSIGN_TRY(collectDirty());
    if (eventsAlone()) return later();
    pass_.documents.offer(merge_.written);
    COUNTERSIGN_TRY(pass_.documents.expect(seeds_.size() + dirty_.size()));
    COUNTERSIGN_TRY(group());
    for (const std::int64_t id : dirty_) {
      if (done_.count(id) != 0) continue;
      COUNTERSIGN_ASSIGN(const auto members, records_.members(id));
      COUNTERSIGN_TRY(work(id, members));
    }
    COUNTERSIGN_TRY(fanOut());
    if (pass_.reader.error()) return failure(*pass_.reader.error());
    return report_;
  }

private:
  /// Principals that came, changed or went, and all members of the records that they were in.
  Result<void> collectSeeds() {
    for (const ObjectChange& change : merge_.changes) {
      if (change.principal) seeds_.insert(change.object);
      if (!hadRecords_) continue;
      COUNTERSIGN_ASSIGN(const auto in, records_.ofObject(change.object));
      for (const std::int64_t id : in) {
        dirty_.insert(id);
        COUNTERSIGN_ASSIGN(const auto members, records_.members(id));
        for (const StoredMember& m : members)
          seeds_.insert(m.object);
      }
    }
    return {};
  }

  /// Intent sources name the places for which "undeclared" means something.
  Result<void> declare() {
    SourceStore sources(w_);
    COUNTERSIGN_ASSIGN(const auto all, sources.sources());
    const auto source =
        std::find_if(all.begin(), all.end(), [&](const auto& s) { return s.id == merge_.source; });
    if (source == all.end()) return {};
    audit_ = source->role == SourceRole::Audit;
    if (audit_ && merge_.newSource) COUNTERSIGN_TRY(mark(records_.withPrincipalIn(source->system, {})));
    if (source->role != SourceRole::Intent) return {};
    for (const std::int64_t object : seeds_) {
      COUNTERSIGN_ASSIGN(const HeldDocumentPtr d, pass_.documents.ofObject(object));
      if (!d || d->role != SourceRole::Intent) continue;
      const std::string place = placeOf(pass_.reader.description(d));
      if (place.empty() || !pass_.context.declaredPlaces.insert(place).second) continue;
      COUNTERSIGN_TRY(records_.addDeclaredPlace(place));
      const auto slash = place.find('/');
      COUNTERSIGN_TRY(mark(records_.withPrincipalIn(
          place.substr(0, slash), slash == std::string::npos ? "" : place.substr(slash + 1))));
    }
    return {};
  }

  Result<void> mark(const Result<std::vector<std::int64_t>>& found) {
    if (!found) return failure(found.error());
    dirty_.insert(found->begin(), found->end());
    return {};
  }

  Result<void> collectDirty() {
    if (!hadRecords_) return {};
    for (const ObjectChange& change : merge_.changes)
      COUNTERSIGN_TRY(mark(records_.withClosureObject(change.object)));
    for (const std::int64_t object : merge_.sightedObjects)
      COUNTERSIGN_TRY(mark(records_.withClosureObject(object)));
    COUNTERSIGN_TRY(mark(records_.touchedByKeys(merge_.keyHashes)));
    COUNTERSIGN_TRY(mark(recordsOfDecisions(records_, pass_.documents, merge_)));
    for (const std::string& key : merge_.eventKeys)
      COUNTERSIGN_TRY(mark(records_.withClosureKey(key)));
    COUNTERSIGN_TRY(mark(records_.contradicted()));
    COUNTERSIGN_TRY(mark(records_.flippedBefore(now_)));
    COUNTERSIGN_TRY(mark(records_.findingsDueBefore(now_)));
    COUNTERSIGN_TRY(mark(recordsOfObservations(records_, merge_)));
    COUNTERSIGN_TRY(mark(recordsOfFormerNames(records_, pass_, merge_)));
    COUNTERSIGN_TRY(mark(records_.singlySeen(merge_.touchedParts)));
    SourceStore sources(w_);
    COUNTERSIGN_ASSIGN(const auto all, sources.sources());
    for (const auto& s : all)
      if (s.id == merge_.source)
        for (const std::string& part : merge_.newParts) {
          COUNTERSIGN_TRY(mark(records_.watching("part:" + s.system + "/" + s.scope + "/" + part)));
          COUNTERSIGN_TRY(mark(records_.watching("part:" + s.system + "//" + part)));
        }
    // A record whose own principals are not in the merge may still get another one (federation).
    for (const std::int64_t id : dirty_) {
      COUNTERSIGN_ASSIGN(const auto members, records_.members(id));
      for (const StoredMember& m : members)
        seeds_.insert(m.object);
    }
    return {};
  }

  /// A log that brought no state: nothing that an answer rests on changed.
  bool eventsAlone() const {
    return audit_ && hadRecords_ && merge_.changes.empty() && merge_.sightedObjects.empty();
  }

  /// A log comes in many files, and what they touch is worked out once behind the last one. What is due is
  /// written down, so that it is made up for by whoever opens the workspace next.
  Result<RefreshReport> later() {
    COUNTERSIGN_TRY(records_.setFindingsDue({dirty_.begin(), dirty_.end()}, now_));
    report_.recordsDue = dirty_.size();
    return report_;
  }

  Result<void> group() {
    std::set<std::int64_t> grouped;
    for (const std::int64_t seed : seeds_) {
      if (grouped.count(seed) != 0) continue;
      auto documents = pass_.grouping.groupOf(seed);
      for (const HeldDocumentPtr& d : documents)
        grouped.insert(d->object);
      COUNTERSIGN_TRY(dropMentions(documents));
      if (documents.empty()) continue;
      std::vector<StoredMember> members;
      COUNTERSIGN_ASSIGN(const std::int64_t id, assign(documents, members));
      COUNTERSIGN_TRY(work(id, members));
    }
    return {};
  }

  /// Names in bindings make no records where a list of service accounts was imported. (Those that had made
  /// one before stay its members, so that it is the record of the account that the list shows.)
  Result<void> dropMentions(std::vector<HeldDocumentPtr>& documents) {
    std::vector<HeldDocumentPtr> kept;
    for (HeldDocumentPtr& d : documents) {
      bool dropped = false;
      if (d->document.object.kind == "k8s.subject") {
        COUNTERSIGN_ASSIGN(const bool listed, pass_.documents.partImported(
                                                  "kubernetes", d->document.content["cluster"].asString(),
                                                  "serviceaccounts", SourceRole::Live));
        COUNTERSIGN_ASSIGN(const auto in, records_.ofObject(d->object));
        dropped = listed && in.empty();
      }
      if (!dropped) kept.push_back(std::move(d));
    }
    documents = std::move(kept);
    return {};
  }

  std::vector<StoredMember> membersOf(const std::vector<HeldDocumentPtr>& documents) {
    std::vector<StoredMember> out;
    for (const HeldDocumentPtr& d : documents)
      out.push_back({d->object, pass_.reader.description(d).idKey});
    return out;
  }

  /// Two sights of one object's principal: a unique id that only one of them has says nothing against it.
  static bool samePrincipal(const StoredMember& a, const StoredMember& b) {
    return a.uniqueId == b.uniqueId || a.uniqueId.empty() || b.uniqueId.empty();
  }

  /// The record of a group: the oldest that has one of its principals with the same unique id, else a new
  /// one.
  Result<std::int64_t> assign(const std::vector<HeldDocumentPtr>& documents,
                              std::vector<StoredMember>& members) {
    members = membersOf(documents);
    std::set<std::int64_t> candidates, former;
    if (hadRecords_)
      for (const StoredMember& m : members) {
        COUNTERSIGN_ASSIGN(const auto in, records_.ofObject(m.object));
        for (const std::int64_t id : in) {
          COUNTERSIGN_ASSIGN(const auto had, records_.members(id));
          for (const StoredMember& old : had)
            if (old.object == m.object) (samePrincipal(old, m) ? candidates : former).insert(id);
        }
      }
    // The same name with a new unique id is a new identity: nothing carries over from the record of the old
    // one, not even by way of an inventory that knows names alone.
    for (const std::int64_t id : former)
      candidates.erase(id);
    std::int64_t id = 0;
    if (candidates.empty()) {
      COUNTERSIGN_ASSIGN(id, create(documents));
    } else {
      id = *candidates.begin();
    }
    candidates.insert(former.begin(), former.end());
    COUNTERSIGN_TRY(keepGone(id, candidates, members));
    COUNTERSIGN_TRY(records_.setMembers(id, members));
    return id;
  }

  Result<std::int64_t> create(const std::vector<HeldDocumentPtr>& documents) {
    const auto first =
        std::min_element(documents.begin(), documents.end(), [&](const auto& a, const auto& b) {
          return pass_.reader.description(a).rank < pass_.reader.description(b).rank;
        });
    const Description d = pass_.reader.description(*first);
    std::string seed = "record\n" + d.neutralUid + "\n" + d.idKey;
    for (;;) {
      const std::string uid = sha256(seed).hex().substr(0, 16);
      COUNTERSIGN_ASSIGN(const std::int64_t there, records_.findByUid(uid));
      if (there == 0) {
        ++report_.recordsNew;
        COUNTERSIGN_ASSIGN(const std::int64_t id, records_.create(uid));
        created_.insert(id);
        return id;
      }
      COUNTERSIGN_ASSIGN(const auto old, records_.record(there));
      if (old && old->ended) return there; // the identity is back
      seed += "'";
    }
  }

  /// Members that are gone stay with their record, so that it can say so; records that fell together end.
  Result<void> keepGone(std::int64_t id, const std::set<std::int64_t>& candidates,
                        std::vector<StoredMember>& members) {
    for (const std::int64_t other : candidates) {
      COUNTERSIGN_ASSIGN(const auto had, records_.members(other));
      std::vector<StoredMember> left;
      for (const StoredMember& m : had) {
        if (std::any_of(members.begin(), members.end(),
                        [&](const auto& x) { return x.object == m.object && samePrincipal(x, m); }))
          continue;
        COUNTERSIGN_ASSIGN(const HeldDocumentPtr d, pass_.documents.ofObject(m.object));
        const bool here = d && (m.uniqueId.empty() || pass_.reader.description(d).idKey == m.uniqueId);
        if (!here && other == id)
          members.push_back(m);
        else
          left.push_back(m);
      }
      if (other == id) continue;
      if (left.empty()) {
        COUNTERSIGN_TRY(records_.setMerged(other, id));
        done_.insert(other);
      } else {
        COUNTERSIGN_TRY(records_.setMembers(other, left));
        dirty_.insert(other);
      }
    }
    return {};
  }

  Result<void> work(std::int64_t id, const std::vector<StoredMember>& members) {
    if (members.empty() || !done_.insert(id).second) return {};
    COUNTERSIGN_ASSIGN(const Evaluation e, evaluate(pass_.context, members));
    ++report_.recordsEvaluated;
    COUNTERSIGN_ASSIGN(const bool moved, writeRecordRow(records_, pass_, id, e, created_.count(id) != 0));
    if (moved) {
      ++report_.recordsMoved;
      moved_.insert(id);
    }
    return {};
  }

  /// One edit above identities that moved several of them.
  Result<void> fanOut() {
    if (moved_.size() < 2) return {};
    for (const ObjectChange& change : merge_.changes) {
      if (change.principal || change.newVersion == 0) continue;
      COUNTERSIGN_ASSIGN(const auto in, records_.withClosureObject(change.object));
      const auto n =
          std::count_if(in.begin(), in.end(), [&](std::int64_t id) { return moved_.count(id) != 0; });
      if (n < 2) continue;
      COUNTERSIGN_ASSIGN(const auto d, pass_.documents.ofVersion(change.newVersion));
      report_.notes.push_back("one edit of " + d->document.object.name + " moved " + std::to_string(n) +
                              " records");
      if (report_.notes.size() >= 50) break;
    }
    return {};
  }

  Workspace& w_;
  const MergeReport& merge_;
  RecordStore records_;
  EvaluationPass pass_;
  Instant now_;
  bool hadRecords_ = false, audit_ = false;
  std::set<std::int64_t> seeds_, dirty_, done_, created_, moved_;
  RefreshReport report_;
};

} // namespace

Result<RefreshReport> refreshRecords(Workspace& workspace, const MergeReport& merge, Instant now) {
  return Refresh(workspace, merge, now).run();
}

} // namespace countersign
