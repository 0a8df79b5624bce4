// SPDX-License-Identifier: Apache-2.0
#include "models/review/attest.h"
#include "models/review/desk_impl.h"
#include "models/review/query_json.h"

#include <algorithm>

namespace countersign {
namespace {

/// The checkpoint behind what was signed. Where it cannot be written, the signatures hold all the same, and
/// the error says so.
Result<void> checkpoint(Workspace& w, const Signing& signing, Instant now) {
  auto done = w.transaction([&]() -> Result<void> { return addCheckpoint(w, signing, now); });
  if (done) return done;
  Error e = std::move(done).error();
  e.message =
      "what was decided is signed and in the log; only the log's next checkpoint is missing, because " +
      e.message.substr(0, e.message.find(';'));
  e.remedy = "Free some space or look at the disk; the next signature or export makes the checkpoint";
  return failure(std::move(e));
}

/// Signs one staged decision, or notes why it was refused.
Result<Outcome> signStaged(Workspace& w, const StagedDecision& s, const Signing& signing, const Clock& clock,
                           std::size_t batch) {
  COUNTERSIGN_ASSIGN(Outcome o, attest(w, s.request, signing, clock, batch, s.id));
  if (o.recordName.empty()) o.recordName = s.recordName;
  if (o.refusal)
    COUNTERSIGN_TRY(
        w.transaction([&]() -> Result<void> { return LogStore(w).setRefusal(s.id, o.refusal->text()); }));
  return o;
}

} // namespace

Result<std::int64_t> Desk::stage(const DecisionRequest& request) {
  Workspace& w = *impl_->workspace;
  RecordStore records(w);
  COUNTERSIGN_ASSIGN(const auto record, records.record(request.record));
  if (!record) return failure(ErrorCode::NotFound, "there is no such record");
  const auto text = canonicalJson(Json(request.reason + request.owner + request.viewText));
  if (!text) return failure(ErrorCode::Encoding, "reason, owner or view is not UTF-8");
  std::int64_t id = 0;
  COUNTERSIGN_TRY(w.transaction([&]() -> Result<void> {
    LogStore log(w);
    // The state that is decided on is kept, so that what moved can be shown later.
    if (record->digest == request.shown) {
      COUNTERSIGN_ASSIGN(const Evaluation e, evaluateRecord(w, request.record, impl_->now()));
      if (e.digest() == request.shown) COUNTERSIGN_TRY(log.keep("closure", e.closure.canonical()));
    }
    COUNTERSIGN_ASSIGN(const auto before, log.staged());
    for (const StoredStaged& s : before)
      if (s.record == request.record) COUNTERSIGN_TRY(log.unstage(s.id)); // one decision a record: the newest
    COUNTERSIGN_ASSIGN(id, log.stage(request.record, impl_->now(), decisionToJson(request)));
    return {};
  }));
  return id;
}

Result<void> Desk::unstage(std::int64_t id) {
  Workspace& w = *impl_->workspace;
  return w.transaction([&]() -> Result<void> { return LogStore(w).unstage(id); });
}

Result<std::vector<StagedDecision>> Desk::staged() {
  Workspace& w = *impl_->workspace;
  LogStore log(w);
  RecordStore records(w);
  COUNTERSIGN_ASSIGN(const auto all, log.staged());
  std::vector<StagedDecision> out;
  for (const StoredStaged& s : all) {
    COUNTERSIGN_ASSIGN(DecisionRequest request, decisionFromJson(s.json));
    COUNTERSIGN_ASSIGN(const auto record, records.record(s.record));
    out.push_back({s.id, std::move(request), record ? record->name : std::string(), s.at, s.refusal});
  }
  return out;
}

Result<std::vector<Outcome>> Desk::signOff(const SignerInput& signer, const std::vector<std::int64_t>& only) {
  Workspace& w = *impl_->workspace;
  COUNTERSIGN_ASSIGN(auto all, staged());
  if (!only.empty())
    std::erase_if(all, [&](const StagedDecision& s) {
      return std::find(only.begin(), only.end(), s.id) == only.end();
    });
  if (all.empty()) return failure(ErrorCode::InvalidArgument, "nothing is staged", "Decide on records first");
  COUNTERSIGN_ASSIGN(const Signing signing, openSigner(signer, impl_->now()));
  std::vector<Outcome> out;
  for (const StagedDecision& s : all) {
    auto o = signStaged(w, s, signing, *impl_->clock, all.size());
    if (!o && out.empty()) return failure(std::move(o).error());
    if (!o) { // the others are told; this one and those behind it stay staged
      Outcome refused;
      refused.staged = s.id;
      refused.record = s.request.record;
      refused.recordName = s.recordName;
      refused.refusal = std::move(o).error();
      out.push_back(std::move(refused));
      return out;
    }
    out.push_back(std::move(*o));
  }
  if (std::any_of(out.begin(), out.end(), [](const Outcome& o) { return o.done; }))
    COUNTERSIGN_TRY(checkpoint(w, signing, impl_->now()));
  return out;
}

Result<Outcome> Desk::decide(const DecisionRequest& request, const SignerInput& signer) {
  Workspace& w = *impl_->workspace;
  COUNTERSIGN_ASSIGN(const Signing signing, openSigner(signer, impl_->now()));
  COUNTERSIGN_ASSIGN(Outcome o, attest(w, request, signing, *impl_->clock, 1, 0));
  if (o.done) COUNTERSIGN_TRY(checkpoint(w, signing, impl_->now()));
  return o;
}

Result<std::string> Desk::enrolKey(const SignerInput& signer, const std::filesystem::path& certificate) {
  Workspace& w = *impl_->workspace;
  const Instant now = impl_->now();
  COUNTERSIGN_ASSIGN(const Signing signing, openSigner(signer, now));
  std::string keyId = signing.signer.keyId;
  COUNTERSIGN_TRY(w.transaction([&]() -> Result<void> {
    LogStore log(w);
    COUNTERSIGN_ASSIGN(const auto size, log.size());
    if (size == 0) {
      evidence::Note note{"The log was opened by " + signing.name + "."};
      COUNTERSIGN_TRY(appendToLog(w, note, signing, now, {0, "note", signing.name}));
    }
    if (certificate.empty()) {
      COUNTERSIGN_ASSIGN(const auto there, log.reviewer(keyId));
      if (!there)
        return failure(ErrorCode::Refused, "the log was opened by somebody else",
                       "Let a reviewer who may sign enrol your certificate");
      return addCheckpoint(w, signing, now);
    }
    COUNTERSIGN_ASSIGN(const auto certificates, readCertificates(certificate));
    COUNTERSIGN_ASSIGN(const auto key, certificates.first.publicKey());
    keyId = key.keyId();
    COUNTERSIGN_TRY(enrol(w, certificates.first, signing, now));
    return addCheckpoint(w, signing, now);
  }));
  return keyId;
}

} // namespace countersign
