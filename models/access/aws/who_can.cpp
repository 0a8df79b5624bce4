// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/who_can.h"

#include <utility>

namespace countersign::iam {

std::vector<WhoCan> whoCan(const std::vector<std::string>& principals, const RequestBy& request,
                           const PoliciesOn& policies) {
  std::vector<WhoCan> out;
  for (const std::string& principal : principals) {
    const Request asked = request(principal);
    const PolicySet set = policies(asked);
    if (decide(asked, set).verdict != Verdict::Denied) out.push_back({principal, evaluate(asked, set)});
  }
  return out;
}

} // namespace countersign::iam
