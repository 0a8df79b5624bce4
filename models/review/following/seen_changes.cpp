// SPDX-License-Identifier: Apache-2.0
#include "models/review/following/seen_changes.h"

#include "models/access/credential.h"
#include "models/review/following/audit_only.h"
#include "models/review/following/wish_match.h"
#include "models/store/records.h"

#include <algorithm>
#include <iterator>

namespace countersign {
namespace {

using drift::AuditMark;
using drift::ChangeState;

std::string_view areaName(MomentChange::Area area) {
  switch (area) {
  case MomentChange::Area::Permission:
    return "permission";
  case MomentChange::Area::Effective:
    return "effective";
  case MomentChange::Area::Identity:
    return "identity";
  case MomentChange::Area::Owner:
    return "owner";
  case MomentChange::Area::Credential:
    return "credential";
  case MomentChange::Area::Trust:
    return "trust";
  }
  return {};
}

std::string identityText(WishKind kind) {
  switch (kind) {
  case WishKind::Create:
    return "the identity came";
  case WishKind::Remove:
    return "the identity went";
  case WishKind::Disable:
    return "the identity was disabled";
  default:
    return "the identity was enabled";
  }
}

std::string textOf(const MomentChange& c) {
  switch (c.area) {
  case MomentChange::Area::Permission:
    return c.permission->shown + " on " + c.permission->resource +
           (c.kind == WishKind::Give ? " came by " : " went, it was given by ") + c.permission->path;
  case MomentChange::Area::Effective:
    return c.permission->shown + " on " + c.permission->resource + ": effective " + c.before + " → " +
           c.after + (c.permission->note.empty() ? "" : ", " + c.permission->note);
  case MomentChange::Area::Owner:
    return "owner: " + (c.before.empty() ? std::string("none") : c.before) + " → " +
           (c.after.empty() ? std::string("none") : c.after);
  case MomentChange::Area::Credential:
  case MomentChange::Area::Trust:
    return c.fact->name + (c.before.empty() ? " came" : c.after.empty() ? " went" : " changed");
  case MomentChange::Area::Identity:
    break;
  }
  return identityText(c.kind);
}

/// What asks for such a change of this record.
bool asksFor(const ChangeRow& request, const MomentChange& c) {
  const WishKind k = request.wish.kind;
  switch (c.area) {
  case MomentChange::Area::Permission:
    if (k != c.kind && k != WishKind::Edit && !(k == WishKind::Remove && c.kind == WishKind::Take))
      return false;
    return k != c.kind || WishedPermission(request.wish).touches(*c.permission);
  case MomentChange::Area::Effective:
    return (k == WishKind::Give || k == WishKind::Take) &&
           WishedPermission(request.wish).touches(*c.permission);
  case MomentChange::Area::Identity:
  case MomentChange::Area::Owner:
    return k == c.kind || k == WishKind::Edit;
  case MomentChange::Area::Credential:
    return k == WishKind::Rotate || k == WishKind::Edit ||
           (k == WishKind::Disable && c.kind != WishKind::Create);
  case MomentChange::Area::Trust:
    return k == WishKind::Edit;
  }
  return false;
}

/// One record's changes, each with its cause, its event and its request.
class Seen {
public:
  Seen(FollowReader& reader, const std::vector<ChangeRow>& requests, const ClockSkew& skew)
      : reader_(reader), movements_(reader.workspace()), skew_(skew.most()) {
    for (const ChangeRow& r : requests) {
      if (r.record != 0) byRecord_[r.record].push_back(&r);
      for (const drift::PlaceOutcome& p : r.places)
        if (p.object != 0) byObject_[p.object].push_back(&r);
    }
  }

  Result<void> add(RecordId id, Instant from, Instant to, std::vector<SeenChangeRow>& out) {
    COUNTERSIGN_ASSIGN(const auto timeline, reader_.timeline(id));
    const RecordMoment* before = nullptr;
    for (const RecordMoment& m : timeline->moments) {
      if (m.from >= from && m.from <= to)
        for (const MomentChange& c : liveChanges(before, m))
          COUNTERSIGN_TRY(addChange(*timeline, m.from, c, out));
      before = &m;
    }
    return {};
  }

