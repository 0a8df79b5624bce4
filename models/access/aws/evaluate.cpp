// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/evaluate.h"
#include "models/access/aws/explain.h"
#include "models/access/aws/public_policy.h"
#include "models/access/aws/service_rules.h"

#include <algorithm>
#include <utility>

namespace countersign::iam {
namespace {

class Evaluator {
public:
  Evaluator(const Request& request, const PolicySet& policies) : request_(request), policies_(policies) {}

  Evaluation run() {
    if (alwaysAllowed(request_)) {
      out_.answer.verdict = Verdict::Allowed;
      out_.answer.why.push_back({"AWS", "no permission is needed for sts:GetCallerIdentity", {}, {}});
      return std::move(out_);
    }
    collect();
    const Truth allowed = granted();
    Truth guarded = Truth::Yes, undenied = Truth::Yes;
    for (const Layer& layer : guardrails_)
      guarded = both(guarded, layer.allow);
    for (const Layer* layer : everything())
      undenied = both(undenied, inverse(layer->deny));
    decide(allowed, guarded, undenied);
    for (Layer* layer : everything())
      out_.layers.push_back(std::move(*layer));
    return std::move(out_);
  }

private:
  // --- what the policies say
  // ---------------------------------------------------------------------------------

  void collect() {
    const Principal& who = request_.principal;
    MatchRules attached, named;
    named.principal = PrincipalElement::Required;
    named.resourceRequired = false;
    named.hasBoundary = !policies_.boundary.empty();
    if (who.isIam()) {
      identity_ = evaluateLayer("identity policy", "identity", policies_.identity, request_, attached);
      boundary_ = limiting("permissions boundary", "boundary", policies_.boundary, attached);
      session_ = limiting("session policy", "session", policies_.session, attached);
    }
    // The root user may do everything in its account (IAM User Guide, "AWS account root user").
    if (who.kind == Principal::Kind::Root) identity_.allow = Truth::Yes;
    if (policies_.resource != nullptr && resourcePolicyApplies(request_))
      resource_ = evaluateLayer("resource policy", "resource", {policies_.resource}, request_, named);
    collectGuardrails(attached, named);
  }

  Layer limiting(const char* name, const char* kind, const std::vector<const Policy*>& policies,
                 const MatchRules& rules) const {
    return policies.empty() ? openLayer(kind) : evaluateLayer(name, kind, policies, request_, rules);
  }

  /// SCPs are about users and roles of the member accounts; not of the management account, not
  /// service-linked roles. RCPs: not resources of the management account, not calls of service-linked roles
  /// (AWS Organizations User Guide, "Service control policies", "Resource control policies").
  void collectGuardrails(const MatchRules& attached, MatchRules named) {
    const bool exempt = isServiceLinkedRole(request_.principal);
    if (request_.principal.isIam() && !exempt && !policies_.principalInManagementAccount)
      for (const OrganizationLevel& level : policies_.serviceControl)
        guardrails_.push_back(
            evaluateLayer("SCP at " + level.target, "scp", level.policies, request_, attached));
    const Truth supported = supportsResourceControl(request_);
    if (!exempt && !policies_.resourceInManagementAccount && supported != Truth::No)
      for (const OrganizationLevel& level : policies_.resourceControl)
        resourceControl(level, named, supported);
    MatchRules passing = named;
    passing.principal = PrincipalElement::Optional;
    if (!policies_.endpoint.empty())
      guardrails_.push_back(
          evaluateLayer("VPC endpoint policy", "endpoint", policies_.endpoint, request_, passing));
  }

  /// RCPFullAWSAccess, which allows everything, is attached at every level and cannot be detached.
  void resourceControl(const OrganizationLevel& level, const MatchRules& named, Truth supported) {
    Layer layer = evaluateLayer("RCP at " + level.target, "rcp", level.policies, request_, named);
    layer.allow = Truth::Yes;
    layer.deny = both(layer.deny, supported == Truth::Yes ? Truth::Yes : Truth::Undecided);
    if (layer.deny == Truth::Undecided && supported != Truth::Yes)
      out_.answer.missing.push_back("whether resource control policies are about " +
                                    std::string(request_.service()));
    guardrails_.push_back(std::move(layer));
  }

