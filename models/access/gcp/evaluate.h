// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/gcp/deny.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace countersign::gcp {

/// A binding that gives a permission, or may.
struct Granting {
  const AllowPolicy* policy = nullptr;
  std::size_t binding = 0, member = 0; ///< places in the policy
  Finding finding;
  const Binding& of() const { return policy->bindings[binding]; }
  const Member& named() const { return of().members[member]; }
};
/// A rule that denies it, or may.
struct Denying {
  const DenyPolicy* policy = nullptr;
  std::size_t rule = 0;
  Finding finding;
};

struct Decision {
  Finding allow, deny;
  std::vector<Granting> grants; ///< each binding once, with the first member that gives most
  std::vector<Denying> denials;
  std::optional<Instant> until;
};

/// What allow and deny policies say to a principal that wants a permission on a resource, the principal's own
/// state aside.
Decision decide(const Estate& estate, const Principal& principal, const std::string& permission,
                const Lineage& line, Conditions& conditions);
/// The member of a binding that means the principal most surely.
Finding bestMember(const Binding& binding, const Principal& principal, std::size_t& member);

/// Why a principal can do nothing at all: it is deleted or disabled, or its key is no longer good; `layer` is
/// empty where it can. `key`: id of the key that the request is made with, empty: of none.
struct Standing {
  std::string layer, text;
  std::vector<std::string> missing; ///< what of it is not known
  std::optional<Instant> until;
};
Standing standingOf(const Estate& estate, const Member& who, const std::string& key, Instant now);

/// The decision as an answer, the principal's standing in it.
Answer answerOf(const Estate& estate, const Principal& principal, const Decision& decision,
                const Standing& standing);
/// The answer to a question. principal: a member as allow or deny policies write it; action:
/// "storage.buckets.get" or "storage.googleapis.com/buckets.get"; resource: a full resource name, or
/// "projects/p", "folders/1", "organizations/1". Context: what conditions look at (models/access/cel/iam.h),
/// "principal.attribute.…" and "principal.group" of a federated identity, "key": the id of the account's key
/// that the request is made with.
Answer answer(const Estate& estate, const Question& question);

/// The links from the principal to the binding.
std::vector<WhyStep> stepsOf(const Principal& principal, const Granting& granting);
std::string conditionText(const Condition& condition);

} // namespace countersign::gcp
