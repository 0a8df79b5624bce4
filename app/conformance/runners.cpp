// SPDX-License-Identifier: Apache-2.0
#include "app/conformance/conformance.h"

namespace countersign::conformance {

void addAll(Runners& runners) {
  addKubernetes(runners);
  addPostgresql(runners);
}

} // namespace countersign::conformance
