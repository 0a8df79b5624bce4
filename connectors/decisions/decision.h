// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/document.h"
#include "models/identity/result.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace countersign::decisions {

/// What a file says around an answer, or what is known of it all.
struct About {
  std::string principal; ///< empty: the answer has to say it
  std::string resource;  ///< where the answer does not say it
  std::string scope;
  Json context; ///< values that the request was made with
  std::optional<Instant> at;
};

/// One question and what the runtime said to it.
struct RuntimeDecision {
  std::string system, principal, action, resource;
  std::optional<std::vector<std::string>> groups; ///< Kubernetes: with which it was asked
  Json context;
  std::vector<std::string> missingContext; ///< AWS: looked at, and not given
  bool allowed = false;
  std::string reason;
  std::optional<Instant> at;
  std::string pointer; ///< to it, in the answer
};
using Decisions = std::vector<RuntimeDecision>;

/// More of them than this in one answer are a fault.
inline constexpr std::size_t mostOfOneAnswer = 100'000;

/// The document of kind runtime.decision. Error: Limit (a text that is too long to be a name).
Result<Document> documentOf(const RuntimeDecision& decision, const std::string& scope);

/// Which system an answer is of; empty: of none that is known.
std::string_view systemOf(const Json& answer);

// Each reads an answer of its system. Errors: Malformed, Limit, Unsupported.
Result<Decisions> kubernetesDecisions(const Json& answer, const About& about);
Result<Decisions> awsDecisions(const Json& answer, const About& about);
Result<Decisions> vaultDecisions(const Json& answer, const About& about);

/// True for the four kinds of authorization.k8s.io that carry an answer.
bool isReviewKind(std::string_view kind);

} // namespace countersign::decisions