  std::vector<Layer*> everything() {
    std::vector<Layer*> out;
    for (Layer& layer : guardrails_)
      out.push_back(&layer);
    for (Layer* layer : {&resource_, &identity_, &boundary_, &session_})
      out.push_back(layer);
    return out;
  }

  // --- what follows from it
  // ----------------------------------------------------------------------------------

  Truth granted() {
    refused_ = refusedByAws(request_);
    if (refused_.empty() && restrictsPublicBucket())
      refused_ = "Block Public Access leaves a bucket with a public policy to its own account and to AWS";
    if (!refused_.empty()) return Truth::No;
    const Principal& who = request_.principal;
    if (!who.isIam())
      return resource_.named.direct; // anonymous, AWS services, federated: nobody else speaks for them
    if (!request_.resourceAccount.empty())
      return who.account == request_.resourceAccount ? sameAccount() : crossAccount();
    const Truth same = sameAccount(), cross = crossAccount();
    if (same == cross) return same;
    out_.answer.missing.push_back("the account of " + request_.resource);
    return std::max(Truth::Undecided, std::min(same, cross));
  }

  /// "Restricts access to a bucket with a public policy to only AWS service principals and authorized users
  /// within the bucket owner's account" (Amazon S3 User Guide, "Blocking public access to your Amazon S3
  /// storage", RestrictPublicBuckets).
  bool restrictsPublicBucket() const {
    const Principal& who = request_.principal;
    const bool own = who.isIam() && who.account == request_.resourceAccount;
    return policies_.restrictPublicBuckets && request_.service() == "s3" && !own &&
           who.kind != Principal::Kind::Service && policies_.resource != nullptr &&
           isPublicBucketPolicy(*policies_.resource);
  }

  /// In one account either side allows. What a resource-based policy gives to a user or to the session of a
  /// role is not limited by an implicit deny of a boundary or session policy, what it gives to a role is (IAM
  /// User Guide, "Policy evaluation logic", "Evaluating identity-based policies with resource-based
  /// policies").
  Truth sameAccount() {
    const Truth limits = both(boundary_.allow, session_.allow);
    const Truth own =
        needsResourcePolicy(request_) ? both(identity_.allow, resource_.named.account) : identity_.allow;
    limited_ = both(either(own, resource_.named.role), limits);
    return either(resource_.named.direct, limited_);
  }

  /// Both accounts have to allow, the caller's and that of the resource (IAM User Guide,
  /// "Cross-account policy evaluation logic").
  Truth crossAccount() {
    const Truth named = either(resource_.named.direct, either(resource_.named.role, resource_.named.account));
    limited_ = both(identity_.allow, both(boundary_.allow, session_.allow));
    return both(named, limited_);
  }

  void decide(Truth allowed, Truth guarded, Truth undenied) {
    Answer& answer = out_.answer;
    Truth result = both(both(allowed, guarded), undenied);
    noteBlocked(allowed);
    noteUntil();
    if (undenied == Truth::No) {
      answer.verdict = Verdict::Denied;
      answer.explicitDeny = true;
      explainDeny(everything(), answer);
      return;
    }
    if (result == Truth::No) return denyImplicitly(allowed, guarded);
    if (result == Truth::Yes && !policies_.notImported.empty()) result = Truth::If;
    collectPending();
    explainAllow({&identity_, &resource_}, answer);
    if (result == Truth::Undecided) {
      answer.verdict = Verdict::NotEvaluated;
      explainUndecided(everything(), answer);
    } else if (result == Truth::If) {
      answer.verdict = Verdict::Conditional;
      explainUndecided(everything(), answer);
      for (const std::string& what : policies_.notImported)
        answer.conditions.push_back("if " + what + ", which were not imported, do not deny it");
      explainConditions(out_.pending, answer);
    } else {
      answer.verdict = Verdict::Allowed;
      answer.missing.clear();
    }
  }

