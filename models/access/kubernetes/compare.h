// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/compared.h"

namespace countersign {

/// Grants of RBAC rules (those that kubernetesGrants made), and of the neutral format in the same words:
/// verbs, API groups, resources, names and namespaces. What is bound cluster-wide holds in each namespace.
CompareGrants kubernetesCompare;

} // namespace countersign