  const std::set<std::int64_t>& explained() const { return explained_; }
  /// Requests about an object, or about the records that rest on it.
  const ChangeRow* requestAbout(std::int64_t object, const std::set<RecordId>& records, Instant at) const {
    const auto fits = [&](const ChangeRow* r) {
      return r->requested.after <= at + skew_ && (!r->closedAt || *r->closedAt >= at - skew_);
    };
    const ChangeRow* best = nullptr;
    const auto consider = [&](const std::vector<const ChangeRow*>& list) {
      for (const ChangeRow* r : list)
        if (fits(r) && (best == nullptr || r->requested.by > best->requested.by)) best = r;
    };
    if (const auto found = byObject_.find(object); found != byObject_.end()) consider(found->second);
    for (const RecordId id : records)
      if (const auto found = byRecord_.find(id); found != byRecord_.end()) consider(found->second);
    return best;
  }

private:
  /// The objects that moved at a time.
  Result<const std::map<std::int64_t, Movement>*> movedAt(Instant t) {
    auto found = moved_.find(t);
    if (found == moved_.end()) {
      COUNTERSIGN_ASSIGN(const auto list, movements_.movements(t, t));
      found = moved_.emplace(t, std::map<std::int64_t, Movement>()).first;
      for (const Movement& m : list)
        found->second.emplace(m.object, m);
    }
    return &found->second;
  }

  /// What moved so that this became otherwise: the object that gives it, else the identity itself, else
  /// something else that it rests on; nullptr: only inventory that was read for the first time.
  static const Movement* causeOf(const RecordTimeline& t, const MomentChange& c,
                                 const std::map<std::int64_t, Movement>& moved) {
    const std::int64_t giver = c.permission != nullptr ? c.permission->object
                               : c.fact != nullptr     ? c.fact->object
                                                       : 0;
    if (const auto found = moved.find(giver); found != moved.end()) return &found->second;
    const Movement* other = nullptr;
    for (const auto& [object, m] : moved) {
      const auto rested = t.objects.find(object);
      if (rested == t.objects.end() || m.role != SourceRole::Live) continue;
      if (rested->second.principal && m.source == c.source) return &m;
      if (other == nullptr) other = &m;
    }
    return other;
  }

  /// A credential in a list that is read for the first time is new where it was made after the identity had
  /// been seen.
  static bool madeSinceSeen(const RecordTimeline& t, const MomentChange& c, Instant at) {
    return c.area == MomentChange::Area::Credential && c.kind == WishKind::Create && c.fact->made &&
           *c.fact->made > t.moments.front().from && *c.fact->made <= at;
  }

  Result<void> addChange(const RecordTimeline& t, Instant at, const MomentChange& c,
                         std::vector<SeenChangeRow>& out) {
    COUNTERSIGN_ASSIGN(const auto* moved, movedAt(at));
    const Movement* cause = causeOf(t, c, *moved);
    Movement made;
    if (cause == nullptr && madeSinceSeen(t, c, at)) {
      made.object = c.fact->object;
      made.at = at;
      made.seenBefore = t.moments.front().from;
      cause = &made;
    }
    if (cause == nullptr) return {};
    SeenChangeRow row;
    row.record = t.record;
    row.recordName = t.name;
    row.tier = t.tier;
    row.at = at;
    row.after = cause->seenBefore;
    row.source = c.source;
    COUNTERSIGN_ASSIGN(const StoredSource* source, reader_.source(c.source));
    row.sourceName = source->name;
    row.area = areaName(c.area);
    row.kind = c.kind;
    if (c.permission != nullptr) {
      row.action = c.permission->shown;
      row.resource = c.permission->resource;
    }
    row.text = textOf(c);
    const auto rested = t.objects.find(cause->object);
    row.cause = "edit of " + (rested == t.objects.end() ? cause->kind + " " + cause->uid
                                                        : rested->second.kind + " " + rested->second.name);
    row.causeKey = std::to_string(cause->object) + "@" + std::to_string(toMicros(at));
    COUNTERSIGN_TRY(addEvent(t, *cause, row));
    // Some sources say themselves when a credential was made.
    if (!row.eventAt && c.area == MomentChange::Area::Credential && c.kind == WishKind::Create &&
        c.fact->made && *c.fact->made <= at && (!row.after || *c.fact->made > *row.after))
      row.eventAt = c.fact->made;
    addRequest(c, *cause, row);
    out.push_back(std::move(row));
    return {};
  }