  void denyImplicitly(Truth allowed, Truth guarded) {
    Answer& answer = out_.answer;
    answer.verdict = Verdict::Denied;
    answer.missing.clear();
    const auto closed = [](const Layer& layer) { return layer.allow == Truth::No; };
    const auto guard = std::find_if(guardrails_.begin(), guardrails_.end(), closed);
    if (!refused_.empty()) {
      answer.deniedBy = "AWS";
      answer.why.push_back({"AWS", refused_, {}, {}});
    } else if (guarded == Truth::No && (allowed != Truth::No || identity_.allow != Truth::No)) {
      explainClosed(*guard, answer);
    } else if (identity_.allow != Truth::No && closed(boundary_)) {
      explainClosed(boundary_, answer);
    } else if (identity_.allow != Truth::No && closed(session_)) {
      explainClosed(session_, answer);
    } else {
      const bool resource = identity_.allow != Truth::No || !request_.principal.isIam();
      explainClosed(resource ? resource_ : identity_, answer);
    }
  }

  /// Kinds of layers that deny, and of those that limit and do not allow.
  void noteBlocked(Truth allowed) {
    for (const Layer* layer : everything()) {
      const bool limits = layer != &identity_ && layer != &resource_;
      const bool closes = limits && layer->allow == Truth::No && !layer->kind.empty() &&
                          (allowed == Truth::No || std::any_of(guardrails_.begin(), guardrails_.end(),
                                                               [&](const Layer& g) { return &g == layer; }));
      if (layer->deny == Truth::Yes || closes) out_.blockedBy.push_back(layer->kind);
    }
  }

  void noteUntil() {
    const auto take = [&](const StatementMatch& match) {
      std::optional<Instant>& until = out_.answer.until;
      if (match.until && (!until || *match.until < *until)) until = match.until;
    };
    for (const Layer* layer : everything()) {
      std::for_each(layer->allows.begin(), layer->allows.end(), take);
      std::for_each(layer->denies.begin(), layer->denies.end(), take);
    }
  }

  /// The statements whose conditions decide: every Deny, and every Allow of a layer that allows under
  /// conditions only.
  void collectPending() {
    const auto take = [&](const std::vector<StatementMatch>& matches) {
      for (const StatementMatch& match : matches)
        if (match.truth() == Truth::If) out_.pending.push_back(match);
    };
    for (const Layer* layer : everything())
      take(layer->denies);
    for (const Layer& layer : guardrails_)
      if (layer.allow == Truth::If) take(layer.allows);
    if (either(resource_.named.direct, resource_.named.role) == Truth::Yes && limited_ == Truth::Yes &&
        identity_.allow == Truth::Yes)
      return;
    takeGrants(take);
  }

  template <class Take>
  void takeGrants(const Take& take) {
    const bool cross = !request_.principal.isIam() || request_.principal.account != request_.resourceAccount;
    const bool open = resource_.named.direct == Truth::Yes && !cross;
    if (open) return; // the resource policy allows by itself
    if (limited_ != Truth::No)
      for (const Layer* layer : {&identity_, &boundary_, &session_})
        if (layer->allow == Truth::If) take(layer->allows);
    const Truth named = cross || needsResourcePolicy(request_)
                            ? resource_.allow
                            : either(resource_.named.direct, resource_.named.role);
    if (named == Truth::If && (cross || limited_ != Truth::Yes)) take(resource_.allows);
  }

  const Request& request_;
  const PolicySet& policies_;
  Layer identity_, boundary_ = openLayer("boundary"), session_ = openLayer("session"), resource_;
  std::vector<Layer> guardrails_;
  std::string refused_;
  Truth limited_ =
      Truth::No; ///< what the caller's own policies come to, boundary and session policy included
  Evaluation out_;
};

} // namespace

Evaluation evaluate(const Request& request, const PolicySet& policies) {
  return Evaluator(request, policies).run();
}

} // namespace countersign::iam
