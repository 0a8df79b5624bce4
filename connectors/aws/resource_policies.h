// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/connector.h"

namespace countersign::aws {

/// Answers that carry the policy of a resource: of buckets, keys, queues, topics, functions, secrets,
/// repositories, and of any other resource whose ARN stands around the answer. One document
/// `aws.resource-policy` each, without `document` where AWS says that the resource has none.
const Connector& resourcePolicies();

} // namespace countersign::aws
