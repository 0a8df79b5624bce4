// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/estate.h"

#include "models/access/aws/area.h"
#include "models/access/aws/escalation.h"
#include "models/access/aws/service_rules.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstdint>
#include <set>
#include <thread>
#include <utility>

namespace countersign::iam {
namespace {

/// The policies of a set, as bytes to compare.
std::string keyOf(const PolicySet& set) {
  std::string out;
  const auto put = [&](std::uint64_t value) {
    const auto bytes = std::bit_cast<std::array<char, sizeof(std::uint64_t)>>(value);
    out.append(bytes.data(), bytes.size());
  };
  const auto list = [&](const std::vector<const Policy*>& policies) {
    put(policies.size());
    for (const Policy* policy : policies)
      put(std::bit_cast<std::uintptr_t>(policy));
  };
  list(set.identity);
  list(set.boundary);
  list(set.session);
  put(set.serviceControl.size());
  for (const OrganizationLevel& level : set.serviceControl) {
    list(level.policies);
    out += level.target + '\n';
  }
  put(static_cast<std::uint64_t>(set.principalInManagementAccount));
  for (const std::string& what : set.notImported)
    out += what + '\n';
  return out;
}

bool mayAllow(const Statement& statement) {
  return statement.effect != Statement::Effect::Deny;
}

/// "s3" of "s3:get*"; empty where the pattern may be about several services.
std::string serviceOf(const TextPattern& action) {
  const std::string text = lowered(action.text());
  const auto colon = text.find(':');
  return colon == std::string::npos || text.find_first_of("*?") < colon ? std::string()
                                                                        : text.substr(0, colon);
}

/// Whether a policy may allow the request to somebody: false is certain.
bool mayAllow(const Policy& policy, const Request& request) {
  return std::any_of(policy.statements.begin(), policy.statements.end(), [&](const Statement& s) {
    return mayAllow(s) && (!s.notEvaluated.empty() || mayFit(s, request));
  });
}

Request requestBy(const std::string& arn, const AwsEstate::Asked& asked) {
  return requestOf(principalOf(arn), asked.action, asked.resource, asked.resourceAccount,
                   asked.resourceIsPattern, asked.context);
}

} // namespace

PrincipalSummary summaryOf(const std::string& arn, const PolicySet& policies, Instant now) {
  const GrantRows rows = grantRows(arn, policies, now);
  PrincipalSummary out;
  out.complete = rows.complete;
  for (const GrantRow& row : rows.rows) {
    if (row.effect == Statement::Effect::Deny) continue;
    ++(row.verdict == GrantVerdict::Effective     ? out.effective
       : row.verdict == GrantVerdict::Conditional ? out.conditional
       : row.verdict == GrantVerdict::Denied      ? out.denied
                                                  : out.notEvaluated);
    if (row.verdict == GrantVerdict::Denied) continue;
    Grant grant;
    grant.action = grant.shown = row.action;
    grant.resource = row.resource;
    if (const Reach reach = meaningOf("aws", grant).reach; reach > out.reach) out.reach = reach;
  }
  out.administers = out.reach >= Reach::Administer;
  out.escalates = !escalationPaths(rows, arn).list.empty();
  return out;
}

void AwsEstate::index(const Policy* policy) {
  std::set<std::string> services;
  bool any = false;
  for (const Statement& s : policy->statements) {
    if (!mayAllow(s)) continue;
    any = any || s.actions.negated || !s.notEvaluated.empty();
    for (const TextPattern& action : s.actions.patterns)
      services.insert(serviceOf(action));
  }
  if (any || services.count({}) != 0) {
    ofAnyService_.push_back(policy);
    return;
  }
  for (const std::string& service : services)
    byService_[service].push_back(policy);
}

AwsEstate::Indexed& AwsEstate::indexed(const Policy* policy) {
  const auto [at, fresh] = policies_.try_emplace(policy);
  if (fresh) {
    at->second.sharing = sharingOf(*policy);
    index(policy);
  }
  return at->second;
}

void AwsEstate::add(std::string id, std::string arn, const PolicySet& policies) {
  std::string key = classOf(arn) + '\n' + keyOf(policies);
  bool own = false;
  forEachAttached(policies, [&](const Policy& policy) {
    const PolicySharing& sharing = indexed(&policy).sharing;
    own = own || sharing.asksWho || mayBeSelf(sharing.narrow, arn);
  });
  if (own) key += '\n' + arn;
  const auto [at, fresh] = byKey_.try_emplace(std::move(key), static_cast<std::uint32_t>(groups_.size()));
  if (fresh) {
    groups_.push_back({arn, policies, {}, {}});
    PolicySet& set = groups_.back().set;
    set.resource = nullptr;
    set.resourceControl.clear();
    set.endpoint.clear();
    for (const Policy* policy : policies.identity)
      if (auto& groups = indexed(policy).groups; groups.empty() || groups.back() != at->second)
        groups.push_back(at->second);
  }
  groups_[at->second].members.push_back(static_cast<std::uint32_t>(principals_.size()));
  principals_.push_back({std::move(id), std::move(arn), at->second});
}

void AwsEstate::summarize(unsigned threads) {
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < groups_.size(); i = next++)
      groups_[i].summary = summaryOf(groups_[i].arn, groups_[i].set, now_);
  };
  std::vector<std::thread> others;
  for (unsigned i = 1; i < threads; ++i)
    others.emplace_back(work);
  work();
  for (std::thread& thread : others)
    thread.join();
}

