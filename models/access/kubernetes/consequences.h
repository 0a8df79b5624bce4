// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/kubernetes/cluster.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace countersign::rbac {

/// Permissions from which more follows than they say (Kubernetes documentation, "Role Based Access Control
/// Good Practices", privilege escalation risks; "Using RBAC Authorization", restrictions on role creation).
enum class ConsequenceKind {
  Escalate,       ///< may write roles with permissions that it does not hold
  Bind,           ///< may bind roles whose permissions it does not hold
  Impersonate,    ///< may act as somebody else
  RequestToken,   ///< may ask for a token of a service account
  ReadToken,      ///< may read a secret that holds a service account's token
  MintSecret,     ///< may make a token secret for a service account, and read it
  RunAs,          ///< may run a workload under a service account
  Exec,           ///< may run commands in pods, which have the token of their service account
  SignCertificate ///< may get itself a client certificate in any user's name
};
std::string_view consequenceName(ConsequenceKind kind);

/// What is reached. `name` "*": any, `ns` empty for an account or role: of any namespace.
struct Reached {
  enum class Kind { ServiceAccount, User, Group, Role, ClusterRole } kind = Kind::ServiceAccount;
  std::string ns, name;
  std::string shown() const; ///< "service account ns/x", "any user"
};

struct Consequence {
  ConsequenceKind kind{};
  Reached reached;
  std::string ns;            ///< where the permission holds; empty: cluster-wide
  std::vector<Held> path;    ///< the rules that it takes
  std::string condition;     ///< where it depends on something that objects do not tell; empty: it does not
  std::string scope() const; ///< "cluster-wide", "namespace x"
  std::string text() const;
};

struct Consequences {
  std::vector<Consequence> list; ///< in a fixed order
  std::vector<std::string> missing;
  bool whole = true; ///< false: there was too much to look at
};
/// What follows directly from the rules that a user holds. `work` bounds it, counted in rules, and is what is
/// left of it afterwards; where it does not suffice, `missing` says so. What holds cluster-wide is said once.
Consequences consequences(const Cluster& cluster, const User& user, std::size_t& work);
Consequences consequences(const Cluster& cluster, const User& user);

/// Somebody a user can become. `from` is the place in the list of whom it is done as; `origin`: the user
/// itself.
struct Reach {
  static constexpr std::size_t origin = static_cast<std::size_t>(-1);
  Reached who; ///< a service account, a user that a binding names, a group that a binding names
  std::size_t from = origin;
  Consequence by;
  bool conditional = false; ///< a step of the chain has a condition; there is no chain without
};

/// Whom a user can become, one after the other, each by one of the shortest ways.
struct Reachable {
  std::vector<Reach> reached;
  /// The first step that gives any permission of the cluster: any cluster role bound cluster-wide, the own
  /// cluster role rewritten, group system:masters impersonated.
  std::vector<Reach> everything; ///< at most one; `who` is not set
  /// Roles written or bound, with which more could be reached that is not followed here.
  std::vector<Reach> notFollowed; ///< `who` is the role
  std::vector<std::string> missing;

  /// The steps to `last`, from the user on.
  std::vector<const Reach*> chain(const Reach& last) const;
};
Reachable reachable(const Cluster& cluster, const User& user);

} // namespace countersign::rbac
