// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/answer.h"
#include "models/access/gcp/estate.h"

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace countersign::gcp {

/// Who asks, and which sets of principals it is in. Of a federated identity that may depend on attributes of
/// its token; the question's context gives them as "principal.attribute.repository", "principal.group",
/// "principal.namespace".
class Principal {
public:
  /// `estate` has to outlive it.
  Principal(const Estate& estate, Member who, const Question& question);

  const Member& who() const { return who_; }
  /// Whether a policy that names `member` means this principal.
  Finding is(const Member& member) const;
  /// The groups by which it is in `member`, from the nearest on; empty where it is named itself.
  std::vector<std::string> groupsTo(const Member& member) const;
  /// Members that name it or a group that it is in, to look policies up by.
  std::vector<Member> names() const;

private:
  Finding inGroup(const Member& group) const;
  Finding inPool(const Member& member) const;
  Finding hasProjectRole(const Member& member) const;
  Finding isAccountOf(const Member& member) const;
  Finding plain(const Member& member) const;
  void reach();

  const Estate* estate_;
  Member who_;
  std::map<std::string, std::vector<std::string>> attributes_;
  bool complete_ = false;
  std::unordered_map<std::string, std::string> groups_;  ///< to the one below; empty: itself
  std::unordered_map<std::string, std::string> perhaps_; ///< groups that it may be in, and why
};

/// The project that an account's email tells; empty where it tells none.
std::string projectOfEmail(const std::string& email);

} // namespace countersign::gcp
