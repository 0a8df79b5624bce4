// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/evaluate.h"

namespace countersign {

/// What a runtime itself decided of one principal, and what it was asked.
struct OwnWord {
  Question question;
  bool allowed = false;
  Instant at{};
  std::string reason;                             ///< in the runtime's words
  std::string unusable;                           ///< why our evaluator cannot be asked the same; else empty
  std::optional<std::vector<std::string>> groups; ///< Kubernetes: those that it was asked with
  Trace trace;
};

/// At most as many words of one principal are looked at.
inline constexpr std::size_t mostOwnWords = 1'000;

/// The words on a principal, newest first, of each question the newest; `cut` is set where there are more.
Result<std::vector<OwnWord>> ownWordsOf(EvaluationContext& context, const HeldDocumentPtr& principal,
                                        bool& cut);

/// The question of an audit event of Kubernetes; nullopt: it carries no decision about its actor.
std::optional<OwnWord> wordOfEvent(const StoredEvent& event);

} // namespace countersign
