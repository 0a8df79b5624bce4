// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace countersign::gcp {

enum class MemberKind {
  User,
  ServiceAccount,
  Group,
  Domain,
  AllUsers,
  AllAuthenticated,
  Subject,       ///< one identity of a workload or workforce pool, GKE workloads among them
  PoolGroup,     ///< principalSet://…/group/g
  PoolAttribute, ///< principalSet://…/attribute.a/v, …/namespace/n
  Pool,          ///< principalSet://…/*
  ProjectRole,   ///< projectOwner:p, projectEditor:p, projectViewer:p
  AccountsOf,    ///< principalSet://cloudresourcemanager.googleapis.com/projects/1/type/ServiceAccount
  Other          ///< not known to this program
};

/// A principal or a set of them, as allow or deny policies write it; both ways of writing are the same
/// member.
struct Member {
  MemberKind kind = MemberKind::Other;
  std::string
      name; ///< email or domain (lower case), subject, group id, value of the attribute, project, node
  std::string pool; ///< "projects/1/locations/global/workloadIdentityPools/x"; of GKE "p.svc.id.goog" alone
  std::string attribute; ///< PoolAttribute: "attribute.repository", "namespace"; ProjectRole: "roles/owner"
  std::string uid;       ///< of a deleted one
  bool deleted = false;
  std::string text; ///< as written

  /// Whether it stands for exactly one identity.
  bool single() const;
  bool same(const Member& other) const;
  /// A text that is the same for the same member.
  std::string key() const;
};

Member readMember(std::string_view text);

} // namespace countersign::gcp
