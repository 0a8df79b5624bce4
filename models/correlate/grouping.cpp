// SPDX-License-Identifier: Apache-2.0
#include "models/correlate/grouping.h"

#include "models/identity/keys.h"

#include <algorithm>
#include <deque>
#include <map>

namespace countersign {
namespace {

constexpr std::string_view subjectPrefix = "system:serviceaccount:";

/// "system:serviceaccount:ns:name" of a service account's document.
std::string subjectOf(const HeldDocumentPtr& account) {
  const Json& c = account->document.content;
  return std::string(subjectPrefix) + c["namespace"].asString() + ":" + c["name"].asString();
}

bool isAccount(const HeldDocumentPtr& d) {
  return d->document.object.kind == "k8s.serviceaccount";
}
bool isRole(const HeldDocumentPtr& d) {
  return d->document.object.kind == "aws.role";
}

std::set<std::string> clusters(const std::vector<HeldDocumentPtr>& accounts) {
  std::set<std::string> out;
  for (const HeldDocumentPtr& a : accounts)
    out.insert(a->document.content["cluster"].asString());
  return out;
}

} // namespace

const DocumentReader::Kinds& principalKinds() {
  static const DocumentReader::Kinds kinds{"aws.role",
                                           "aws.user",
                                           "aws.credential-report-row",
                                           "aws.access-keys",
                                           "k8s.serviceaccount",
                                           "k8s.subject",
                                           "neutral.identity",
                                           "azure.service-principal",
                                           "azure.application",
                                           "gcp.service-account",
                                           "vault.entity",
                                           "vault.auth-role",
                                           "vault.role-id",
                                           "vault.token",
                                           "pg.role",
                                           "x509.certificate"};
  return kinds;
}

bool Grouping::joins(const HeldDocumentPtr& a, const HeldDocumentPtr& b) {
  const Description& x = reader_.description(a);
  const Description& y = reader_.description(b);
  if (!x.principal || !y.principal) return false;
  if (!x.idKey.empty() && !y.idKey.empty() && x.system == y.system)
    return x.idKey == y.idKey; // the same name with another unique id is another principal
  return std::any_of(x.nameKeys.begin(), x.nameKeys.end(),
                     [&](const std::string& key) { return hasKey(y.nameKeys, key); });
}

std::vector<HeldDocumentPtr> Grouping::neighbours(const HeldDocumentPtr& document) {
  std::vector<HeldDocumentPtr> out;
  const Description d = reader_.description(document); // a copy: the cache may be emptied below
  std::vector<std::string> keys = d.nameKeys;
  if (!d.idKey.empty()) keys.push_back(d.idKey);
  for (const std::string& key : keys)
    for (const HeldDocumentPtr& other : reader_.withKey(key, principalKinds()))
      if (other->object != document->object && joins(document, other)) out.push_back(other);
  for (const std::string& key : d.nameKeys) // an alias that a person or an inventory states
    for (const HeldDocumentPtr& alias : reader_.naming(key, {"neutral.alias"})) {
      const std::vector<std::string> ends = reader_.description(alias).namingKeys; // a copy as well
      for (const std::string& end : ends)
        if (end != key)
          for (const HeldDocumentPtr& other : reader_.withKey(end, principalKinds()))
            if (reader_.description(other).principal) out.push_back(other);
    }
  addFederated(document, out);
  return out;
}

void Grouping::addFederated(const HeldDocumentPtr& document, std::vector<HeldDocumentPtr>& out) {
  if (!isAccount(document) && !isRole(document)) return;
  const auto all = federations(document);
  const auto confirmed = [&](bool ofRole) {
    std::map<std::string, HeldDocumentPtr> ends;
    for (const Federation& f : all)
      if (f.state == FederationState::Confirmed)
        ends.emplace(ofRole ? subjectOf(f.account) : f.role->document.object.uid,
                     ofRole ? f.account : f.role);
    return ends;
  };
  if (isRole(document)) {
    const auto accounts = confirmed(true);
    if (accounts.size() == 1) out.push_back(accounts.begin()->second);
    return;
  }
  const auto roles = confirmed(false);
  if (roles.size() != 1) return;
  // One role for several accounts is shared by them, not one identity with them.
  std::set<std::string> accounts;
  for (const Federation& f : federations(roles.begin()->second))
    if (f.state == FederationState::Confirmed) accounts.insert(subjectOf(f.account));
  if (accounts.size() == 1) out.push_back(roles.begin()->second);
}

std::vector<HeldDocumentPtr> Grouping::groupOf(std::int64_t object) {
  std::map<std::int64_t, HeldDocumentPtr> group;
  const auto first = reader_.documents().ofObject(object);
  if (!first) {
    reader_.fail(first.error());
    return {};
  }
  if (!*first || !reader_.description(*first).principal) return {};
  std::deque<HeldDocumentPtr> queue{*first};
  group.emplace(object, *first);
  while (!queue.empty()) {
    const HeldDocumentPtr at = queue.front();
    queue.pop_front();
    for (const HeldDocumentPtr& next : neighbours(at))
      if (group.emplace(next->object, next).second) queue.push_back(next);
  }
  std::vector<HeldDocumentPtr> out;
  for (const auto& [id, document] : group)
    out.push_back(document);
  return out;
}

namespace {

/// Does the role's trust let in exactly this subject; a pattern is an open door, never an identity.
bool letsIn(const Description& role, const std::string& subject) {
  return std::any_of(role.letsIn.begin(), role.letsIn.end(),
                     [&](const FederatedSubject& s) { return s.exact && s.subject == subject; });
}

std::string shown(const HeldDocumentPtr& account) {
  const Json& c = account->document.content;
  return c["namespace"].asString() + "/" + c["name"].asString() + " in " + c["cluster"].asString();
}

} // namespace

std::vector<Federation> Grouping::federations(const HeldDocumentPtr& document) {
  std::vector<Federation> out;
  const Description d = reader_.description(document);
  const auto plane = [&](DocumentReader::Documents all) {
    std::erase_if(all, [&](const auto& x) { return x->role != document->role; });
    return all;
  };
  if (isAccount(document)) {
    const std::string subject = subjectOf(document);
    for (const std::string& claim : d.claims) {
      const auto roles = plane(reader_.withKey(claim, {"aws.role"}));
      if (roles.empty()) {
        out.push_back({FederationState::Claimed, nullptr, document,
                       "says it becomes " + claim.substr(claim.find(':') + 1) + ", which is in no snapshot"});
        continue;
      }
      const HeldDocumentPtr& role = roles.front();
      std::vector<HeldDocumentPtr> rivals;
      for (const HeldDocumentPtr& a : plane(reader_.naming(claim, {"k8s.serviceaccount"})))
        if (subjectOf(a) == subject) rivals.push_back(a);
      if (!letsIn(reader_.description(role), subject))
        out.push_back(
            {FederationState::Claimed, role, document,
             "says it becomes role " + role->document.object.name + ", whose trust does not name it"});
      else if (clusters(rivals).size() > 1)
        out.push_back({FederationState::Ambiguous, role, document,
                       "accounts of this name in several clusters claim role " + role->document.object.name});
      else
        out.push_back({FederationState::Confirmed, role, document,
                       "becomes role " + role->document.object.name + " (annotation and trust agree)"});
    }
    return out;
  }
  if (!isRole(document)) return out;
  std::vector<HeldDocumentPtr> claimants;
  for (const std::string& key : d.nameKeys)
    for (const HeldDocumentPtr& a : plane(reader_.naming(key, {"k8s.serviceaccount"})))
      claimants.push_back(a);
  for (const FederatedSubject& s : d.letsIn) {
    if (s.subject.compare(0, subjectPrefix.size(), subjectPrefix) != 0) continue;
    std::vector<HeldDocumentPtr> same;
    for (const HeldDocumentPtr& a : claimants)
      if (s.exact && subjectOf(a) == s.subject) same.push_back(a);
    if (same.empty() && !reader_.partImported("kubernetes", {}, "serviceaccounts", document->role))
      continue; // nobody has looked for the account
    if (same.empty())
      out.push_back({FederationState::OpenDoor, document, nullptr,
                     "lets in " + s.subject + " through " + s.issuer +
                         (s.exact ? ", which does not claim it" : ", a pattern")});
    else if (clusters(same).size() > 1)
      out.push_back(
          {FederationState::Ambiguous, document, same.front(), s.subject + " exists in several clusters"});
    else
      out.push_back({FederationState::Confirmed, document, same.front(),
                     "is what " + shown(same.front()) + " becomes (annotation and trust agree)"});
  }
  for (const HeldDocumentPtr& a : claimants)
    if (!letsIn(d, subjectOf(a)))
      out.push_back({FederationState::Claimed, document, a,
                     shown(a) + " claims it, but the trust does not name that account"});
  return out;
}

} // namespace countersign
