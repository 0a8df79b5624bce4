// SPDX-License-Identifier: Apache-2.0
#include "models/review/following/timeline.h"

#include "models/access/credential.h"
#include "models/access/runtimes/runtimes.h"
#include "models/store/records.h"

#include <algorithm>
#include <tuple>

namespace countersign {
namespace {

HeldPermission heldOf(const std::string& system, const Grant& g) {
  HeldPermission out;
  out.system = system;
  out.action = g.action;
  out.shown = g.shown;
  out.resource = g.resource;
  out.condition = g.condition;
  out.path = g.path;
  // A policy that the platform publishes may be read from any source, or from the catalogue: what counts is
  // who holds it.
  const HeldDocumentPtr& place = g.holder ? g.holder : g.document;
  if (place) {
    out.source = place->source;
    out.holder = place->object;
    out.object = place->object;
    out.part = place->part;
  }
  if (g.document && place && g.document->source == place->source) {
    out.object = g.document->object;
    out.part = g.document->part;
  }
  return out;
}

std::string noteOf(const EffectiveRow& row) {
  if (row.verdict == Tri::No)
    return "denied by " + (row.deniedBy.empty() ? std::string("its own conditions") : row.deniedBy);
  const auto& words = row.verdict == Tri::Unknown ? row.missing : row.conditions;
  return words.empty() ? std::string() : words.front();
}

void sort(std::vector<HeldPermission>& list) {
  const auto key = [](const HeldPermission& p) {
    return std::tie(p.system, p.action, p.resource, p.condition, p.path, p.source, p.object);
  };
  std::sort(list.begin(), list.end(),
            [&](const HeldPermission& a, const HeldPermission& b) { return key(a) < key(b); });
}

void addPlane(const PlaneGrants& plane, RecordMoment& m) {
  for (const DecidedGrant& d : decidedGrants(plane)) {
    if (d.grant->deny) continue;
    HeldPermission p = heldOf(plane.system, *d.grant);
    p.effective = d.effective();
    if (d.row != nullptr) {
      p.note = noteOf(*d.row);
    }
    m.applied.push_back(std::move(p));
  }
  for (const UnappliedGrant& u : plane.effective.unapplied) {
    HeldPermission p = heldOf(plane.system, u.grant);
    p.effective = u.row.verdict;
    p.note = noteOf(u.row);
    p.own = false;
    m.applied.push_back(std::move(p));
  }
  for (const Grant& g : plane.requested.grants)
    if (!g.deny) m.requested.push_back(heldOf(plane.system, g));
  if (!plane.applied.missing.empty()) m.incomplete.insert(plane.system);
  if (plane.applied.known && plane.applied.missing.empty()) m.known.insert(plane.system);
}

bool isOwn(const Evaluation& e, const HeldDocumentPtr& d) {
  return std::any_of(e.members.begin(), e.members.end(),
                     [&](const Member& m) { return m.document && m.document->object == d->object; });
}

/// Who is let in, as the source writes it.
void addTrust(const HeldDocumentPtr& d, RecordMoment& m) {
  const Json& trust = d->document.content["trust"];
  if (trust.isNull()) return;
  HeldFact f{HeldFact::Kind::Trust,
             d->source,
             d->object,
             d->part,
             "trust of " + d->document.object.name,
             canonicalJson(trust).value_or(std::string()),
             {}};
  m.facts.push_back(std::move(f));
}

/// Credentials, each once: slots of a credential report only where no list of keys names them.
void addCredentials(const Evaluation& e, RecordMoment& m) {
  const bool listed =
      std::any_of(e.closure.documents.begin(), e.closure.documents.end(), [](const auto& one) {
        return one.second->role == SourceRole::Live && one.second->document.object.kind == "aws.access-keys";
      });
  for (const auto& [digest, d] : e.closure.documents) {
    if (d->role != SourceRole::Live) continue;
    for (const Credential& c : credentialsOf(d->document)) {
      if (listed && c.kind == CredentialKind::AccessKey &&
          d->document.object.kind == "aws.credential-report-row")
        continue;
      const std::string_view value = c.state == Credential::State::Active     ? "active"
                                     : c.state == Credential::State::Inactive ? "inactive"
                                                                              : "unknown";
      m.facts.push_back({HeldFact::Kind::Credential, d->source, d->object, d->part,
                         std::string(name(c.kind)) + " " + c.id, std::string(value), c.since()});
    }
  }
}

RecordMoment momentOf(StoreReader& reader, const Evaluation& e, Instant at) {
  RecordMoment m;
  m.from = at;
  for (const PlaneGrants& plane : e.planes)
    addPlane(plane, m);
  sort(m.applied);
  sort(m.requested);
  for (const Member& member : e.members) {
    if (!member.document || member.document->role == SourceRole::Audit) continue;
    Presence& p = (member.document->role == SourceRole::Live ? m.live : m.intent)[member.document->source];
    p.there = true;
    p.disabled = p.disabled || reader.description(member.document).disabled;
  }
  for (const auto& [digest, d] : e.closure.documents)
    if (d->role == SourceRole::Live && isOwn(e, d)) addTrust(d, m);
  addCredentials(e, m);
  std::sort(m.facts.begin(), m.facts.end(), [](const HeldFact& a, const HeldFact& b) {
    return std::tie(a.kind, a.name, a.source, a.object) < std::tie(b.kind, b.name, b.source, b.object);
  });
  if (!e.owners.empty() && !e.ownerContradicted) m.owner = e.owners.front().claim.owner;
  return m;
}

/// What the record rested on then: where a change of it is to be looked for.
void remember(StoreReader& reader, const Evaluation& e, Instant at, RecordTimeline& t) {
  t.looked.insert(at);
  const auto add = [&](const HeldDocumentPtr& d, bool principal) {
    if (!d) return;
    RestedOn& r = t.objects[d->object];
    r.source = d->source;
    r.part = d->part;
    r.role = d->role;
    r.principal = r.principal || principal;
    r.kind = d->document.object.kind;
    r.name = d->document.object.name;
    const auto& keys = reader.description(d).selfKeys;
    r.keys.insert(keys.begin(), keys.end());
    if (e.live()) r.at.insert(at);
  };
  for (const auto& [digest, d] : e.closure.documents)
    add(d, false);
  for (const Member& m : e.members)
    add(m.document, true);
}

/// The members of a record at a time. What a live source shows by name alone (a list of keys, a row of a
/// report) belonged to somebody else as long as another identity had the name.
Result<std::vector<StoredMember>> membersThen(StoreReader& reader, const std::vector<StoredMember>& members) {
  std::set<std::int64_t> byName;
  bool own = false, others = false;
  for (const StoredMember& m : members) {
    COUNTERSIGN_ASSIGN(const HeldDocumentPtr d, reader.documents().ofObject(m.object));
    if (!d || d->role != SourceRole::Live) continue;
    const std::string& id = reader.description(d).idKey;
    if (m.uniqueId.empty())
      byName.insert(m.object);
    else if (!id.empty())
      (id == m.uniqueId ? own : others) = true;
  }
  std::vector<StoredMember> out = members;
  if (others && !own) std::erase_if(out, [&](const StoredMember& m) { return byName.contains(m.object); });
  return out;
}

struct Visit {
  PassesByTime& passes;
  const std::vector<StoredMember>& members;
  RecordTimeline& timeline;
  std::set<std::string> asked;
  std::set<std::int64_t> objects;

