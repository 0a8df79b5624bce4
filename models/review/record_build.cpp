// SPDX-License-Identifier: Apache-2.0
#include "models/review/record_build.h"

#include "models/drift/findings/lights.h"
#include "models/review/finding_facts.h"

#include <algorithm>

namespace countersign {

const std::string& ViewContext::file(std::int64_t snapshot) {
  const auto found = files.find(snapshot);
  if (found != files.end()) return found->second;
  SourceStore sources(workspace);
  const auto s = sources.snapshot(snapshot);
  return files.emplace(snapshot, s && *s ? (*s)->file : std::string()).first->second;
}

Trace ViewContext::trace(const HeldDocumentPtr& d, const std::string& inner) {
  Trace t;
  t.source = d->sourceName;
  t.snapshot = d->snapshot;
  t.capturedAt = d->from;
  t.file = file(d->snapshot);
  t.where = d->where;
  t.inner = inner;
  t.document = d->digest.hex();
  return t;
}

Trace ViewContext::trace(const StoredObservation& o, const HeldDocumentPtr& about) {
  Trace t;
  t.source = about->sourceName;
  t.snapshot = o.snapshot;
  t.capturedAt = o.capturedAt;
  t.file = file(o.snapshot);
  t.where = o.where;
  return t;
}

Trace ViewContext::trace(const StoredEvent& e) {
  Trace t;
  t.snapshot = e.snapshot;
  t.capturedAt = e.event.at;
  t.file = file(e.snapshot);
  t.where = e.event.where;
  SourceStore sources(workspace);
  if (const auto all = sources.sources())
    for (const StoredSource& s : *all)
      if (s.id == e.source) t.source = s.name;
  return t;
}

void ViewContext::complete(Trace& t) {
  t.file = file(t.snapshot);
  if (!t.source.empty()) return;
  SourceStore sources(workspace);
  const auto snapshot = sources.snapshot(t.snapshot);
  const auto all = sources.sources();
  if (!snapshot || !*snapshot || !all) return;
  for (const StoredSource& s : *all)
    if (s.id == (*snapshot)->source) t.source = s.name;
}

namespace {

std::vector<ClosureEntry> closureEntries(ViewContext& x, const Evaluation& e) {
  std::vector<ClosureEntry> out;
  for (const auto& [digest, d] : e.closure.documents) {
    ClosureEntry c;
    c.digest = digest.hex();
    c.what = d->document.object.kind + " " + d->document.object.uid;
    c.source = d->sourceName;
    c.live = d->role == SourceRole::Live;
    if (c.live)
      if (const auto seen = lastSeen(x.pass.documents, *d)) c.seenAt = seen->at;
    c.trace = x.trace(d);
    out.push_back(std::move(c));
  }
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.what < b.what; });
  for (const std::string& what : e.closure.absences)
    out.push_back({{}, what, {}, false, {}, {}});
  return out;
}

} // namespace

namespace {

Result<void> addLights(ViewContext& x, const Evaluation& e, RecordView& v) {
  Evaluation again = e; // gathering writes down what it asked for
  COUNTERSIGN_ASSIGN(findings::RecordFacts facts, factsForFindings(x.pass.context, again));
  if (!x.pass.documents.asOf()) facts.review = findings::Review{v.standing.state, v.standing.reason};
  v.lights = findings::lightsOf(facts);
  return {};
}

} // namespace

Result<RecordView> buildRecordView(ViewContext& x, RecordId id, const Evaluation& e) {
  RecordStore records(x.workspace);
  COUNTERSIGN_ASSIGN(const auto stored, records.record(id));
  if (!stored) return failure(ErrorCode::NotFound, "there is no such record");
  RecordView v;
  v.id = id;
  v.uid = stored->uid;
  v.name = e.name;
  v.principals = principalRows(x.pass.reader, e);
  std::tie(v.owner, v.ownerBasis) = shownOwner(e);
  v.tier = e.tier;
  v.tierReason = e.tierReason;
  COUNTERSIGN_ASSIGN(SealFacts facts, sealFacts(x.pass.documents, e));
  facts.timeFlip = stored->timeFlip; // since the record was worked out, not since now
  v.seal = sealOf(facts, x.windows, x.now);
  COUNTERSIGN_ASSIGN(const auto decision, records.decision(id));
  v.digest = e.digest();
  std::string by;
  if (decision) {
    LogStore log(x.workspace);
    COUNTERSIGN_ASSIGN(const auto entry, log.entry(decision->seq));
    by = entry ? entry->who : decision->by.substr(0, 8);
  }
  v.standing = standingOf(decision, v.digest, by, x.now);
  v.closure = closureEntries(x, e);
  v.grants = grantRows(x, e, v.notEvaluated);
  v.grantsTotal = v.grants.size();
  v.ways = wayRows(x, e);
  addOwnerFacts(x, e, v);
  COUNTERSIGN_TRY(addLocationFacts(x, e, v));
  COUNTERSIGN_TRY(addCredentialFacts(x, e, v));
  COUNTERSIGN_TRY(addTrail(x, e, v));
  v.attention = e.attention;
  for (Attention& a : v.attention)
    if (a.trace.snapshot != 0) x.complete(a.trace);
  COUNTERSIGN_TRY(addLights(x, e, v));
  v.asOf = x.pass.documents.asOf();
  if (x.pass.reader.error()) return failure(*x.pass.reader.error());
  return v;
}

} // namespace countersign
