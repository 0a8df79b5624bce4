// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/azure/directory.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace countersign::azure {

/// By what a principal can act as another one, or get more than it has.
enum class Way {
  OwnApplication,      ///< owns the application: adds a credential to it
  OwnServicePrincipal, ///< owns the service principal: adds a credential to it
  DirectoryRole,       ///< a role of the directory lets it add credentials
  GraphPermission,     ///< a permission on Microsoft Graph lets it add credentials
  JoinGroup,           ///< may make itself a member of the group
  FederateIdentity,    ///< may add a federated credential to the managed identity
  RunAsIdentity,       ///< may run code where the managed identity is
  GrantAppRoles,       ///< may give itself any permission on any application
  GrantDirectoryRoles, ///< may give itself any role of the directory
  GrantRoles           ///< may give itself roles at a scope
};
std::string_view wayName(Way way);

struct Step {
  Way way{};
  std::string target; ///< object id; empty where it is nobody but more power
  std::string scope;  ///< GrantRoles: where
  std::string text;
  Truth truth = Truth::Yes; ///< Yes or If
  Texts conditions, missing;
  std::string document; ///< of what gives it, may be empty
};

/// What follows directly from what a principal holds. `work` bounds it and is what is left of it afterwards;
/// where it does not suffice, the last step's `missing` says so.
std::vector<Step> stepsFrom(const Tenant& tenant, std::string_view principal, Instant now, std::size_t& work);

/// Somebody that a principal can become.
struct Reach {
  static constexpr std::size_t origin = static_cast<std::size_t>(-1);
  std::string who;
  std::size_t from = origin; ///< place in the list of whom it is done as; `origin`: the principal itself
  Step by;
  bool conditional = false; ///< a step of the chain has a condition; there is no chain without
};

struct Reachable {
  std::vector<Reach> reached; ///< each once, by one of the shortest ways
  std::vector<Reach> powers;  ///< steps on the way that are nobody but more power; not followed
  Texts missing;
  std::vector<const Reach*> chain(const Reach& last) const; ///< the steps to `last`, from the principal on
};
Reachable reachable(const Tenant& tenant, std::string_view principal, Instant now,
                    std::size_t work = 200'000);

/// Who from outside becomes a principal: federated credentials of its application, or of itself as a managed
/// identity.
std::vector<const FederatedCredential*> outsiders(const Tenant& tenant, std::string_view principal);

/// The steps by which others directly become `target`; `from` is whose they are.
struct Inward {
  std::string from;
  Step step;
};
std::vector<Inward> stepsTo(const Tenant& tenant, std::string_view target, Instant now,
                            std::size_t work = 200'000);

} // namespace countersign::azure
