// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/answer.h"
#include "models/access/aws/layers.h"

#include <string>
#include <string_view>
#include <vector>

namespace countersign::iam {

/// An answer with what it was made of. Points into the policies, which have to outlive it.
struct Evaluation {
  Answer answer;
  std::vector<Layer> layers;           ///< that bore on the request
  std::vector<std::string> blockedBy;  ///< kinds of the layers that deny, or that do not allow what others do
  std::vector<StatementMatch> pending; ///< statements under whose conditions the answer is Conditional
};

/// The verdict alone.
struct Decision {
  Verdict verdict = Verdict::NotEvaluated;
  bool explicitDeny = false; ///< as in Answer
  std::string_view deniedBy; ///< Denied: kind of the layer that denies or does not allow, or "AWS"
};
/// What evaluate() says, without what it is made of: by the same rules, many times as fast. It leaves out
/// until when that holds.
Decision decide(const Request& request, const PolicySet& policies);

/// May this be done? (IAM User Guide, "Policy evaluation logic" and its pages on single-account and
/// cross-account requests.)
Evaluation evaluate(const Request& request, const PolicySet& policies);

} // namespace countersign::iam
