// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/kubernetes/consequences.h"

#include <cstddef>
#include <string>
#include <vector>

namespace countersign::rbac {

/// One row of all that a user can do: a rule for resources, or for URLs. It points into the cluster.
struct Power {
  Held by;
  bool urls = false; ///< the rule's non-resource URLs, else its resources
  std::string ns;    ///< where it holds; empty: cluster-wide

  const std::vector<std::string>& verbs() const { return by.rule->verbs; }
  /// "pods", "deployments.apps", "pods/log", "*.*", or the URLs; where there are more than `most`, the last
  /// says how many.
  std::vector<std::string> what(std::size_t most = 100) const;
  /// The names that it is restricted to; empty: all.
  const std::vector<std::string>& names() const { return by.rule->resourceNames; }
  std::string scope() const; ///< "cluster-wide", "namespace x"
  std::string path() const;  ///< "cluster role view ← RoleBinding/x/y ← group system:authenticated"
  std::string text() const;  ///< the whole row in one line
};

/// All that a user can do, by RBAC.
struct Powers {
  std::vector<Power> rows;               ///< cluster-wide ones first, then by namespace
  std::vector<Consequence> consequences; ///< what follows from them
  /// Bound roles that are not there, parts of the cluster that were not shown, objects that could not be
  /// read: while there is any, there may be more rows.
  std::vector<std::string> missing;
  /// Member of system:masters: everything is allowed, whatever the rows say.
  bool everything = false;
};

/// `most` rows are given at most; where there are more, `missing` says so.
Powers powersOf(const Cluster& cluster, const User& user, std::size_t most = 100'000);
/// The same for a service account, with the groups that it is always in.
Powers powersOf(const Cluster& cluster, const ServiceAccount& account, std::size_t most = 100'000);

} // namespace countersign::rbac
