// SPDX-License-Identifier: Apache-2.0
#include "app/conformance/aws.h"
#include "app/conformance/azure.h"
#include "app/conformance/cel.h"
#include "app/conformance/conformance.h"
#include "app/conformance/gcp.h"
#include "app/conformance/vault.h"

namespace countersign::conformance {

void addAll(Runners& runners) {
  addAws(runners);
  addAzure(runners);
  addCel(runners);
  addGcp(runners);
  addKubernetes(runners);
  addPostgresql(runners);
  addVault(runners);
}

} // namespace countersign::conformance
