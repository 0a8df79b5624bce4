// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/judgement.h"
#include "models/access/aws/public_policy.h"
#include "models/access/aws/service_rules.h"

#include <algorithm>
#include <utility>

namespace countersign::iam {

template <class L>
void Judgement<L>::run() {
  collect();
  noteDeny("resource", resource);
  noteDeny("identity", identity);
  noteDeny("boundary", boundary);
  noteDeny("session", session);
  allowed = granted();
}

template <class L>
Verdict Judgement<L>::verdict() const {
  const Truth result = both(both(allowed, guarded), undenied);
  if (result == Truth::No) return Verdict::Denied;
  if (result == Truth::Undecided) return Verdict::NotEvaluated;
  return result == Truth::Yes && policies_.notImported.empty() ? Verdict::Allowed : Verdict::Conditional;
}

template <class L>
typename Judgement<L>::Closed Judgement<L>::closed() const {
  if (!refused.empty()) return Closed::Aws;
  const bool own = identity.allow != Truth::No;
  if (guarded == Truth::No && (allowed != Truth::No || own)) return Closed::Guardrail;
  if (own && boundary.allow == Truth::No) return Closed::Boundary;
  if (own && session.allow == Truth::No) return Closed::Session;
  return own || !request_.principal.isIam() ? Closed::Resource : Closed::Identity;
}

template <class L>
std::string_view Judgement<L>::deniedBy() const {
  if (deniedByStatement()) return denying_;
  switch (closed()) {
  case Closed::Aws:
    return "AWS";
  case Closed::Guardrail:
    return closedGuard_;
  case Closed::Boundary:
    return "boundary";
  case Closed::Session:
    return "session";
  case Closed::Resource:
    return "resource";
  case Closed::Identity:
    break;
  }
  return "identity";
}

// --- what the policies say
// -----------------------------------------------------------------------------------

template <class L>
L Judgement<L>::layer(const char* kind, const char* name, std::string_view target, const Policies& list,
                      const MatchRules& rules) const {
  L out;
  if constexpr (explains) {
    out.kind = kind;
    (out.name = name) += target;
  }
  for (const Policy* policy : list)
    addPolicy(out, *policy, request_, rules);
  return out;
}

/// A layer that is not there limits nothing.
template <class L>
L Judgement<L>::limiting(const char* kind, const char* name, const Policies& list,
                         const MatchRules& rules) const {
  if (!list.empty()) return layer(kind, name, {}, list, rules);
  L out;
  if constexpr (explains) out.kind = kind;
  out.allow = Truth::Yes;
  return out;
}

template <class L>
void Judgement<L>::collect() {
  const Principal& who = request_.principal;
  MatchRules attached, named;
  named.principal = PrincipalElement::Required;
  named.resourceRequired = false;
  named.hasBoundary = !policies_.boundary.empty();
  static const Policies none;
  const bool iam = who.isIam();
  boundary = limiting("boundary", "permissions boundary", iam ? policies_.boundary : none, attached);
  session = limiting("session", "session policy", iam ? policies_.session : none, attached);
  if (iam) identity = layer("identity", "identity policy", {}, policies_.identity, attached);
  // The root user may do everything in its account (IAM User Guide, "AWS account root user").
  if (who.kind == Principal::Kind::Root) identity.allow = Truth::Yes;
  if (policies_.resource != nullptr && resourcePolicyApplies(request_)) {
    if constexpr (explains) {
      resource.kind = "resource";
      resource.name = "resource policy";
    }
    addPolicy(resource, *policies_.resource, request_, named);
  }
  collectGuardrails(attached, named);
}

/// SCPs are about users and roles of the member accounts; not of the management account, not service-linked
/// roles. RCPs: not resources of the management account, not calls of service-linked roles (AWS Organizations
/// User Guide, "Service control policies", "Resource control policies").
template <class L>
void Judgement<L>::collectGuardrails(const MatchRules& attached, const MatchRules& named) {
  const bool exempt = isServiceLinkedRole(request_.principal);
  if (request_.principal.isIam() && !exempt && !policies_.principalInManagementAccount)
    for (const OrganizationLevel& level : policies_.serviceControl)
      guard("scp", layer("scp", "SCP at ", level.target, level.policies, attached));
  if (!policies_.resourceControl.empty() && !exempt && !policies_.resourceInManagementAccount)
    if (const Truth supported = supportsResourceControl(request_); supported != Truth::No)
      for (const OrganizationLevel& level : policies_.resourceControl)
        resourceControl(level, named, supported);
  if (policies_.endpoint.empty()) return;
  MatchRules passing = named;
  passing.principal = PrincipalElement::Optional;
  guard("endpoint", layer("endpoint", "VPC endpoint policy", {}, policies_.endpoint, passing));
}

/// RCPFullAWSAccess, which allows everything, is attached at every level and cannot be detached.
template <class L>
void Judgement<L>::resourceControl(const OrganizationLevel& level, const MatchRules& named, Truth supported) {
  L out = layer("rcp", "RCP at ", level.target, level.policies, named);
  out.allow = Truth::Yes;
  out.deny = both(out.deny, supported == Truth::Yes ? Truth::Yes : Truth::Undecided);
  if constexpr (explains)
    if (out.deny == Truth::Undecided && supported != Truth::Yes)
      missing.push_back("whether resource control policies are about " + std::string(request_.service()));
  guard("rcp", std::move(out));
}

template <class L>
void Judgement<L>::guard(const char* kind, L layer) {
  noteDeny(kind, layer);
  if (layer.allow == Truth::No && closedGuard_.empty()) {
    closedGuard_ = kind;
    firstClosed = guards;
  }
  guarded = both(guarded, layer.allow);
  ++guards;
  if constexpr (explains) guardrails.push_back(std::move(layer));
}

template <class L>
void Judgement<L>::noteDeny(const char* kind, const L& layer) {
  undenied = both(undenied, inverse(layer.deny));
  if (layer.deny == Truth::Yes && denying_.empty()) denying_ = kind;
}

// --- what follows from it
// ------------------------------------------------------------------------------------

template <class L>
Truth Judgement<L>::granted() {
  refused = refusedByAws(request_);
  if (refused.empty() && restrictsPublicBucket())
    refused = "Block Public Access leaves a bucket with a public policy to its own account and to AWS";
  if (!refused.empty()) return Truth::No;
  const Principal& who = request_.principal;
  if (!who.isIam())
    return resource.named.direct; // anonymous, AWS services, federated: nobody else speaks for them
  if (!request_.resourceAccount.empty())
    return who.account() == request_.resourceAccount ? sameAccount() : crossAccount();
  const Truth same = sameAccount(), cross = crossAccount();
  if (same == cross) return same;
  if constexpr (explains) missing.push_back("the account of " + request_.resource);
  return std::max(Truth::Undecided, std::min(same, cross));
}

/// "Restricts access to a bucket with a public policy to only AWS service principals and authorized users
/// within the bucket owner's account" (Amazon S3 User Guide, "Blocking public access to your Amazon S3
/// storage", RestrictPublicBuckets).
template <class L>
bool Judgement<L>::restrictsPublicBucket() const {
  const Principal& who = request_.principal;
  const bool own = who.isIam() && who.account() == request_.resourceAccount;
  return policies_.restrictPublicBuckets && request_.service() == "s3" && !own &&
         who.kind != Principal::Kind::Service && policies_.resource != nullptr &&
         isPublicBucketPolicy(*policies_.resource);
}

/// In one account either side allows. What a resource-based policy gives to a user or to the session of a
/// role is not limited by an implicit deny of a boundary or session policy, what it gives to a role is (IAM
/// User Guide, "Policy evaluation logic", "Evaluating identity-based policies with resource-based policies").
template <class L>
Truth Judgement<L>::sameAccount() {
  const Truth limits = both(boundary.allow, session.allow);
  const Truth own =
      needsResourcePolicy(request_) ? both(identity.allow, resource.named.account) : identity.allow;
  limited = both(either(own, resource.named.role), limits);
  return either(resource.named.direct, limited);
}

/// Both accounts have to allow, the caller's and that of the resource (IAM User Guide, "Cross-account policy
/// evaluation logic").
template <class L>
Truth Judgement<L>::crossAccount() {
  limited = both(identity.allow, both(boundary.allow, session.allow));
  return both(resource.named.any(), limited);
}

template class Judgement<LayerTruth>;
template class Judgement<Layer>;

} // namespace countersign::iam
