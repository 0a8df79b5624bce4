// SPDX-License-Identifier: Apache-2.0
#include "connectors/aws/aws.h"

#include "connectors/aws/access_keys.h"
#include "connectors/aws/cloudtrail.h"
#include "connectors/aws/credential_report.h"
#include "connectors/aws/gaad.h"
#include "connectors/aws/oidc.h"
#include "connectors/aws/organizations.h"
#include "connectors/aws/other.h"
#include "connectors/aws/resource_policies.h"
#include "connectors/aws/secrets.h"

namespace countersign {

std::vector<const Connector*> awsConnectors() {
  return {&aws::accountAuthorizationDetails(),
          &aws::credentialReport(),
          &aws::accessKeys(),
          &aws::oidcProviders(),
          &aws::organizations(),
          &aws::cloudTrail(),
          &aws::resourcePolicies(),
          &aws::secrets(),
          &aws::otherExports()};
}

} // namespace countersign
