// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/evaluate.h"

namespace countersign {

/// What the seal of a record depends on.
struct SealFacts {
  std::string unseen, contradicted; ///< reasons; empty: it is not
  std::optional<Instant> oldest;    ///< of the live documents of the closure; nullopt: there is none
  std::string oldestSource;
  std::size_t liveSources = 0;
  std::optional<Instant> timeFlip; ///< a condition on time changes then
  bool audited = false;
  Tier tier = Tier::Medium;
};

/// The first that applies of Unseen, Contradicted, Stale, Ageing, Current, without the words.
SealState sealStateOf(bool unseen, bool contradicted, std::optional<Instant> oldest,
                      std::optional<Instant> timeFlip, Seconds window, Instant now);
/// Where a record stands after its last decision; `holds`: its content is the one decided on.
StandingState standingStateOf(Decision decision, std::optional<Instant> until, bool secondNeeded, bool holds,
                              Instant now);

/// The first that applies of Unseen, Contradicted, Stale, Ageing, Current (docs/guides/reviewer.md), with the
/// reason in words.
Seal sealOf(const SealFacts& facts, const Windows& windows, Instant now);

/// How a record relates to its last certification.
Standing standingOf(const std::optional<StoredDecision>& decision, const Digest& digest,
                    const std::string& by, Instant now);

/// Whether the table of decisions lets this decision be signed under this seal; where not, why.
/// `onlyDeclared`: a revocation of what intent declares (Unseen).
Result<void> allowed(Decision decision, const Seal& seal);

/// Facts for the seal of an evaluation.
Result<SealFacts> sealFacts(DocumentStore& documents, const Evaluation& e);

} // namespace countersign
