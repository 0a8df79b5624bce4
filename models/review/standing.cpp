// SPDX-License-Identifier: Apache-2.0
#include "models/review/standing.h"

#include <algorithm>

namespace countersign {
namespace {

Seconds between(Instant from, Instant to) {
  return std::chrono::duration_cast<Seconds>(to - from);
}

std::string day(Instant t) {
  return formatRfc3339Seconds(t).substr(0, 10);
}

std::string sourcesText(std::size_t n) {
  return n == 1 ? "the one live source" : "all " + std::to_string(n) + " live sources";
}

} // namespace

SealState sealStateOf(bool unseen, bool contradicted, std::optional<Instant> oldest,
                      std::optional<Instant> timeFlip, Seconds window, Instant now) {
  if (unseen) return SealState::Unseen;
  if (contradicted) return SealState::Contradicted;
  if (!oldest) return SealState::Stale;
  const Seconds age = between(*oldest, now);
  if (age > window || (timeFlip && *timeFlip <= now)) return SealState::Stale;
  return age * 3 > window * 2 ? SealState::Ageing : SealState::Current;
}

Seal sealOf(const SealFacts& f, const Windows& windows, Instant now) {
  Seal s;
  s.window = windows.of(f.tier);
  s.oldestSeen = f.oldest;
  s.auditNote = f.audited ? "" : "no audit trail imported";
  s.state = sealStateOf(!f.unseen.empty(), !f.contradicted.empty(), f.oldest, f.timeFlip, s.window, now);
  const Seconds age = f.oldest ? between(*f.oldest, now) : Seconds{};
  const std::string seen = f.oldestSource + " was last seen " + formatDuration(age) + " ago; " +
                           std::string(name(f.tier)) + " allows " + formatWindow(s.window);
  switch (s.state) {
  case SealState::Unseen:
    s.reason = f.unseen;
    break;
  case SealState::Contradicted:
    s.reason = f.contradicted;
    s.staleSource = f.oldestSource;
    break;
  case SealState::Stale:
    if (!f.oldest) {
      s.reason = "no live document says when it was seen";
      break;
    }
    s.staleSource = f.oldestSource;
    s.reason = age > s.window ? seen
                              : "a condition on time has changed at " + formatRfc3339Seconds(*f.timeFlip) +
                                    ", since it was worked out";
    break;
  case SealState::Ageing:
    s.reason = seen;
    break;
  case SealState::Current:
    s.reason = sourcesText(f.liveSources) + " seen within " + formatDuration(age);
    break;
  }
  return s;
}

StandingState standingStateOf(Decision decision, std::optional<Instant> until, bool secondNeeded, bool holds,
                              Instant now) {
  const bool over = until && *until <= now;
  if (decision == Decision::Exception) return over ? StandingState::Expired : StandingState::Exception;
  if (decision != Decision::Certify || secondNeeded) return StandingState::Never;
  if (!holds) return StandingState::Moved;
  return over ? StandingState::Expired : StandingState::Stands;
}

Standing standingOf(const std::optional<StoredDecision>& d, const Digest& digest, const std::string& by,
                    Instant now) {
  Standing s;
  if (!d) {
    s.reason = "never certified";
    return s;
  }
  s.decidedAt = d->at;
  s.until = d->until;
  s.entry = d->seq;
  s.state = standingStateOf(d->decision, d->until, d->secondNeeded, d->digest == digest, now);
  const std::string who = by.empty() ? "" : " by " + by;
  if (d->decision == Decision::Exception) {
    s.reason = (s.state == StandingState::Expired ? "exception ended " : "exception to ") +
               (d->until ? day(*d->until) : std::string("no date")) + who;
    if (s.state == StandingState::Exception && d->digest != digest) s.reason += "; content has moved since";
    return s;
  }
  if (d->decision != Decision::Certify) {
    s.reason = "revocation decided " + day(d->at) + who + "; not certified since";
    return s;
  }
  s.reason = "certified " + day(d->at) + who;
  if (d->secondNeeded) s.reason += "; a critical record takes a second reviewer";
  if (s.state == StandingState::Moved) s.reason += ", moved since";
  if (s.state == StandingState::Expired) s.reason += ", the period ended " + day(*d->until);
  return s;
}

Result<void> allowed(Decision decision, const Seal& seal) {
  if (decision != Decision::Certify) return {};
  switch (seal.state) {
  case SealState::Current:
  case SealState::Ageing:
    return {};
  case SealState::Stale:
    return failure(ErrorCode::Stale, "stale: " + seal.reason,
                   "Import " + (seal.staleSource.empty() ? "the live source" : seal.staleSource) +
                       " again, then look at the record once more");
  case SealState::Contradicted:
    return failure(ErrorCode::Refused, "contradicted: " + seal.reason,
                   "Import the live source again, or flag the record");
  case SealState::Unseen:
    return failure(ErrorCode::Refused, "unseen: " + seal.reason,
                   "What no live source shows cannot be certified; revoke what declares it, or flag it");
  }
  return failure(ErrorCode::Internal, "unknown seal");
}

Result<SealFacts> sealFacts(DocumentStore& documents, const Evaluation& e) {
  SealFacts f;
  f.unseen = e.unseen;
  f.contradicted = e.contradicted;
  f.timeFlip = e.timeFlip;
  f.audited = e.audited;
  f.tier = e.tier;
  std::set<std::int64_t> sources;
  for (const auto& [digest, d] : e.closure.documents) {
    if (d->role != SourceRole::Live) continue;
    sources.insert(d->source);
    COUNTERSIGN_ASSIGN(const LastSeen seen, lastSeen(documents, *d));
    if (seen.at && (!f.oldest || *seen.at < *f.oldest)) {
      f.oldest = seen.at;
      f.oldestSource = d->sourceName;
    }
  }
  f.liveSources = sources.size();
  return f;
}

} // namespace countersign
