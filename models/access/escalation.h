// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/answer.h"

#include <string>
#include <vector>

namespace countersign {

/// A known way from the permissions that somebody holds to more than they say.
struct EscalationPath {
  std::string id;             ///< stable: "aws.passrole-lambda"
  std::string title;          ///< for people
  std::vector<WhyStep> steps; ///< the permissions that it takes, in their order
  bool conditional = false;   ///< at least one of them holds under conditions only, or was not evaluated
  std::string needs; ///< what it takes beside, which no permission tells: "a role that trusts …"; conditions
  bool unlessGuarded = false; ///< conditional on nothing but guardrails that were not imported
};

struct EscalationPaths {
  std::vector<EscalationPath> list; ///< in a fixed order
  std::vector<std::string> missing; ///< what was not looked at, and why
};

} // namespace countersign
