// SPDX-License-Identifier: Apache-2.0
#include "models/evidence/dsse.h"
#include "models/evidence/statement.h"
#include "models/review/desk_impl.h"
#include "models/review/log_append.h"
#include "models/store/log.h"
#include "models/store/records.h"
#include "models/store/sources.h"

#include <algorithm>
#include <map>

namespace countersign {
namespace {

/// What may be signed of a revocation: that it has landed everywhere, that it held, that it came back.
std::string outcomeOf(drift::ChangeState state) {
  switch (state) {
  case drift::ChangeState::Applied:
  case drift::ChangeState::Effective:
    return "landed";
  case drift::ChangeState::Held:
    return "held";
  case drift::ChangeState::Returned:
    return "returned";
  default:
    return {};
  }
}

/// Of each revocation, by the number of its entry: what became of its parts, worst first.
std::map<std::int64_t, std::vector<const ChangeRow*>> byEntry(const std::vector<ChangeRow>& rows) {
  std::map<std::int64_t, std::vector<const ChangeRow*>> out;
  for (const ChangeRow& r : rows)
    out[r.entry].push_back(&r);
  return out;
}

/// One outcome for all permissions that an entry revokes; empty: it is not settled.
std::string together(const std::vector<const ChangeRow*>& rows) {
  std::string out = "held";
  for (const ChangeRow* r : rows) {
    const std::string one = outcomeOf(r->state);
    if (one == "returned") return one;
    if (one.empty() && r->state != drift::ChangeState::AlreadySo) return {};
    if (one == "landed") out = one;
  }
  return out;
}

/// SHA-256 of the snapshots that show it, sorted.
std::vector<Digest> proofs(const std::vector<const ChangeRow*>& rows,
                           const std::vector<StoredSnapshot>& snapshots) {
  std::set<Digest> out;
  for (const ChangeRow* r : rows)
    for (const drift::PlaceOutcome& p : r->places)
      for (const StoredSnapshot& s : snapshots)
        if (s.source == p.source && (s.capturedAt == p.shown || s.capturedAt == p.undone)) out.insert(s.raw);
  return {out.begin(), out.end()};
}

/// The outcome that the log tells last of each revocation.
Result<std::map<std::uint64_t, std::string>> signedOutcomes(Workspace& w) {
  std::map<std::uint64_t, std::string> out;
  LogStore log(w);
  COUNTERSIGN_TRY(log.forEach([&](const StoredEntry& entry) -> Result<void> {
    if (entry.kind != "revocation-outcome") return {};
    COUNTERSIGN_ASSIGN(const evidence::Envelope envelope, evidence::readEnvelope(entry.envelope));
    COUNTERSIGN_ASSIGN(const evidence::Statement statement, evidence::readStatement(envelope.payload));
    if (const auto* o = std::get_if<evidence::RevocationOutcome>(&statement.body)) out[o->seq] = o->outcome;
    return {};
  }));
  return out;
}

} // namespace

Result<std::vector<std::int64_t>> Desk::signOutcomes(const SignerInput& signer) {
  Workspace& w = *impl_->workspace;
  ChangeQuery query;
  query.origins = {ChangeOrigin::Revocation};
  COUNTERSIGN_ASSIGN(const auto rows, changes(query));
  COUNTERSIGN_ASSIGN(auto said, signedOutcomes(w));
  SourceStore sources(w);
  COUNTERSIGN_ASSIGN(const auto snapshots, sources.snapshots());
  COUNTERSIGN_ASSIGN(const Signing signing, openSigner(signer, impl_->now()));
  LogStore log(w);
  RecordStore records(w);
  std::vector<std::int64_t> out;
  for (const auto& [seq, parts] : byEntry(rows)) {
    const std::string outcome = together(parts);
    const std::vector<Digest> shown = proofs(parts, snapshots);
    if (outcome.empty() || shown.empty() || said[static_cast<std::uint64_t>(seq)] == outcome) continue;
    COUNTERSIGN_ASSIGN(const auto entry, log.entry(seq));
    COUNTERSIGN_ASSIGN(const auto record, records.record(parts.front()->record));
    if (!entry || !record)
      return failure(ErrorCode::Corrupt, "a revocation names what is not there",
                     "Run 'countersign workspace check'");
    evidence::RevocationOutcome body{
        static_cast<std::uint64_t>(seq), entry->leaf, outcome, shown, record->digest, parts.front()->text};
    COUNTERSIGN_TRY(w.transaction([&]() -> Result<void> {
      COUNTERSIGN_ASSIGN(const StoredEntry made, appendToLog(w, body, signing, impl_->now(),
                                                             {parts.front()->record, "revocation " + outcome,
                                                              parts.front()->recordName}));
      out.push_back(made.seq);
      return {};
    }));
  }
  return out;
}

} // namespace countersign
