// SPDX-License-Identifier: Apache-2.0
#include "models/review/attest.h"

#include "models/access/catalogue.h"
#include "models/review/differences.h"
#include "models/review/record_build.h"
#include "models/review/standing.h"

#include <algorithm>

namespace countersign {
namespace {

constexpr int defaultPeriodDays =
    180; // PCI DSS 4.0.1 7.2.4 asks for six months; 7.2.5.1 for what the risk analysis says

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

Result<void> checkRequest(const DecisionRequest& r, Instant now) {
  const bool reasoned = !r.reason.empty();
  switch (r.decision) {
  case Decision::Certify:
    break;
  case Decision::Exception:
    if (!r.until || *r.until <= now)
      return failure(ErrorCode::InvalidArgument, "an exception needs an end date in the future",
                     "Give it with --until");
    if (r.owner.empty())
      return failure(ErrorCode::InvalidArgument, "an exception needs somebody who owns it",
                     "Give it with --owner");
    [[fallthrough]];
  case Decision::Revoke:
  case Decision::Flag:
  case Decision::CannotDecide:
    if (!reasoned)
      return failure(ErrorCode::InvalidArgument, std::string(name(r.decision)) + " needs a reason",
                     "Give it with --reason");
    break;
  case Decision::Reassign:
    if (r.owner.empty() || !reasoned)
      return failure(ErrorCode::InvalidArgument, "a reassignment needs a reason and to whom",
                     "Give them with --reason and --owner");
    break;
  }
  return {};
}

/// May the decision be taken although the state moved while it was on the screen?
bool survivesMove(const DecisionRequest& r) {
  switch (r.decision) {
  case Decision::Certify:
    return false;
  case Decision::Revoke:
  case Decision::Exception:
    return r.sawDifference;
  default:
    return true;
  }
}

Instant wholeSeconds(Instant t) {
  return Instant(std::chrono::floor<std::chrono::seconds>(t));
}

struct State {
  Evaluation evaluation;
  RecordView view;
};

Result<evidence::Attestation> attestationOf(Workspace& w, EvaluationPass& pass, const State& s,
                                            const DecisionRequest& r, const Windows& windows, Instant now,
                                            std::size_t batch) {
  evidence::Attestation a;
  a.recordId = s.view.uid;
  a.recordName = s.view.name;
  a.tier = s.view.tier;
  a.digest = s.view.digest;
  for (const auto& [digest, d] : s.evaluation.closure.documents) {
    evidence::SignedDocument signedDocument{digest, std::nullopt};
    if (d->role == SourceRole::Live) {
      COUNTERSIGN_ASSIGN(const LastSeen seen, lastSeen(pass.documents, *d));
      if (seen.at) signedDocument.seenAt = wholeSeconds(*seen.at);
    }
    a.documents.push_back(signedDocument);
  }
  a.absences.assign(s.evaluation.closure.absences.begin(), s.evaluation.closure.absences.end());
  a.seal.state = s.view.seal.state;
  a.seal.computedAt = wholeSeconds(now);
  for (const Tier t : {Tier::Critical, Tier::High, Tier::Medium, Tier::Low})
    a.seal.windows.push_back({std::string(name(t)), windows.of(t)});
  a.seal.notes = {s.view.seal.reason};
  if (!s.view.seal.auditNote.empty()) a.seal.notes.push_back(s.view.seal.auditNote);
  a.view = {sha256(r.viewText), "en"};
  a.versions = {COUNTERSIGN_VERSION, evaluatorVersion(), catalogueVersions(), "none"};
  a.decision = r.decision;
  a.reason = r.reason;
  a.owner = r.owner;
  if (r.until) a.until = wholeSeconds(*r.until);
  a.batchSize = batch;
  a.meaning = meaningOf(r.decision);
  RecordStore records(w);
  COUNTERSIGN_ASSIGN(const auto before, records.decision(r.record));
  if (before) {
    LogStore log(w);
    COUNTERSIGN_ASSIGN(const auto entry, log.entry(before->seq));
    if (entry) a.prior = entry->leaf;
  }
  for (const std::string& chosen : r.grants)
    for (const GrantRow& g : s.view.grants)
      if (chosen == g.action + " on " + g.resource)
        a.grants.push_back(
            {s.view.principals.empty() ? "" : s.view.principals.front().uid, g.action, g.resource, g.path});
  if (!r.grants.empty() && a.grants.empty())
    return failure(ErrorCode::InvalidArgument, "the record holds none of the permissions that were named",
                   "Name them as 'countersign show' does: action on resource");
  evidence::normalise(a);
  return a;
}

std::string whatText(const DecisionRequest& r) {
  std::string out(name(r.decision));
  if (r.decision == Decision::Exception && r.until)
    out += " until " + formatRfc3339Seconds(*r.until).substr(0, 10);
  if (r.decision == Decision::Revoke)
    out += r.grants.empty()
               ? " · identity"
               : " · " + std::to_string(r.grants.size()) + (r.grants.size() == 1 ? " grant" : " grants");
  if (r.decision == Decision::Reassign) out += " to " + r.owner;
  return out;
}

/// What is kept with the entry, so that evidence can hand it over.
Result<void> keepTexts(Workspace& w, const State& s, const DecisionRequest& r) {
  LogStore log(w);
  COUNTERSIGN_TRY(log.keep("closure", s.evaluation.closure.canonical()));
  return log.keep("view", r.viewText);
}

/// A critical record takes two different reviewers: the second one countersigns the first one's entry.
Result<std::optional<StoredEntry>> countersignPending(Workspace& w, const State& s, const DecisionRequest& r,
                                                      const Signing& signing, Instant now) {
  if (r.decision != Decision::Certify || s.view.tier != Tier::Critical) return std::optional<StoredEntry>();
  RecordStore records(w);
  COUNTERSIGN_ASSIGN(auto pending, records.decision(r.record));
  if (!pending || !pending->secondNeeded || pending->digest != s.view.digest)
    return std::optional<StoredEntry>();
  if (pending->by == signing.signer.keyId)
    return failure(ErrorCode::Refused,
                   "a critical record takes two different reviewers, and you are the first",
                   "Ask another reviewer to certify it");
  LogStore log(w);
  COUNTERSIGN_ASSIGN(const auto first, log.entry(pending->seq));
  if (!first)
    return failure(ErrorCode::Corrupt, "the first reviewer's entry is missing",
                   "Run 'countersign workspace check'");
  evidence::Countersign body{static_cast<std::uint64_t>(first->seq), first->leaf, r.reason,
                             meaningOf(Decision::Certify)};
  COUNTERSIGN_ASSIGN(StoredEntry entry,
                     appendToLog(w, body, signing, now,
                                 {r.record, "countersign #" + std::to_string(first->seq), s.view.name}));
  pending->secondNeeded = false;
  COUNTERSIGN_TRY(records.setDecision(r.record, *pending));
  return std::optional(std::move(entry));
}

Result<StoredEntry> signNew(Workspace& w, EvaluationPass& pass, const State& s, const DecisionRequest& r,
                            const Signing& signing, const Windows& windows, Instant now, std::size_t batch,
                            Outcome& out) {
  COUNTERSIGN_ASSIGN(evidence::Attestation a, attestationOf(w, pass, s, r, windows, now, batch));
  LogStore log(w);
  COUNTERSIGN_ASSIGN(const auto reviewer, log.reviewer(signing.signer.keyId));
  StoredReviewer self;
  self.name = signing.name;
  self.email = signing.email;
  COUNTERSIGN_ASSIGN(a.independence, independence(pass, s.evaluation, reviewer ? *reviewer : self));
  const evidence::Independence& i = a.independence;
  if (r.decision == Decision::Certify && (i.owner || i.creator || i.lastChanger || i.holdsCredential))
    return failure(ErrorCode::Refused,
                   signing.name + " has a hand in this identity (" +
                       std::string(i.owner         ? "owner"
                                   : i.creator     ? "creator"
                                   : i.lastChanger ? "last changer"
                                                   : "holds a credential") +
                       ") and cannot certify it",
                   "Reassign it to somebody else");
  COUNTERSIGN_ASSIGN(StoredEntry entry,
                     appendToLog(w, a, signing, now, {r.record, whatText(r), s.view.name}));
  if (r.decision == Decision::Certify || r.decision == Decision::Exception ||
      r.decision == Decision::Revoke) {
    RecordStore records(w);
    out.secondNeeded = r.decision == Decision::Certify && s.view.tier == Tier::Critical;
    COUNTERSIGN_TRY(records.setDecision(r.record, {r.decision, entry.seq, s.view.digest, now, a.until,
                                                   signing.signer.keyId, out.secondNeeded}));
  }
  return entry;
}

Result<StoredEntry> swap(Workspace& w, const DecisionRequest& asked, const Signing& signing, Instant now,
                         std::size_t batch, Outcome& out) {
  DecisionRequest r = asked;
  EvaluationPass pass(w, now);
  COUNTERSIGN_TRY(pass.load(w));
  RecordStore records(w);
  COUNTERSIGN_ASSIGN(const auto members, records.members(r.record));
  if (members.empty()) return failure(ErrorCode::NotFound, "there is no such record");
  State s;
  COUNTERSIGN_ASSIGN(s.evaluation, evaluate(pass.context, members));
  COUNTERSIGN_ASSIGN(const Windows windows, windowsOf(w));
  ViewContext x{w, pass, windows, now, {}};
  COUNTERSIGN_ASSIGN(s.view, buildRecordView(x, r.record, s.evaluation));
  out.recordName = s.view.name;
  if (s.view.digest != r.shown && !survivesMove(r)) {
    COUNTERSIGN_ASSIGN(out.differences, differencesOf(w, r.record, r.shown, s.view.digest, now));
    return failure(ErrorCode::Moved,
                   s.view.name + " has moved since it was on the screen (" + r.shown.brief() + " → " +
                       s.view.digest.brief() + ")",
                   "Look at what moved, then decide on the new state");
  }
  COUNTERSIGN_TRY(allowed(r.decision, s.view.seal));
  const bool declared = std::any_of(s.view.principals.begin(), s.view.principals.end(),
                                    [](const auto& p) { return p.present && p.role == SourceRole::Intent; });
  if (r.decision == Decision::Revoke && s.view.seal.state == SealState::Unseen && !declared)
    return failure(ErrorCode::Refused,
                   "nothing declares it and no live source shows it: there is nothing to revoke");
  const bool alarming =
      std::any_of(s.view.grants.begin(), s.view.grants.end(), [](const GrantRow& g) { return g.alarm; });
  if (r.decision == Decision::Certify && alarming && r.reason.empty())
    return failure(ErrorCode::InvalidArgument,
                   s.view.name + " has permissions that were never requested: certifying needs a reason",
                   "Give it with --reason");
  if (r.decision == Decision::Certify && !r.until) {
    COUNTERSIGN_ASSIGN(const std::string days,
                       w.setting("review.period.days", std::to_string(defaultPeriodDays)));
    r.until = now + std::chrono::hours(24) * std::stoi(days);
  }
  if (r.viewText.empty()) r.viewText = viewText(s.view);
  COUNTERSIGN_TRY(keepTexts(w, s, r));
  COUNTERSIGN_ASSIGN(auto countersigned, countersignPending(w, s, r, signing, now));
  if (countersigned) return std::move(*countersigned);
  return signNew(w, pass, s, r, signing, windows, now, batch, out);
}

} // namespace

std::string meaningOf(Decision decision) {
  switch (decision) {
  case Decision::Certify:
    return "I have looked at the state shown and certify that this access is appropriate.";
  case Decision::Revoke:
    return "I have looked at the state shown and decide that this access has to be taken away.";
  case Decision::Exception:
    return "I accept this access as an exception until the date given; it is policy debt and not certified.";
  case Decision::Flag:
    return "I have a question about this access and decide nothing yet.";
  case Decision::Reassign:
    return "I pass this decision on to the person named.";
  case Decision::CannotDecide:
    return "I cannot decide on what is shown.";
  }
  return {};
}

Result<evidence::Independence> independence(EvaluationPass& pass, const Evaluation& e,
                                            const StoredReviewer& reviewer) {
  evidence::Independence out;
  out.rule = "Nobody certifies an identity that they own, created, last changed or hold a credential of; "
             "compared: the names of the reviewer with "
             "owners, with actors of audit events and with principals.";
  std::vector<std::string> names = reviewer.aliases;
  names.push_back(reviewer.name);
  if (!reviewer.email.empty()) names.push_back(reviewer.email);
  const auto is = [&](const std::string& text) {
    return !text.empty() && std::any_of(names.begin(), names.end(),
                                        [&](const std::string& n) { return lower(n) == lower(text); });
  };
  for (const OwnerFact& o : e.owners)
    out.owner = out.owner || std::any_of(names.begin(), names.end(),
                                         [&](const std::string& n) { return sameOwner(n, o.claim.owner); });
  for (const Member& m : e.members) {
    const Description d = pass.reader.description(m.shown());
    out.holdsCredential = out.holdsCredential || is(d.neutralUid);
    for (const std::string& term : d.searchTerms)
      out.holdsCredential = out.holdsCredential || is(term);
    for (const std::string& key : d.selfKeys) {
      COUNTERSIGN_ASSIGN(const auto events,
                         pass.documents.events(key, DocumentStore::EventRelation::About, 500));
      bool newest = true;
      for (const StoredEvent& event : events) {
        if (!event.event.stateChanging) continue;
        out.lastChanger = out.lastChanger || (newest && is(event.event.actor));
        newest = false;
        const std::string action = lower(event.event.action);
        out.creator = out.creator || (action.find("create") != std::string::npos && is(event.event.actor));
      }
    }
  }
  return out;
}

Result<Outcome> attest(Workspace& w, const DecisionRequest& request, const Signing& signing,
                       const Clock& clock, std::size_t batch, std::int64_t staged) {
  Outcome out;
  out.staged = staged;
  out.record = request.record;
  const Instant now = clock.now();
  if (const auto fine = checkRequest(request, now); !fine) {
    out.refusal = fine.error();
    return out;
  }
  const auto done = w.transaction([&]() -> Result<void> {
    COUNTERSIGN_ASSIGN(const StoredEntry entry, swap(w, request, signing, now, batch, out));
    out.entry = entry.seq;
    if (staged != 0) {
      LogStore log(w);
      COUNTERSIGN_TRY(log.unstage(staged));
    }
    return {};
  });
  if (done) {
    out.done = true;
    return out;
  }
  switch (done.error().code) {
  case ErrorCode::DiskFull:
  case ErrorCode::Io:
  case ErrorCode::Corrupt:
  case ErrorCode::Internal:
    return failure(done.error());
  default:
    break;
  }
  out.entry = -1;
  out.refusal = done.error();
  return out;
}

} // namespace countersign
