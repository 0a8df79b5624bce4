// SPDX-License-Identifier: Apache-2.0
#include "models/identity/azure_keys.h"
#include "models/identity/keys.h"
#include "models/identity/keys_gcp.h"
#include "models/review/finding_facts.h"

#include <algorithm>
#include <array>

namespace countersign {
namespace {

using Mechanism = TrustEntry::Mechanism;

/// Tenants of Microsoft itself: "Microsoft Services" and "Microsoft" (Microsoft Entra documentation, "First-
/// party Microsoft applications in sign-in reports").
bool microsofts(const std::string& tenant) {
  return tenant == "f8cdef31-a31e-4b4a-93e4-5f571e91255a" || tenant == "72f988bf-86f1-41af-91ab-2d7cd011db47";
}

/// "web" of "ReplicaSet/web-7d9f8b6c5": a Deployment names its replica sets by a hash; "nightly" of
/// "Job/nightly-29391230": a CronJob names its jobs by the minute (Kubernetes documentation, "Deployments",
/// "CronJob").
std::string workloadOf(const std::string& owner) {
  const auto slash = owner.find('/'), dash = owner.rfind('-');
  if (slash == std::string::npos || dash == std::string::npos || dash < slash) return owner;
  const std::string kind = owner.substr(0, slash), tail = owner.substr(dash + 1);
  const auto only = [&](std::string_view letters) {
    return !tail.empty() && tail.find_first_not_of(letters) == std::string::npos;
  };
  if (kind == "ReplicaSet" && tail.size() <= 10 && only("bcdfghjklmnpqrstvwxz2456789"))
    return "Deployment/" + owner.substr(slash + 1, dash - slash - 1);
  if (kind == "Job" && tail.size() >= 8 && only("0123456789"))
    return "CronJob/" + owner.substr(slash + 1, dash - slash - 1);
  return owner;
}

std::vector<std::string> subjectsOf(const TrustEntry& t) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < t.subject.size();) {
    const auto end = std::min(t.subject.find(", ", at), t.subject.size());
    out.push_back(t.subject.substr(at, end - at));
    at = end + 2;
  }
  return out;
}

} // namespace

/// "repo:OWNER/NAME:ref:refs/heads/main" (GitHub documentation, "OpenID Connect reference"). An inventory
/// knows the repository as "github:OWNER/NAME" or "repo:OWNER/NAME".
std::string FactGatherer::repositoryGone(const std::string& subject) {
  if (!subject.starts_with("repo:")) return {};
  const std::string name = subject.substr(5, subject.find(':', 5) - 5);
  if (name.find('/') == std::string::npos || name.find_first_of("*?") != std::string::npos) return {};
  DocumentStore& documents = x_.reader.documents();
  for (const char* prefix : {"github:", "repo:"}) {
    const std::string key = keys::neutral(prefix + name);
    e_.asked.insert(key);
    if (!reader_.withKey(key, {"neutral.identity"}).empty()) return {};
    const auto objects = documents.objectsWithKey(key);
    if (!objects) {
      fail(objects.error());
      return {};
    }
    for (const std::int64_t object : *objects) {
      const auto last = documents.lastOfObject(object);
      if (!last) {
        fail(last.error());
        return {};
      }
      if (*last && (*last)->to && hasKey(x_.reader.description(*last).selfKeys, key))
        return "Repository " + name + " is gone from " + (*last)->sourceName + " since " +
               formatRfc3339((*(*last)->to)).substr(0, 10);
    }
  }
  return {};
}

/// The organisation is known where a list of its accounts has the account that the role is in. What is in no
/// list and was not imported either is none of the known accounts.
void FactGatherer::awsTrust(findings::HeldTrust& t, const HeldDocumentPtr& of) {
  const std::string& own = of->document.content["account"].asString();
  const std::string& account = t.entry.account;
  const auto listed = [&](const std::string& id) {
    return !reader_.withKey(keys::awsTarget(id), {"aws.organization-unit"}).empty();
  };
  if (!account.empty() && account != own && !own.empty())
    t.outside = listed(own) && !listed(account) && x_.estate->accounts.count(account) == 0;
  if (t.entry.mechanism == Mechanism::Saml) {
    t.human = true;
    t.humanText = "people who sign in by SAML";
  }
  if (t.entry.mechanism == Mechanism::User)
    for (const HeldDocumentPtr& d :
         reader_.withKey(keys::awsPrincipal(t.entry.who), {"aws.credential-report-row"}))
      if (d->document.content["passwordEnabled"].asBool()) {
        t.human = true;
        t.humanText = "a user with a console password";
      }
}

