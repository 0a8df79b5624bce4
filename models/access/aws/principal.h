// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/aws/policy.h"
#include "models/access/truth.h"

#include <string>
#include <string_view>
#include <vector>

namespace countersign::iam {

/// Who asks (IAM User Guide, "AWS JSON policy elements: Principal").
struct Principal {
  enum class Kind { Anonymous, Root, User, Role, RoleSession, FederatedUser, Service, Federated, Other };
  Kind kind = Kind::Other;
  std::string text;    ///< ARN, or name of the service or provider
  std::string account; ///< of an IAM principal
  std::string name;    ///< of the role or user, without its path
  std::string path;    ///< of the role or user where the ARN has it: "/aws-reserved/…/"
  std::string session;
  bool sessionIsSample = false; ///< the session is an example: its name might be any other

  bool isIam() const { return kind >= Kind::Root && kind <= Kind::FederatedUser; }
};

/// From an ARN, a service name, or a provider. An empty text or "*" is an anonymous caller.
Principal principalOf(std::string_view text);

/// The fields of an ARN; a resource may have colons of its own. Empty where there are fewer than six.
std::vector<std::string_view> arnFields(std::string_view text);
bool isAccountId(std::string_view text);

/// How a Principal element names the caller. Which way it does decides what else has to allow.
struct PrincipalMatch {
  Truth account = Truth::No; ///< by its account only, which leaves it to the account to allow
  Truth role = Truth::No;    ///< by the ARN of its role
  Truth direct = Truth::No;  ///< itself, or everyone
  std::string condition;     ///< under which, where If
  std::string missing;       ///< what is not known, where Undecided

  Truth any() const { return either(account, either(role, direct)); }
};

/// `sessionKnown`: the caller is no more than what it says; a role that asks has a session of any name else.
PrincipalMatch matchPrincipal(const PrincipalList& list, const Principal& who, bool sessionKnown);

} // namespace countersign::iam
