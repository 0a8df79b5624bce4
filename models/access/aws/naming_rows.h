// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/aws/grants.h"

#include <optional>
#include <string>
#include <vector>

namespace countersign::iam {

/// A policy of a resource that names the principal.
struct NamingPolicy {
  const Policy* policy = nullptr;
  std::string arn;     ///< of the resource; what a statement without Resource is about
  std::string account; ///< that the resource belongs to; empty: not known
  bool trust = false;  ///< a role's trust policy, which is about assuming the role only
};

/// What is known of the principal's side.
struct NamedPrincipal {
  std::string arn;
  PolicySet own;                    ///< RCPs of its account are there too
  const GrantRows* rows = nullptr;  ///< what its own policies come to
  std::vector<std::string> missing; ///< policies of its own that are in no snapshot
};

/// A part of what a policy of a resource gives a principal.
struct NamingRow {
  GrantRow row;
  bool beside = false;    ///< own policies may give it too, under conditions or as far as they are known
  std::size_t policy = 0; ///< index of the naming policy
};

struct NamingRows {
  std::vector<NamingRow> rows;
  bool complete = true;
  std::string reason; ///< not complete: why
  std::optional<Instant> until;
};

/// What the policies of resources give the principal and none of its own policies does for certain. Denied
/// parts are left out. A statement that names the account only leaves it to the account's policies and gives
/// nothing by itself; nor does one of another account, where the principal's own policies have to allow it
/// too (IAM User Guide, "Cross-account policy evaluation logic").
NamingRows namingRows(const NamedPrincipal& principal, const std::vector<NamingPolicy>& policies,
                      Instant now);

} // namespace countersign::iam
