// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/aws/grants.h"
#include "models/access/aws/held_policies.h"
#include "models/access/effective.h"

#include <memory>
#include <unordered_map>

namespace countersign {

/// Policies that were read, by the document that has them and the place in it, so that a policy that is
/// attached many times is read once. Forgets all when it has grown to `limit`.
class AwsPolicies {
public:
  AwsPolicies() = default;
  explicit AwsPolicies(std::size_t limit) : limit_(limit) {}
  /// Lives as long as somebody holds it.
  std::shared_ptr<const iam::Policy> of(const HeldPolicy& policy);

private:
  std::size_t limit_ = 50'000;
  std::unordered_map<std::string, std::shared_ptr<const iam::Policy>> read_;
};

/// Finds the document again that a step of an answer is about. What was added has to outlive it.
class AwsPlaces {
public:
  void add(const HeldPolicy& policy);
  /// Fills in document, pointer and `held`, and says by what the policy is attached.
  void locate(WhyStep& step) const;
  /// HeldPolicy::assumed of the policy that a step not yet located is in.
  std::string assumed(const std::string& document) const;

private:
  std::unordered_map<std::string, const HeldPolicy*> places_;
};

/// The policies that bear on a principal, ready to be asked. What they were made of has to outlive it.
struct AwsPolicySet {
  iam::PolicySet set;
  std::vector<std::shared_ptr<const iam::Policy>> owned;
  AwsPlaces places;
};
AwsPolicySet awsPolicySet(const HeldPolicies& held, AwsPolicies& policies);

/// Resource control policies of the principal's account, for requests about its resources.
void addResourceControl(const HeldPolicies& held, AwsPolicies& policies, AwsPolicySet& set);

/// A row with the document that gives it.
EffectiveRow effectiveRow(iam::GrantRow&& row, const char* layer, const AwsPlaces& places);

/// What AWS in the end decides of all that the principal's own policies give it, and, in `unapplied`, what
/// policies of resources give it by naming it.
EffectiveList awsEffective(DocumentReader& reader, const HeldPolicies& held, AwsPolicies& policies,
                           Instant now);

/// May this be done? The documents that bear on the request are read with the reader: the principal's
/// policies, the guardrails above it, and the policy of the resource where a snapshot has it.
/// `question.action` is "service:Operation". A principal that some of its policies are missing of is never
/// denied for lack of a permission, and never allowed without a word of it.
Answer awsAnswer(DocumentReader& reader, const HeldDocumentPtr& principal, const Question& question,
                 AwsPolicies& policies);

} // namespace countersign
