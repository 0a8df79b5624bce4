// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/evaluate.h"
#include "models/access/aws/explain.h"
#include "models/access/aws/judgement.h"
#include "models/access/aws/service_rules.h"

#include <algorithm>
#include <utility>

namespace countersign::iam {
namespace {

/// Puts what a judgement was made of into an answer.
class Explainer {
public:
  Explainer(const Request& request, const PolicySet& policies)
      : request_(request), policies_(policies), found_(request, policies) {}

  Evaluation run() {
    found_.run();
    out_.answer.missing = std::move(found_.missing);
    noteBlocked();
    noteUntil();
    explain();
    for (Layer* layer : everything())
      out_.layers.push_back(std::move(*layer));
    return std::move(out_);
  }

private:
  using Closed = Judgement<Layer>::Closed;

  std::vector<Layer*> everything() {
    std::vector<Layer*> out;
    for (Layer& layer : found_.guardrails)
      out.push_back(&layer);
    for (Layer* layer : {&found_.resource, &found_.identity, &found_.boundary, &found_.session})
      out.push_back(layer);
    return out;
  }

  void explain() {
    Answer& answer = out_.answer;
    answer.verdict = found_.verdict();
    if (found_.deniedByStatement()) {
      answer.explicitDeny = true;
      explainDeny(everything(), answer);
      return;
    }
    if (answer.verdict == Verdict::Denied) return denyImplicitly();
    collectPending();
    explainAllow({&found_.identity, &found_.resource}, answer);
    if (answer.verdict == Verdict::Allowed) {
      answer.missing.clear();
      return;
    }
    explainUndecided(everything(), answer);
    if (answer.verdict == Verdict::NotEvaluated) return;
    for (const std::string& what : policies_.notImported)
      answer.conditions.push_back("if " + what + ", which were not imported, do not deny it");
    explainConditions(out_.pending, answer);
  }

  void denyImplicitly() {
    Answer& answer = out_.answer;
    answer.missing.clear();
    switch (found_.closed()) {
    case Closed::Aws:
      answer.deniedBy = "AWS";
      answer.why.push_back({"AWS", std::string(found_.refused), {}, {}});
      return;
    case Closed::Guardrail:
      return explainClosed(found_.guardrails[found_.firstClosed], answer);
    case Closed::Boundary:
      return explainClosed(found_.boundary, answer);
    case Closed::Session:
      return explainClosed(found_.session, answer);
    case Closed::Resource:
      return explainClosed(found_.resource, answer);
    case Closed::Identity:
      explainClosed(found_.identity, answer);
    }
  }

  /// Kinds of layers that deny, and of those that limit and do not allow.
  void noteBlocked() {
    for (const Layer* layer : everything()) {
      const bool limits = layer != &found_.identity && layer != &found_.resource;
      const bool own = layer == &found_.boundary || layer == &found_.session;
      const bool closes = limits && layer->allow == Truth::No && (!own || found_.allowed == Truth::No);
      if (layer->deny == Truth::Yes || closes) out_.blockedBy.emplace_back(layer->kind);
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
    for (const Layer& layer : found_.guardrails)
      if (layer.allow == Truth::If) take(layer.allows);
    if (either(found_.resource.named.direct, found_.resource.named.role) == Truth::Yes &&
        found_.limited == Truth::Yes && found_.identity.allow == Truth::Yes)
      return;
    takeGrants(take);
  }

  template <class Take>
  void takeGrants(const Take& take) {
    const bool cross =
        !request_.principal.isIam() || request_.principal.account() != request_.resourceAccount;
    const bool open = found_.resource.named.direct == Truth::Yes && !cross;
    if (open) return; // the resource policy allows by itself
    if (found_.limited != Truth::No)
      for (const Layer* layer : {&found_.identity, &found_.boundary, &found_.session})
        if (layer->allow == Truth::If) take(layer->allows);
    const Truth named = cross || needsResourcePolicy(request_)
                            ? found_.resource.allow
                            : either(found_.resource.named.direct, found_.resource.named.role);
    if (named == Truth::If && (cross || found_.limited != Truth::Yes)) take(found_.resource.allows);
  }

  const Request& request_;
  const PolicySet& policies_;
  Judgement<Layer> found_;
  Evaluation out_;
};

} // namespace

Evaluation evaluate(const Request& request, const PolicySet& policies) {
  if (!alwaysAllowed(request)) return Explainer(request, policies).run();
  Evaluation out;
  out.answer.verdict = Verdict::Allowed;
  out.answer.why.push_back({"AWS", "no permission is needed for sts:GetCallerIdentity", {}, {}});
  return out;
}

Decision decide(const Request& request, const PolicySet& policies) {
  if (alwaysAllowed(request)) return {Verdict::Allowed, false, {}};
  Judgement<LayerTruth> found(request, policies);
  found.run();
  const Verdict verdict = found.verdict();
  if (verdict != Verdict::Denied) return {verdict, false, {}};
  return {verdict, found.deniedByStatement(), found.deniedBy()};
}

} // namespace countersign::iam
