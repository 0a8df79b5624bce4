// SPDX-License-Identifier: Apache-2.0
#include "models/review/as_of_list.h"
#include "models/review/desk_impl.h"
#include "models/review/differences.h"
#include "models/review/record_row.h"
#include "models/review/standing.h"
#include "models/store/log.h"
#include "models/store/sources.h"

#include <algorithm>

namespace countersign {
namespace {

std::vector<PrincipalRow> principalsFrom(const std::string& json) {
  std::vector<PrincipalRow> out;
  const Json list = parseJson(json).value_or(Json());
  for (const Json& p : list.items()) {
    PrincipalRow row;
    row.system = p["system"].asString();
    row.kind = p["kind"].asString();
    row.label = p["label"].asString();
    row.uid = p["uid"].asString();
    row.uniqueId = p["uniqueId"].asString();
    row.source = p["source"].asString();
    row.role = sourceRoleFrom(p["role"].asString()).value_or(SourceRole::Live);
    row.present = p["present"].asBool();
    out.push_back(std::move(row));
  }
  return out;
}

RecordRow rowOf(const ListedRecord& l, const Windows& windows, Instant now, const std::string& by) {
  const StoredRecord& r = l.record;
  RecordRow out;
  out.id = r.id;
  out.uid = r.uid;
  out.name = r.name;
  out.knownAs = r.knownAs;
  out.owner = r.owner;
  out.ownerBasis = r.ownerBasis;
  out.ownerContradicted = r.ownerContradicted;
  out.tier = r.tier;
  out.tierReason = r.tierReason;
  out.digest = r.digest;
  out.principals = principalsFrom(r.principals);
  SealFacts facts{r.unseen, r.contradicted, l.oldest, l.staleSource, 0, r.timeFlip, r.audited, r.tier};
  std::set<std::string> sources;
  for (const PrincipalRow& p : out.principals)
    if (p.role == SourceRole::Live && p.present) sources.insert(p.source);
  facts.liveSources = sources.size();
  const Seal seal = sealOf(facts, windows, now);
  out.seal = seal.state;
  out.sealReason = seal.reason;
  const Standing standing = standingOf(l.decision, r.digest, by, now);
  out.standing = standing.state;
  out.standingReason = standing.reason;
  out.seenLive = l.oldest;
  for (const std::string& system : searchWords(r.systems))
    out.systems.push_back(system);
  out.attention = attentionFromJson(r.attention);
  out.access = accessFromJson(r.access);
  return out;
}

} // namespace

Result<std::shared_ptr<const RecordIndex>> Desk::Impl::recordIndex() {
  COUNTERSIGN_ASSIGN(const std::int64_t generation, workspace->generation());
  if (index && generation == indexGeneration) return index;
  COUNTERSIGN_ASSIGN(index, RecordIndex::load(*workspace));
  indexGeneration = generation;
  return index;
}

Result<std::vector<RecordId>> Desk::recordIds(const RecordQuery& query) {
  Workspace& w = *impl_->workspace;
  if (query.asOf) return recordIdsAsOf(w, query, impl_->now());
  COUNTERSIGN_ASSIGN(const auto index, impl_->recordIndex());
  COUNTERSIGN_ASSIGN(const Windows windows, windowsOf(w));
  return index->ids(query, windows, impl_->now());
}

Result<std::vector<RecordRow>> Desk::recordRows(const std::vector<RecordId>& ids,
                                                std::optional<Instant> asOf) {
  Workspace& w = *impl_->workspace;
  if (asOf) return recordRowsAsOf(w, ids, *asOf);
  const Instant now = impl_->now();
  COUNTERSIGN_ASSIGN(const Windows windows, windowsOf(w));
  COUNTERSIGN_ASSIGN(const auto listed, RecordList(w).rows(ids));
  LogStore log(w);
  COUNTERSIGN_ASSIGN(const auto reviewers, log.reviewers());
  std::vector<RecordRow> out;
  out.reserve(listed.size());
  for (const ListedRecord& l : listed) {
    std::string by;
    for (const StoredReviewer& r : reviewers)
      if (l.decision && r.keyId == l.decision->by) by = r.name;
    out.push_back(rowOf(l, windows, now, by));
  }
  return out;
}

Result<FacetCounts> Desk::facets(const RecordQuery& query) {
  Workspace& w = *impl_->workspace;
  if (query.asOf) return facetsAsOf(w, query, impl_->now());
  COUNTERSIGN_ASSIGN(const auto index, impl_->recordIndex());
  COUNTERSIGN_ASSIGN(const Windows windows, windowsOf(w));
  return index->facets(query, windows, impl_->now());
}

Result<RecordId> Desk::findRecord(const std::string& text) {
  Workspace& w = *impl_->workspace;
  RecordStore records(w);
  COUNTERSIGN_ASSIGN(const std::int64_t byUid, records.findByUid(text));
  if (byUid != 0) return byUid;
  if (!text.empty() && text.size() < 10 &&
      std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    COUNTERSIGN_ASSIGN(const auto record, records.record(std::stoll(text)));
    if (record) return record->id;
  }
  RecordQuery q;
  q.text = text;
  COUNTERSIGN_ASSIGN(const auto ids, recordIds(q));
  COUNTERSIGN_ASSIGN(const auto rows, recordRows(ids));
  std::vector<RecordId> exact;
  for (const RecordRow& r : rows) {
    const bool principal = std::any_of(r.principals.begin(), r.principals.end(), [&](const auto& p) {
      return p.uid == text || (p.uid.size() > text.size() &&
                               p.uid.compare(p.uid.size() - text.size(), text.size(), text) == 0 &&
                               text.compare(0, 4, "arn:") == 0);
    });
    if (principal || r.name == text) exact.push_back(r.id);
  }
  if (exact.size() == 1) return exact.front();
  if (exact.size() > 1)
    return failure(ErrorCode::InvalidArgument,
                   std::to_string(exact.size()) + " records are called '" + text + "'",
                   "Use the id that 'countersign list' shows");
  return failure(ErrorCode::NotFound, "no record is called '" + text + "'",
                 "'countersign list --search' finds records by any part of their names");
}

Result<std::vector<std::pair<std::string, RecordQuery>>> Desk::savedViews() {
  LogStore log(*impl_->workspace);
  COUNTERSIGN_ASSIGN(const auto stored, log.savedViews());
  std::vector<std::pair<std::string, RecordQuery>> out;
  for (const auto& [viewName, json] : stored) {
    COUNTERSIGN_ASSIGN(RecordQuery q, recordQueryFromJson(json));
    out.emplace_back(viewName, std::move(q));
  }
  return out;
}

Result<void> Desk::saveView(const std::string& viewName, const RecordQuery& query) {
  if (viewName.empty() || viewName.size() > 200)
    return failure(ErrorCode::InvalidArgument, "a view needs a name of at most 200 bytes");
  return LogStore(*impl_->workspace).saveView(viewName, recordQueryToJson(query));
}

Result<void> Desk::removeView(const std::string& viewName) {
  return LogStore(*impl_->workspace).removeView(viewName);
}

} // namespace countersign
