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

Seal sealOf(const SealFacts& f, const Windows& windows, Instant now) {
  Seal s;
  s.window = windows.of(f.tier);
  s.oldestSeen = f.oldest;
  s.auditNote = f.audited ? "" : "no audit trail imported";
  if (!f.unseen.empty()) {
    s.state = SealState::Unseen;
    s.reason = f.unseen;
    return s;
  }
  if (!f.contradicted.empty()) {
    s.state = SealState::Contradicted;
    s.reason = f.contradicted;
    s.staleSource = f.oldestSource;
    return s;
  }
  if (!f.oldest) {
    s.state = SealState::Stale;
    s.reason = "no live document says when it was seen";
    return s;
  }
  const Seconds age = between(*f.oldest, now);
  const std::string window = std::string(name(f.tier)) + " allows " + formatWindow(s.window);
  if (age > s.window) {
    s.state = SealState::Stale;
    s.staleSource = f.oldestSource;
    s.reason = f.oldestSource + " was last seen " + formatDuration(age) + " ago; " + window;
  } else if (f.timeFlip && *f.timeFlip <= now) {
    s.state = SealState::Stale;
    s.staleSource = f.oldestSource;
    s.reason = "a condition on time has changed at " + formatRfc3339Seconds(*f.timeFlip) +
               ", since it was worked out";
  } else if (age * 3 > s.window * 2) {
    s.state = SealState::Ageing;
    s.reason = f.oldestSource + " was last seen " + formatDuration(age) + " ago; " + window;
  } else {
    s.state = SealState::Current;
    s.reason = sourcesText(f.liveSources) + " seen within " + formatDuration(age);
  }
  return s;
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
  const std::string who = by.empty() ? "" : " by " + by;
  if (d->decision == Decision::Exception) {
    const bool over = d->until && *d->until <= now;
    s.state = over ? StandingState::Expired : StandingState::Exception;
    s.reason = (over ? "exception ended " : "exception to ") +
               (d->until ? day(*d->until) : std::string("no date")) + who;
    if (!over && d->digest != digest) s.reason += "; content has moved since";
    return s;
  }
  if (d->decision != Decision::Certify) {
    s.reason = "revocation decided " + day(d->at) + who + "; not certified since";
    return s;
  }
  if (d->secondNeeded) {
    s.reason = "certified " + day(d->at) + who + "; a critical record takes a second reviewer";
    return s;
  }
  const std::string certified = "certified " + day(d->at) + who;
  if (d->digest != digest) {
    s.state = StandingState::Moved;
    s.reason = certified + ", moved since";
  } else if (d->until && *d->until <= now) {
    s.state = StandingState::Expired;
    s.reason = certified + ", the period ended " + day(*d->until);
  } else {
    s.state = StandingState::Stands;
    s.reason = certified;
  }
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