const PrincipalSummary& AwsEstate::summary(std::size_t principal) const {
  return groups_[principals_[principal].group].summary;
}

/// Nobody is allowed what none of its own policies may allow, but the root user, and what needs no
/// permission.
std::vector<std::uint32_t> AwsEstate::groupsThatMay(const Request& request) const {
  std::vector<std::uint32_t> out;
  const auto take = [&](const std::vector<const Policy*>& policies) {
    for (const Policy* policy : policies)
      if (const auto& groups = policies_.at(policy).groups; !groups.empty() && mayAllow(*policy, request))
        out.insert(out.end(), groups.begin(), groups.end());
  };
  take(ofAnyService_);
  if (const auto found = byService_.find(std::string(request.service())); found != byService_.end())
    take(found->second);
  for (std::uint32_t i = 0; i < groups_.size(); ++i)
    if (principalOf(groups_[i].arn).kind == Principal::Kind::Root) out.push_back(i);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

/// The policies of a principal and those that the question is about, into a set whose memory is used again.
void AwsEstate::putPolicies(const Asked& asked, const PolicySet& own, PolicySet& out) {
  out = own;
  out.resource = asked.resourcePolicy;
  out.resourceControl = asked.resourceControl;
  out.endpoint = asked.endpoint;
  out.resourceInManagementAccount = asked.resourceInManagementAccount;
  out.notImported.insert(out.notImported.end(), asked.notImported.begin(), asked.notImported.end());
}

Evaluation AwsEstate::explain(const Asked& asked, std::size_t principal) const {
  PolicySet set;
  putPolicies(asked, groups_[principals_[principal].group].set, set);
  return evaluate(requestBy(principals_[principal].arn, asked), set);
}

std::vector<AwsEstate::Found> AwsEstate::whoCan(const Asked& asked) const {
  std::vector<Found> out;
  Request request = requestBy({}, asked);
  // Policies on the side of the resource name principals.
  const bool byName =
      asked.resourcePolicy != nullptr || !asked.resourceControl.empty() || !asked.endpoint.empty();
  const bool everyone = byName || request.action == "sts:getcalleridentity";
  const auto groups = everyone ? std::vector<std::uint32_t>() : groupsThatMay(request);
  PolicySet set;
  const auto ask = [&](const std::string& arn, std::uint32_t group) {
    putPolicies(asked, groups_[group].set, set);
    request.ask(arn, asked.action, asked.resource, asked.resourceAccount, asked.resourceIsPattern);
    return decide(request, set).verdict;
  };
  if (everyone)
    for (std::uint32_t i = 0; i < principals_.size(); ++i)
      if (const Verdict found = ask(principals_[i].arn, principals_[i].group); found != Verdict::Denied)
        out.push_back({i, found});
  for (const std::uint32_t group : groups)
    if (const Verdict found = ask(groups_[group].arn, group); found != Verdict::Denied)
      for (const std::uint32_t principal : groups_[group].members)
        out.push_back({principal, found});
  std::sort(out.begin(), out.end(), [](const Found& a, const Found& b) { return a.principal < b.principal; });
  return out;
}

} // namespace countersign::iam
