// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/connector.h"

#include <memory>
#include <vector>

namespace countersign {

/// Output of `kubectl get … -o json|yaml` and manifests: service accounts, RBAC, namespaces, pods.
std::unique_ptr<Connector> makeKubernetesExportConnector();
/// Audit log of the API server (audit.k8s.io/v1), plain or as log services wrap it.
std::unique_ptr<Connector> makeKubernetesAuditConnector();

/// All connectors for Kubernetes, the narrowest first.
std::vector<std::unique_ptr<Connector>> kubernetesConnectors();

} // namespace countersign
