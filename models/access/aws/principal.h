// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/aws/text_pattern.h"
#include "models/access/truth.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace countersign::iam {

/// Who asks (IAM User Guide, "AWS JSON policy elements: Principal").
struct Principal {
  enum class Kind : std::uint8_t {
    Anonymous,
    Root,
    User,
    Role,
    RoleSession,
    FederatedUser,
    Service,
    Federated,
    Other
  };
  /// A part of the text.
  struct Part {
    std::uint32_t at = 0, size = 0;
  };
  Kind kind = Kind::Other;
  std::string text; ///< ARN, or name of the service or provider
  Part accountPart, namePart, pathPart, sessionPart;
  bool sessionIsSample = false; ///< the session is an example: its name might be any other

  bool isIam() const { return kind >= Kind::Root && kind <= Kind::FederatedUser; }
  std::string_view account() const { return of(accountPart); } ///< of an IAM principal
  std::string_view name() const { return of(namePart); }       ///< of the role or user, without its path
  std::string_view path() const { return of(pathPart); }       ///< where the ARN has it: "/aws-reserved/…/"
  std::string_view session() const { return of(sessionPart); }

private:
  std::string_view of(Part part) const { return std::string_view(text).substr(part.at, part.size); }
};

/// From an ARN, a service name, or a provider. An empty text or "*" is an anonymous caller.
Principal principalOf(std::string_view text);
/// The same into a principal that is there, whose memory is used again.
void assignPrincipal(Principal& out, std::string_view text);

/// The fields of an ARN; a resource may have colons of its own. Empty where there are fewer than six.
class ArnFields {
public:
  explicit ArnFields(std::string_view text);
  std::size_t size() const { return there_ ? fields_.size() : 0; }
  bool empty() const { return !there_; }
  std::string_view operator[](std::size_t i) const { return fields_[i]; }

private:
  std::array<std::string_view, 6> fields_;
  bool there_ = false;
};
inline ArnFields arnFields(std::string_view text) {
  return ArnFields(text);
}
bool isAccountId(std::string_view text);

struct PrincipalList;

/// How a Principal element names the caller. Which way it does decides what else has to allow.
struct PrincipalTruth {
  Truth account = Truth::No; ///< by its account only, which leaves it to the account to allow
  Truth role = Truth::No;    ///< by the ARN of its role
  Truth direct = Truth::No;  ///< itself, or everyone

  Truth any() const { return either(account, either(role, direct)); }
};
struct PrincipalWords {
  std::string condition; ///< under which, where If
  std::string missing;   ///< what is not known, where Undecided
};

/// `sessionKnown`: the caller is no more than what it says; a role that asks has a session of any name else.
/// `words` where they are asked for.
PrincipalTruth matchPrincipal(const PrincipalList& list, const Principal& who, bool sessionKnown,
                              PrincipalWords* words);

/// The same in one.
struct PrincipalMatch : PrincipalTruth, PrincipalWords {};
PrincipalMatch matchPrincipal(const PrincipalList& list, const Principal& who, bool sessionKnown);

} // namespace countersign::iam
