// SPDX-License-Identifier: Apache-2.0
#include "models/evidence/dsse.h"
#include "models/evidence/statement.h"
#include "models/review/following/follow_changes.h"
#include "models/store/log.h"
#include "models/store/records.h"

#include <algorithm>

namespace countersign {
namespace {

AskedChange askedOf(const StoredChange& stored, const StoredSource& source) {
  AskedChange out;
  const Change& c = stored.change;
  ChangeRow& row = out.row;
  row.id = c.id;
  row.source = source.name;
  row.origin = c.origin;
  row.ref = c.ref;
  row.by = c.by;
  row.approvedBy = c.approvedBy;
  row.summary = c.summary;
  row.wish = c.wish;
  row.about = c.about;
  // A request without a time of its own was made at the latest when it was captured.
  row.requested = c.at ? drift::Between{*c.at, *c.at} : drift::Between{stored.capturedAt, stored.capturedAt};
  row.approvedAt = c.approvedAt;
  row.closedAt = c.closedAt;
  row.trace = {source.name, stored.snapshot, stored.capturedAt, {}, c.where, {}, {}};
  out.keys = c.aboutKeys;
  out.planned = {c.details["kind"].asString(), c.details["changed"]};
  return out;
}

/// A plan that only takes something under management, or lets it go, asks for nothing; and of the points that
/// a neutral change passes (requested, approved, applied, verified) the first is the request.
bool asksForNothing(const Change& c) {
  const std::string& point = c.details["plane_point"].asString();
  if (!point.empty() && point != "requested") return true;
  return c.origin == ChangeOrigin::Plan && !c.actions.empty() &&
         std::all_of(c.actions.begin(), c.actions.end(),
                     [](const std::string& a) { return a == "import" || a == "forget"; });
}

AskedChange revocation(const StoredEntry& entry, RecordId record) {
  AskedChange out;
  ChangeRow& row = out.row;
  row.id = "revocation:" + std::to_string(entry.seq);
  row.source = "this workspace";
  row.origin = ChangeOrigin::Revocation;
  row.by = entry.who;
  row.about = entry.about;
  row.requested = {entry.at, entry.at};
  row.entry = entry.seq;
  row.wish.kind = WishKind::Take;
  out.records = {record};
  out.decided = true;
  return out;
}

void addRevocations(const StoredEntry& entry, const evidence::Attestation& a, RecordId record,
                    std::vector<AskedChange>& out) {
  if (a.grants.empty()) {
    out.push_back(revocation(entry, record));
    out.back().row.summary = "revoke the identity: " + a.reason;
    return;
  }
  std::size_t number = 0;
  for (const evidence::SignedGrant& g : a.grants) {
    out.push_back(revocation(entry, record));
    ChangeRow& row = out.back().row;
    if (a.grants.size() > 1) row.id += "/" + std::to_string(++number);
    row.wish.action = g.action;
    row.wish.resource = g.resource;
    row.summary = "revoke " + g.action + " on " + g.resource + ": " + a.reason;
  }
}

} // namespace

Result<std::vector<AskedChange>> importedRequests(FollowReader& reader) {
  ChangeStore store(reader.workspace());
  COUNTERSIGN_ASSIGN(const auto changes, store.changes());
  std::vector<AskedChange> out;
  for (const StoredChange& c : changes) {
    if (c.change.origin == ChangeOrigin::Outside || asksForNothing(c.change)) continue;
    COUNTERSIGN_ASSIGN(const StoredSource* source, reader.source(c.source));
    out.push_back(askedOf(c, *source));
  }
  return out;
}

Result<std::vector<AskedChange>> signedRevocations(FollowReader& reader) {
  LogStore log(reader.workspace());
  std::vector<AskedChange> out;
  COUNTERSIGN_TRY(log.forEach([&](const StoredEntry& entry) -> Result<void> {
    if (entry.kind != "attestation" || entry.record == 0 || entry.what.rfind("revoke", 0) != 0) return {};
    COUNTERSIGN_ASSIGN(const evidence::Envelope envelope, evidence::readEnvelope(entry.envelope));
    COUNTERSIGN_ASSIGN(const evidence::Statement statement, evidence::readStatement(envelope.payload));
    const auto* a = std::get_if<evidence::Attestation>(&statement.body);
    if (a != nullptr && a->decision == Decision::Revoke) addRevocations(entry, *a, entry.record, out);
    return {};
  }));
  return out;
}

Result<std::vector<AskedChange>> namedProbes(FollowReader& reader) {
  ChangeStore store(reader.workspace());
  COUNTERSIGN_ASSIGN(const auto probes, store.probes());
  std::vector<AskedChange> out;
  for (const StoredProbe& p : probes) {
    AskedChange asked;
    ChangeRow& row = asked.row;
    COUNTERSIGN_ASSIGN(row.wish, Wish::fromJson(p.json["wish"]));
    row.id = "probe:" + p.name;
    row.source = "this workspace";
    row.origin = ChangeOrigin::Probe;
    row.about = p.json["identity"].asString();
    row.summary = p.json["note"].asString();
    row.requested = {p.at, p.at};
    asked.keys = p.json["keys"].strings();
    out.push_back(std::move(asked));
  }
  return out;
}

} // namespace countersign
