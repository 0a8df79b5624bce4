// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/effective.h"

#include "models/access/aws/escalation.h"
#include "models/access/aws/named_by.h"

#include <algorithm>
#include <iterator>

namespace countersign {
namespace {

std::string keyOf(const HeldPolicy& policy) {
  return policy.document->digest.hex() + policy.inner;
}

Tri triOf(iam::GrantVerdict verdict) {
  switch (verdict) {
  case iam::GrantVerdict::Effective:
    return Tri::Yes;
  case iam::GrantVerdict::Conditional:
    return Tri::Conditional;
  case iam::GrantVerdict::Denied:
    return Tri::No;
  case iam::GrantVerdict::NotEvaluated:
    break;
  }
  return Tri::Unknown;
}

/// The row holds under one more condition.
void onlyIf(const std::string& condition, EffectiveRow& row) {
  if (condition.empty() || row.verdict == Tri::No) return;
  if (row.verdict == Tri::Yes) row.verdict = Tri::Conditional;
  row.conditions.push_back(condition);
}

/// A boundary whose text is the catalogue's: what it lets through and what it does not is as sure as that.
void admitAssumedBoundary(const HeldPolicies& held, EffectiveList& list) {
  for (const HeldPolicy& policy : held.boundary) {
    if (policy.assumed.empty()) continue;
    for (EffectiveRow& row : list.rows) {
      onlyIf(policy.assumed, row);
      if (row.verdict != Tri::No || row.deny || row.deniedBy != "permissions boundary") continue;
      row.verdict = Tri::Unknown;
      row.missing.push_back("denied by " + row.deniedBy + ' ' + policy.assumed);
      row.deniedBy.clear();
    }
  }
}

} // namespace

EffectiveRow effectiveRow(iam::GrantRow&& row, const char* layer, const AwsPlaces& places) {
  EffectiveRow out;
  out.action = std::move(row.action);
  out.resource = std::move(row.resource);
  out.ofAction = std::move(row.ofAction);
  out.ofResource = std::move(row.ofResource);
  out.region = std::move(row.region);
  out.deny = row.effect == iam::Statement::Effect::Deny;
  out.verdict = triOf(row.verdict);
  out.conditions = std::move(row.conditions);
  out.missing = std::move(row.missing);
  if (row.onlyIf.empty()) {
    out.needs = std::move(row.needs);
  } else if (!out.deny && out.verdict != Tri::No) {
    if (out.verdict == Tri::Yes) out.verdict = Tri::Conditional;
    std::move(row.onlyIf.begin(), row.onlyIf.end(), std::back_inserter(out.conditions));
  }
  out.limits = std::move(row.limits);
  if (out.verdict == Tri::No && !out.limits.empty()) out.deniedBy = out.limits.front().layer;
  for (WhyStep& step : out.limits)
    places.locate(step);
  WhyStep own{layer, {}, std::move(row.document), std::move(row.pointer)};
  onlyIf(places.assumed(own.document), out);
  places.locate(own);
  out.document = own.held;
  out.inner = std::move(own.pointer);
  return out;
}

std::shared_ptr<const iam::Policy> AwsPolicies::of(const HeldPolicy& policy) {
  std::string key = keyOf(policy);
  const auto found = read_.find(key);
  if (found != read_.end()) return found->second;
  if (read_.size() >= limit_) read_.clear();
  auto made = std::make_shared<const iam::Policy>(iam::parsePolicy(policy.text(), policy.name, key));
  return read_.emplace(std::move(key), std::move(made)).first->second;
}

void AwsPlaces::add(const HeldPolicy& policy) {
  places_.emplace(keyOf(policy), &policy);
}

std::string AwsPlaces::assumed(const std::string& document) const {
  const auto found = places_.find(document);
  return found == places_.end() ? std::string() : found->second->assumed;
}

void AwsPlaces::locate(WhyStep& step) const {
  const auto found = places_.find(step.document);
  if (found == places_.end()) return;
  const HeldPolicy& at = *found->second;
  step.document = at.document->document.object.uid;
  step.pointer = at.inner + step.pointer;
  step.held = at.document;
  if (const auto via = at.path.find(" ← "); via != std::string::npos && !step.text.empty())
    step.text += at.path.substr(via);
}

AwsPolicySet awsPolicySet(const HeldPolicies& held, AwsPolicies& policies) {
  AwsPolicySet out;
  const auto read = [&](const std::vector<HeldPolicy>& from) {
    std::vector<const iam::Policy*> to;
    for (const HeldPolicy& policy : from) {
      out.owned.push_back(policies.of(policy));
      to.push_back(out.owned.back().get());
      out.places.add(policy);
    }
    return to;
  };
  out.set.identity = read(held.identity);
  out.set.boundary = read(held.boundary);
  for (const HeldPolicyLevel& level : held.serviceControl)
    out.set.serviceControl.push_back({level.target, read(level.policies)});
  out.set.principalInManagementAccount = held.inManagementAccount;
  out.set.notImported = held.notImported;
  return out;
}

void addResourceControl(const HeldPolicies& held, AwsPolicies& policies, AwsPolicySet& set) {
  for (const HeldPolicyLevel& level : held.resourceControl) {
    iam::OrganizationLevel to{level.target, {}};
    for (const HeldPolicy& policy : level.policies) {
      set.owned.push_back(policies.of(policy));
      to.policies.push_back(set.owned.back().get());
      set.places.add(policy);
    }
    set.set.resourceControl.push_back(std::move(to));
  }
  set.set.resourceInManagementAccount = held.inManagementAccount;
}

EffectiveList awsEffective(DocumentReader& reader, const HeldPolicies& held, AwsPolicies& policies,
                           Instant now) {
  AwsPolicySet set = awsPolicySet(held, policies);
  iam::GrantRows rows = iam::grantRows(held.arn, set.set, now);
  EffectiveList out;
  out.known = held.known;
  out.until = rows.until;
  out.missing = held.missing;
  for (const std::string& what : held.notImported)
    out.missing.push_back(what + " were not imported: they may deny what the policies allow");
  if (!rows.complete) out.missing.push_back(rows.reason);
  EscalationPaths paths = iam::escalationPaths(rows, held.arn);
  for (EscalationPath& path : paths.list) {
    for (WhyStep& step : path.steps) {
      if (!set.places.assumed(step.document).empty()) {
        path.conditional = true;
        path.unlessGuarded = false;
      }
      set.places.locate(step);
    }
    out.escalations.push_back(std::move(path));
  }
  if (held.known) addNamedBy(reader, held, set, rows, policies, now, out);
  for (iam::GrantRow& row : rows.rows)
    out.rows.push_back(effectiveRow(std::move(row), "identity policy", set.places));
  admitAssumedBoundary(held, out);
  return out;
}

} // namespace countersign
