// SPDX-License-Identifier: Apache-2.0
#include "models/correlate/describe.h"

#include "models/correlate/describe_kinds.h"

#include <algorithm>

namespace countersign {
namespace {
void unique(std::vector<std::string>& keys) {
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  keys.erase(std::remove(keys.begin(), keys.end(), std::string()), keys.end());
}
} // namespace

Description describe(const Document& document) {
  Description out;
  if (kinds::aws(document, out) || kinds::azure(document, out) || kinds::gcp(document, out) ||
      kinds::kubernetes(document, out) || kinds::neutral(document, out) || kinds::vault(document, out) ||
      kinds::postgresql(document, out) || kinds::x509(document, out) || kinds::decision(document, out)) {
    unique(out.selfKeys);
    unique(out.namingKeys);
  }
  return out;
}

} // namespace countersign