void FactGatherer::addTrust(const HeldDocumentPtr& d, TrustEntry entry, const HeldDocumentPtr& of) {
  findings::HeldTrust t;
  t.system = x_.reader.description(of).system;
  t.to = of->document.object.name;
  std::string inner = entry.inner;
  t.spot = {d, std::move(inner), nullptr};
  t.entry = std::move(entry);
  const std::string& kind = d->document.object.kind;
  if (kind == "aws.role") awsTrust(t, d);
  if (kind == "azure.service-principal") {
    t.outside = t.entry.account != d->document.content["tenant"].asString();
    t.ofPlatform = microsofts(t.entry.account);
    if (!t.outside) return; // its own tenant
  }
  if (kind == "gcp.allow-policy" && t.entry.mechanism == Mechanism::User) {
    t.human = true;
    t.humanText = "a person's account, by a role on it";
  }
  if (kind == "neutral.trust" && t.entry.mechanism == Mechanism::Saml) {
    t.human = true;
    t.humanText = "people who sign in by SAML";
  }
  for (const std::string& subject : subjectsOf(t.entry))
    if (t.tombstone.empty()) t.tombstone = repositoryGone(subject);
  f_.trusts.push_back(std::move(t));
}

void FactGatherer::trusts() {
  for (const Member& m : e_.members) {
    if (!m.document || m.document->role != SourceRole::Live) continue;
    const HeldDocumentPtr& d = m.document;
    for (TrustEntry& t : trustsOf(d->document))
      addTrust(d, std::move(t), d);
    const std::string& kind = d->document.object.kind;
    const bool azure = kind.starts_with("azure.");
    const bool gcp = kind == "gcp.service-account";
    if (!azure && !gcp) continue;
    const std::vector<std::string> keys = x_.reader.description(d).selfKeys;
    for (const std::string& key : keys)
      for (const HeldDocumentPtr& other :
           reader_.naming(key, {azure ? "azure.federated-credential" : "gcp.allow-policy"})) {
        const std::string& resource = other->document.content["resource"].asString();
        if (gcp && !resource.ends_with("/serviceAccounts/" + d->document.object.name)) continue;
        for (TrustEntry& t : trustsOf(other->document))
          addTrust(other, std::move(t), d);
      }
  }
  for (const auto& [digest, d] : e_.closure.documents)
    if (d->document.object.kind == "neutral.trust" && d->role == SourceRole::Live)
      for (TrustEntry& t : trustsOf(d->document))
        addTrust(d, std::move(t), e_.members.front().shown());
}

void FactGatherer::pods() {
  for (const Member& m : e_.members) {
    if (!m.document || m.document->document.object.kind != "k8s.serviceaccount" ||
        m.document->role != SourceRole::Live)
      continue;
    for (const StoredObservation& o : observations(m.document)) {
      if (!o.name.starts_with("pod/")) continue;
      const std::string& owner = o.value["owner"].asString();
      if (owner.empty()) continue; // whether two such pods are one workload, nobody says
      const std::string place = o.name.substr(4, o.name.rfind('/') - 4);
      f_.consumers.push_back(
          {place + "/" + workloadOf(owner), "pod " + o.name.substr(4), spotOf(o, m.document)});
    }
  }
}

void FactGatherer::consumers() {
  pods();
  if (!f_.consumers.empty()) return;
  for (const findings::HeldTrust& t : f_.trusts) {
    if (t.entry.mechanism != Mechanism::Oidc || !t.entry.subjectBound) continue;
    for (const std::string& subject : subjectsOf(t.entry))
      if (subject.find_first_of("*?") == std::string::npos)
        f_.consumers.push_back({subject, "trust of " + t.to, t.spot});
  }
}

/// Projects that are being deleted (Resource Manager API, Project.state: DELETE_REQUESTED).
void FactGatherer::tombstones() {
  for (const Member& m : e_.members) {
    if (!m.document || m.document->document.object.kind != "gcp.service-account") continue;
    const std::string& project = m.document->document.content["projectId"].asString();
    if (project.empty()) continue;
    for (const HeldDocumentPtr& d : reader_.withKey(keys::gcpNode("projects/" + project), {"gcp.container"}))
      if (const std::string& state = d->document.content["state"].asString();
          !state.empty() && state != "ACTIVE")
        f_.tombstones.push_back({"Project " + project + " is " + state + ", and the account is still listed",
                                 {d, "/state", nullptr}});
  }
}

} // namespace countersign
