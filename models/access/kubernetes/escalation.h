// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/escalation.h"
#include "models/access/kubernetes/consequences.h"

namespace countersign::rbac {

/// What follows from the rules that a user holds (consequences.h), and what it takes to any permission of the
/// cluster, as paths: "kubernetes.impersonate" …, "kubernetes.everything".
EscalationPaths escalationPaths(const Cluster& cluster, const User& user);

} // namespace countersign::rbac
