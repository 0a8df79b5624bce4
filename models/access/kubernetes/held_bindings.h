// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/reader.h"

#include <string>
#include <vector>

namespace countersign {

/// A binding that names a service account or a group that it is always in, and the role that it binds.
struct HeldBinding {
  HeldDocumentPtr binding, role; ///< role null: it is in no snapshot
  std::string group;             ///< "group system:authenticated"; empty: it names the account itself
  std::string roleShown;         ///< "cluster role view", "role pod-reader"
  bool wide = false;             ///< a cluster role binding
};

struct HeldBindings {
  std::string cluster, ns, name; ///< of the account; cluster empty: not known
  std::vector<HeldBinding> list;
  bool known = false; ///< some document of the plane could give permissions
  std::vector<std::string> missing;
};

/// Reads them in one plane. Kubernetes documentation, "Using RBAC Authorization": every service account is in
/// system:serviceaccounts, system:serviceaccounts:<namespace> and system:authenticated.
HeldBindings kubernetesHeldBindings(DocumentReader& reader, const HeldDocumentPtr& account, SourceRole plane);

} // namespace countersign