  /// The newest event on what moved that lies between the looks.
  Result<void> addEvent(const RecordTimeline& t, const Movement& cause, SeenChangeRow& row) {
    const auto rested = t.objects.find(cause.object);
    if (rested == t.objects.end()) return {};
    COUNTERSIGN_ASSIGN(const auto marks, reader_.marks(rested->second.keys));
    const Instant after = row.after ? *row.after - skew_ : Instant::min(), by = row.at + skew_;
    const AuditMark* found = nullptr;
    for (const AuditMark& m : marks)
      if (m.at > after && m.at <= by) {
        found = &m;
        explained_.insert(m.event);
      }
    if (found == nullptr) return {};
    row.who = found->who;
    row.from = found->from;
    row.event = found->action;
    row.eventAt = found->at;
    return {};
  }

  void addRequest(const MomentChange& c, const Movement& cause, SeenChangeRow& row) const {
    const auto landedThen = [&](const drift::PlaceOutcome& p) {
      return p.shown == row.at || (p.state == ChangeState::Closed && p.undone == row.at);
    };
    // A rotation is asked for as a whole: the new credential is its first half.
    const auto halfWay = [&](const ChangeRow* r) {
      return r->wish.kind == WishKind::Rotate && c.area == MomentChange::Area::Credential &&
             c.kind == WishKind::Create && r->requested.after <= row.at &&
             std::any_of(r->places.begin(), r->places.end(), [&](const drift::PlaceOutcome& p) {
               return p.source == row.source && !p.landed &&
                      (p.state == ChangeState::Requested || p.state == ChangeState::NeverLanded);
             });
    };
    const auto explains = [&](const ChangeRow* r, std::int64_t object) {
      return std::any_of(r->places.begin(), r->places.end(), [&](const drift::PlaceOutcome& p) {
        return p.object == object && landedThen(p) &&
               (object != 0 || p.source == row.source || c.area == MomentChange::Area::Owner);
      });
    };
    if (const auto found = byObject_.find(cause.object); found != byObject_.end())
      for (const ChangeRow* r : found->second)
        if (explains(r, cause.object)) return take(*r, row);
    if (const auto found = byRecord_.find(row.record); found != byRecord_.end())
      for (const ChangeRow* r : found->second) {
        const bool window = r->wish.until && r->state == ChangeState::Closed && c.kind == WishKind::Take &&
                            c.permission != nullptr && WishedPermission(r->wish).touches(*c.permission);
        if (((asksFor(*r, c) || window) && explains(r, 0)) || halfWay(r)) return take(*r, row);
      }
  }
  static void take(const ChangeRow& request, SeenChangeRow& row) {
    row.requested = true;
    row.request = request.id;
  }

