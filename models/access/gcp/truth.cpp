// SPDX-License-Identifier: Apache-2.0
#include "models/access/gcp/truth.h"

#include <algorithm>

namespace countersign::gcp {

void addOnce(std::vector<std::string>& to, const std::vector<std::string>& more) {
  for (const std::string& one : more)
    if (std::find(to.begin(), to.end(), one) == to.end()) to.push_back(one);
}

Finding& Finding::operator&=(const Finding& other) {
  truth = std::min(truth, other.truth);
  if (truth == Truth::No) {
    conditions.clear();
    missing.clear();
    return *this;
  }
  addOnce(conditions, other.conditions);
  addOnce(missing, other.missing);
  return *this;
}

Finding& Finding::operator|=(const Finding& other) {
  const bool sure = truth == Truth::Yes || other.truth == Truth::Yes;
  truth = std::max(truth, other.truth);
  if (sure) {
    conditions.clear();
    missing.clear();
    return *this;
  }
  addOnce(conditions, other.conditions);
  addOnce(missing, other.missing);
  return *this;
}

} // namespace countersign::gcp
