// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/aws/evaluate.h"

#include <functional>
#include <string>
#include <vector>

namespace countersign::iam {

struct WhoCan {
  std::string principal;
  Evaluation evaluation; ///< Allowed, Conditional or NotEvaluated
};

/// Makes the request of a principal, and gathers the policies that bear on it; they have to outlive the
/// result.
using RequestBy = std::function<Request(const std::string& principal)>;
using PoliciesOn = std::function<PolicySet(const Request& request)>;

/// Everyone of `principals` who is not denied: evaluate() for each, in their order.
std::vector<WhoCan> whoCan(const std::vector<std::string>& principals, const RequestBy& request,
                           const PoliciesOn& policies);

} // namespace countersign::iam