  Result<RecordMoment> at(Instant t) {
    EvaluationPass& pass = passes.at(t);
    COUNTERSIGN_ASSIGN(const auto then, membersThen(pass.reader, members));
    COUNTERSIGN_ASSIGN(const Evaluation e, evaluate(pass.context, then));
    remember(pass.reader, e, t, timeline);
    asked.insert(e.asked.begin(), e.asked.end());
    for (const auto& [digest, d] : e.closure.documents)
      objects.insert(d->object);
    return momentOf(pass.reader, e, t);
  }
};

/// Times that are to be looked at: found with what was asked before, until nothing new is asked.
Result<void> gather(Visit& visit, MovementStore& movements, Instant now) {
  std::map<Instant, RecordMoment> done;
  for (std::size_t before = static_cast<std::size_t>(-1); before != done.size();) {
    before = done.size();
    COUNTERSIGN_ASSIGN(const auto times, movements.moments(visit.asked, visit.objects));
    for (const Instant t : times) {
      if (t > now || done.contains(t)) continue;
      COUNTERSIGN_ASSIGN(RecordMoment m, visit.at(t));
      done.emplace(t, std::move(m));
    }
  }
  for (auto& [t, m] : done)
    if (visit.timeline.moments.empty() || !visit.timeline.moments.back().sameState(m))
      visit.timeline.moments.push_back(std::move(m));
  return {};
}

} // namespace

bool RecordMoment::sameState(const RecordMoment& other) const {
  return applied == other.applied && requested == other.requested && live == other.live &&
         intent == other.intent && known == other.known && incomplete == other.incomplete &&
         owner == other.owner && facts == other.facts;
}

const RecordMoment* RecordTimeline::at(Instant t) const {
  const auto after = std::upper_bound(moments.begin(), moments.end(), t,
                                      [](Instant a, const RecordMoment& m) { return a < m.from; });
  return after == moments.begin() ? nullptr : &*std::prev(after);
}

std::set<std::int64_t> RecordTimeline::liveSources() const {
  std::set<std::int64_t> out;
  for (const auto& [object, r] : objects)
    if (r.role == SourceRole::Live) out.insert(r.source);
  return out;
}

std::set<std::int64_t> RecordTimeline::partsOf(std::int64_t source) const {
  std::set<std::int64_t> out;
  for (const auto& [object, r] : objects)
    if (r.source == source) out.insert(r.part);
  return out;
}

std::set<std::string> RecordTimeline::keysIn(std::int64_t source, const std::set<std::int64_t>& with) const {
  std::set<std::string> out;
  for (const auto& [object, r] : objects)
    if (r.source == source && (r.principal || with.contains(object)))
      out.insert(r.keys.begin(), r.keys.end());
  return out;
}

EvaluationPass& PassesByTime::at(Instant t) {
  const auto found = passes_.find(t);
  if (found != passes_.end()) return *found->second;
  if (passes_.size() >= mostPasses) passes_.clear();
  auto pass = std::make_unique<EvaluationPass>(workspace_, t, t);
  pass->context.statesOnly = true;
  return *passes_.emplace(t, std::move(pass)).first->second;
}

Result<RecordTimeline> timelineOf(PassesByTime& passes, RecordId id, Instant now) {
  Workspace& w = passes.workspace();
  RecordStore records(w);
  COUNTERSIGN_ASSIGN(const auto stored, records.record(id));
  COUNTERSIGN_ASSIGN(const auto members, records.members(id));
  if (!stored || members.empty()) return failure(ErrorCode::NotFound, "there is no such record");
  RecordTimeline out;
  out.record = id;
  out.name = stored->name;
  out.tier = stored->tier;
  Visit visit{passes, members, out, {}, {}};
  for (const StoredMember& m : members)
    visit.objects.insert(m.object);
  MovementStore movements(w);
  COUNTERSIGN_TRY(gather(visit, movements, now));
  return out;
}

Result<std::vector<Instant>> jointLooks(MovementStore& movements, const std::set<std::int64_t>& parts) {
  std::vector<std::vector<Instant>> each;
  for (const std::int64_t part : parts) {
    COUNTERSIGN_ASSIGN(const auto looks, movements.looks(part));
    each.emplace_back();
    for (const Look& l : looks)
      if (l.complete && (each.back().empty() || l.at > each.back().back())) each.back().push_back(l.at);
  }
  std::vector<Instant> out;
  if (each.empty()) return out;
  for (std::optional<Instant> before;;) {
    Instant joint = Instant::min();
    for (const auto& looks : each) {
      const auto next = before ? std::upper_bound(looks.begin(), looks.end(), *before) : looks.begin();
      if (next == looks.end()) return out;
      joint = std::max(joint, *next);
    }
    out.push_back(joint);
    before = joint;
  }
}

} // namespace countersign