  FollowReader& reader_;
  MovementStore movements_;
  drift::Micros skew_;
  std::map<RecordId, std::vector<const ChangeRow*>> byRecord_;
  std::map<std::int64_t, std::vector<const ChangeRow*>> byObject_;
  std::map<Instant, std::map<std::int64_t, Movement>> moved_;
  std::set<std::int64_t> explained_;
};

} // namespace

Result<std::vector<SeenChangeRow>> seenChanges(FollowReader& reader, const std::set<RecordId>& records,
                                               const std::vector<ChangeRow>& requests, const ClockSkew& skew,
                                               Instant from, Instant to) {
  Seen seen(reader, requests, skew);
  std::vector<SeenChangeRow> out;
  for (const RecordId id : records)
    COUNTERSIGN_TRY(seen.add(id, from, to, out));
  COUNTERSIGN_ASSIGN(auto audited, auditOnlyChanges(
                                       reader, seen.explained(),
                                       [&](std::int64_t object, const std::set<RecordId>& about, Instant at) {
                                         return seen.requestAbout(object, about, at);
                                       },
                                       skew.most(), from, to));
  std::move(audited.begin(), audited.end(), std::back_inserter(out));
  std::stable_sort(out.begin(), out.end(),
                   [](const SeenChangeRow& a, const SeenChangeRow& b) { return a.at > b.at; });
  return out;
}

namespace {

/// Records of which a list of credentials that is read for the first time shows one that was made after the
/// source had been looked at.
Result<void> addNewCredentials(FollowReader& reader, DocumentStore& documents, Instant from, Instant to,
                               std::set<RecordId>& out) {
  MovementStore movements(reader.workspace());
  RecordStore records(reader.workspace());
  COUNTERSIGN_ASSIGN(const auto fresh,
                     movements.inventory(from, to,
                                         {"aws.access-keys", "gcp.service-account-keys", "vault.token",
                                          "vault.secret-id", "x509.certificate", "neutral.credential"}));
  std::map<std::int64_t, std::optional<Instant>> firstLooks;
  for (const Movement& m : fresh) {
    auto first = firstLooks.find(m.source);
    if (first == firstLooks.end()) {
      COUNTERSIGN_ASSIGN(const auto look, movements.firstLook(m.source));
      first = firstLooks.emplace(m.source, look).first;
    }
    if (!first->second || *first->second >= m.at) continue;
    COUNTERSIGN_ASSIGN(const HeldDocumentPtr d, documents.ofVersion(m.after));
    const auto list = credentialsOf(d->document);
    if (std::none_of(list.begin(), list.end(),
                     [&](const Credential& c) { return c.since() && *c.since() > *first->second; }))
      continue;
    COUNTERSIGN_ASSIGN(const auto of, records.ofObject(m.object));
    out.insert(of.begin(), of.end());
    COUNTERSIGN_ASSIGN(const auto resting, records.withClosureObject(m.object));
    out.insert(resting.begin(), resting.end());
  }
  return {};
}

} // namespace

Result<std::set<RecordId>> movedRecords(FollowReader& reader, Instant from, Instant to) {
  MovementStore movements(reader.workspace());
  COUNTERSIGN_ASSIGN(const auto moved, movements.movements(from, to));
  DocumentStore documents(reader.workspace());
  StoreReader describing(documents);
  RecordStore records(reader.workspace());
  std::set<RecordId> out;
  std::set<std::int64_t> had;
  const auto add = [&](const Result<std::vector<std::int64_t>>& ids) -> Result<void> {
    if (!ids) return failure(ids.error());
    out.insert(ids->begin(), ids->end());
    return {};
  };
  for (const Movement& m : moved) {
    if (m.role == SourceRole::Audit) continue;
    if (had.insert(m.object).second) {
      COUNTERSIGN_TRY(add(records.ofObject(m.object)));
      COUNTERSIGN_TRY(add(records.withClosureObject(m.object)));
    }
    for (const std::int64_t version : {m.before, m.after}) {
      if (version == 0) continue;
      COUNTERSIGN_ASSIGN(const HeldDocumentPtr d, documents.ofVersion(version));
      const Description& description = describing.description(d);
      std::vector<std::int64_t> hashes;
      for (const std::string& key : description.selfKeys)
        hashes.push_back(keyHash(key));
      COUNTERSIGN_TRY(add(records.touchedByKeys(hashes)));
      for (const std::string& key : description.namingKeys) {
        COUNTERSIGN_ASSIGN(const auto named, reader.recordsWith(key));
        out.insert(named.begin(), named.end());
      }
    }
  }
  COUNTERSIGN_TRY(addNewCredentials(reader, documents, from, to, out));
  if (describing.error()) return failure(*describing.error());
  return out;
}

} // namespace countersign
