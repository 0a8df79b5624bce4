// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/held_policies.h"
#include "models/access/aws/policy_grants.h"
#include "models/access/grant.h"

namespace countersign {

GrantList awsGrants(DocumentReader& reader, const HeldPolicies& held) {
  GrantList out;
  out.known = held.known;
  out.missing = held.missing;
  for (const HeldPolicy& policy : held.identity)
    appendPolicyGrants(reader, policy.text(), policy.path, policy.document, policy.inner, out);
  return out;
}

GrantList awsGrants(DocumentReader& reader, const HeldDocumentPtr& principal, SourceRole plane) {
  return awsGrants(reader, awsHeldPolicies(reader, principal, plane));
}

} // namespace countersign
