// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/connector.h"

namespace countersign::aws {

/// Answers of `aws secretsmanager list-secrets` and `describe-secret`: which secrets there are and how they
/// are rotated, never their values. One document `aws.secret` each; the times that AWS writes down by itself
/// are observations.
const Connector& secrets();

} // namespace countersign::aws
