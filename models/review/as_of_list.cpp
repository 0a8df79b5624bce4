// SPDX-License-Identifier: Apache-2.0
#include "models/review/as_of_list.h"

#include "models/review/differences.h"
#include "models/review/record_index.h"
#include "models/review/record_row.h"
#include "models/review/standing.h"
#include "models/store/log.h"

#include <algorithm>

namespace countersign {
namespace {

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

/// The decision that counted at a time, read from the log.
Result<std::optional<StoredDecision>> decisionAt(Workspace& w, RecordId id, Instant asOf) {
  RecordStore records(w);
  COUNTERSIGN_ASSIGN(auto newest, records.decision(id));
  if (newest && newest->at > asOf)
    newest.reset(); // what was decided before that has been replaced since: not kept in the list
  return newest;
}

/// A row at a time; nullopt where the record was not known then.
Result<std::optional<RecordRow>> rowAt(Workspace& w, EvaluationPass& pass, RecordId id, Instant asOf,
                                       const Windows& windows) {
  RecordStore records(w);
  COUNTERSIGN_ASSIGN(const auto members, records.members(id));
  if (members.empty()) return std::optional<RecordRow>();
  const auto e = evaluate(pass.context, members);
  if (!e)
    return e.error().code == ErrorCode::Corrupt && !pass.reader.error()
               ? Result<std::optional<RecordRow>>(std::nullopt)
               : Result<std::optional<RecordRow>>(failure(e.error()));
  if (e->ended) return std::optional<RecordRow>();
  COUNTERSIGN_ASSIGN(const auto stored, records.record(id));
  RecordRow r;
  r.id = id;
  r.uid = stored ? stored->uid : std::string();
  r.name = e->name;
  r.knownAs = knownAs(pass.reader, *e);
  std::tie(r.owner, r.ownerBasis) = shownOwner(*e);
  r.ownerContradicted = e->ownerContradicted;
  r.tier = e->tier;
  r.tierReason = e->tierReason;
  r.digest = e->digest();
  r.principals = principalRows(pass.reader, *e);
  COUNTERSIGN_ASSIGN(const SealFacts facts, sealFacts(pass.documents, *e));
  const Seal seal = sealOf(facts, windows, asOf);
  r.seal = seal.state;
  r.sealReason = seal.reason;
  r.seenLive = facts.oldest;
  COUNTERSIGN_ASSIGN(const auto decision, decisionAt(w, id, asOf));
  const Standing standing = standingOf(decision, r.digest, {}, asOf);
  r.standing = standing.state;
  r.standingReason = standing.reason;
  std::set<std::string> systems;
  for (const PrincipalRow& p : r.principals)
    systems.insert(p.system);
  r.systems.assign(systems.begin(), systems.end());
  r.attention = e->attention;
  r.access = accessOf(*e);
  return std::optional(std::move(r));
}

template <class T>
bool in(const std::vector<T>& wanted, const T& value) {
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
}

bool matches(const RecordRow& r, const RecordQuery& q, const std::string& without) {
  std::string text = lower(r.name + '\n' + r.owner + '\n' + r.knownAs);
  for (const PrincipalRow& p : r.principals)
    text += '\n' + lower(p.uid + '\n' + p.uniqueId + '\n' + p.label);
  for (const std::string& word : searchWords(q.text))
    if (text.find(word) == std::string::npos) return false;
  const auto anySystem = [&] {
    return std::any_of(r.systems.begin(), r.systems.end(), [&](const auto& s) { return in(q.systems, s); });
  };
  const auto anyAttention = [&] {
    return std::any_of(r.attention.begin(), r.attention.end(),
                       [&](const auto& a) { return in(q.attention, a.code); });
  };
  return (without == "seal" || in(q.seals, r.seal)) &&
         (without == "standing" || in(q.standings, r.standing)) &&
         (without == "tier" || in(q.tiers, r.tier)) &&
         (without == "system" || q.systems.empty() || anySystem()) &&
         (without == "reach" || in(q.reaches, r.access.reachName())) &&
         (without == "attention" || q.attention.empty() || anyAttention());
}

Result<std::vector<RecordRow>> allRows(Workspace& w, Instant asOf) {
  RecordStore records(w);
  COUNTERSIGN_ASSIGN(const auto ids, records.all());
  return recordRowsAsOf(w, ids, asOf);
}

std::string sortKey(const RecordRow& r, RecordColumn by) {
  switch (by) {
  case RecordColumn::Name:
    return {};
  case RecordColumn::KnownAs:
    return lower(r.knownAs);
  case RecordColumn::Owner:
    return lower(r.owner);
  case RecordColumn::Tier:
    return std::to_string(static_cast<int>(r.tier));
  case RecordColumn::Seal:
    return std::to_string(static_cast<int>(r.seal));
  case RecordColumn::Standing:
    return std::to_string(static_cast<int>(r.standing));
  case RecordColumn::SeenLive:
    return r.seenLive ? formatRfc3339(*r.seenLive) : std::string();
  case RecordColumn::Attention:
    return std::to_string(1000 + r.attention.size());
  case RecordColumn::Reach:
    return std::to_string(r.access.known ? 1 + static_cast<int>(r.access.reach) : 0);
  }
  return {};
}

} // namespace

Result<std::vector<RecordRow>> recordRowsAsOf(Workspace& w, const std::vector<RecordId>& ids, Instant asOf) {
  EvaluationPass pass(w, asOf, asOf);
  COUNTERSIGN_TRY(pass.load(w));
  COUNTERSIGN_ASSIGN(const Windows windows, windowsOf(w));
  std::vector<RecordRow> out;
  for (const RecordId id : ids) {
    COUNTERSIGN_ASSIGN(auto row, rowAt(w, pass, id, asOf, windows));
    if (row) out.push_back(std::move(*row));
  }
  return out;
}

Result<std::vector<RecordId>> recordIdsAsOf(Workspace& w, const RecordQuery& q, Instant) {
  COUNTERSIGN_ASSIGN(auto rows, allRows(w, *q.asOf));
  std::erase_if(rows, [&](const RecordRow& r) { return !matches(r, q, {}); });
  std::stable_sort(rows.begin(), rows.end(), [&](const RecordRow& a, const RecordRow& b) {
    const auto key = [&](const RecordRow& r) {
      return std::tuple(sortKey(r, q.sortBy), lower(r.name), r.id);
    };
    return q.descending ? key(b) < key(a) : key(a) < key(b);
  });
  std::vector<RecordId> out;
  for (const RecordRow& r : rows)
    out.push_back(r.id);
  return out;
}

Result<FacetCounts> facetsAsOf(Workspace& w, const RecordQuery& q, Instant) {
  COUNTERSIGN_ASSIGN(const auto rows, allRows(w, *q.asOf));
  FacetCounts out;
  for (const RecordRow& r : rows) {
    out.total += matches(r, q, {}) ? 1U : 0U;
    if (matches(r, q, "seal")) ++out.seal[std::string(name(r.seal))];
    if (matches(r, q, "standing")) ++out.standing[std::string(name(r.standing))];
    if (matches(r, q, "tier")) ++out.tier[std::string(name(r.tier))];
    if (matches(r, q, "system"))
      for (const std::string& s : r.systems)
        ++out.system[s];
    if (matches(r, q, "attention"))
      for (const Attention& a : r.attention)
        ++out.attention[a.code];
  }
  return out;
}

} // namespace countersign
