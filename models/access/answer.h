// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/time.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace countersign {

struct HeldDocument;

/// What a runtime in the end decides. Conditional and NotEvaluated are never folded into yes or no.
enum class Verdict { Allowed, Denied, Conditional, NotEvaluated };

/// May this principal do this action on this resource?
struct Question {
  std::string principal, action, resource; ///< in the runtime's own words
  /// Values of the request that conditions look at, by the runtime's key (AWS: lower case). A key that is not
  /// there is absent where `contextComplete`, else unknown.
  std::map<std::string, std::vector<std::string>> context;
  bool contextComplete = false;
  Instant now{};
};

/// One link of the chain from a principal to an answer.
struct WhyStep {
  std::string layer;    ///< "identity policy", "permission boundary", "SCP at r-x1", "role binding" …
  std::string text;     ///< for people
  std::string document; ///< uid of the document, or the name of the policy
  std::string pointer;  ///< JSON pointer into its content; empty: all of it
  std::shared_ptr<const HeldDocument> held = {}; ///< the document, where a snapshot has it
};

struct Answer {
  Verdict verdict = Verdict::NotEvaluated;
  bool explicitDeny = false;           ///< Denied by a statement that says so, not by the lack of one
  std::string deniedBy;                ///< the layer that denies, where Denied
  std::vector<std::string> conditions; ///< Conditional: under which, each in words
  std::optional<Instant> until;        ///< from then on the answer has to be worked out again
  std::vector<WhyStep> why;            ///< what allowed, or what denied
  bool nothingAllows = false; ///< NotEvaluated: no statement that is known allows it, but not all are known
  std::vector<std::string> missing; ///< NotEvaluated or Conditional: what is not known
};

} // namespace countersign
