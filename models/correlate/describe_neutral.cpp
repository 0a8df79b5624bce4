// SPDX-License-Identifier: Apache-2.0
#include "models/correlate/describe_kinds.h"
#include "models/identity/keys.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

namespace countersign::kinds {
namespace {

std::string systemOf(const std::string& uid, const std::string& platform) {
  if (!platform.empty()) return platform == "k8s" ? "kubernetes" : platform;
  return uid.substr(0, uid.find(':'));
}

std::string uniqueKey(const std::string& system, const std::string& uniqueId) {
  if (uniqueId.empty()) return {};
  if (system == "aws") return keys::awsId(uniqueId);
  if (system == "kubernetes") return keys::k8sUid(uniqueId);
  return "unique:" + system + "/" + uniqueId;
}

void owners(const Json& c, Description& out) {
  for (const Json& owner : c["owners"].items()) {
    const std::string ref = owner["ref"].asString(), basis = owner["basis"].asString();
    if (ref.empty()) continue;
    out.owner = OwnerClaim{ref, basis.empty() ? "inventory" : basis, "/owners/0/ref"};
    return;
  }
  if (!c["owner"].asString().empty()) {
    const std::string basis = c["owner_basis"].asString();
    out.owner = OwnerClaim{c["owner"].asString(), basis.empty() ? "inventory" : basis, "/owner"};
    return;
  }
  out.owner = ownerFrom(c["labels"], "label", "/labels");
  if (!out.owner) out.owner = ownerFrom(c["tags"], "tag", "/tags");
}

std::string kindLabel(const std::string& system, const std::string& kind) {
  if (system == "aws" && (kind == "role" || kind == "user")) return "AWS " + kind;
  if (system == "kubernetes") return "Kubernetes service account";
  return kind.empty() ? system : system + " " + kind;
}

/// Whom identities belong to and what makes them: people, teams, repositories. They answer the rules, and are
/// no non-human identity of their own.
bool isNoIdentity(std::string kind) {
  static constexpr std::array<std::string_view, 5> kinds{"person", "human", "team", "repository", "repo"};
  std::transform(kind.begin(), kind.end(), kind.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

void identity(const Document& d, Description& out) {
  const Json& c = d.content;
  const std::string uid = c["uid"].asString().empty() ? d.object.uid : c["uid"].asString();
  if (isNoIdentity(c["kind"].asString())) {
    out.selfKeys = {keys::neutral(uid)};
    return;
  }
  const std::string unique =
      c["unique_id"].asString().empty() ? d.object.uniqueId : c["unique_id"].asString();
  out.principal = true;
  out.rank = 5;
  out.system = systemOf(uid, c["platform"].asString());
  out.kindLabel = kindLabel(out.system, c["kind"].asString());
  const Json& location = c["location"];
  out.place = location["account"].asString() + location["cluster"].asString() + c["account"].asString();
  out.neutralUid = uid;
  out.idKey = uniqueKey(out.system, unique);
  out.nameKeys.push_back(keys::fromNeutralUid(uid));
  out.selfKeys = {out.idKey, out.nameKeys.front(), keys::neutral(uid)};
  out.searchTerms = {uid, unique, out.place};
  owners(c, out);
  if (const auto tier = tierFrom(c["tier"].asString()))
    out.tier = std::pair(*tier, std::string("column tier"));
  else if (const auto level = tierFrom(c["criticality"].asString()))
    out.tier = std::pair(*level, std::string("column criticality"));
  else if (out.tier = tierFromMap(c["labels"], "label"); !out.tier)
    out.tier = tierFromMap(c["tags"], "tag");
  const std::string status = c["status"].asString();
  out.disabled = status == "disabled" || status == "deleted";
}

void namingMember(const Document& d, Description& out, const char* member) {
  out.namingKeys.push_back(keys::fromNeutralUid(d.content[member].asString()));
}

void credential(const Document& d, Description& out) {
  namingMember(d, out, "identity");
  namingMember(d, out, "identity_uid");
  const std::string id = d.content["id"].asString();
  if (d.content["kind"].asString() == "access_key" && id.compare(0, 4, "AKIA") == 0)
    out.selfKeys.push_back(keys::awsAccessKey(id));
  else
    out.selfKeys.push_back("credential:" + id);
  out.searchTerms = {id};
}
void trust(const Document& d, Description& out) {
  namingMember(d, out, "identity");
  namingMember(d, out, "identity_uid");
}
void alias(const Document& d, Description& out) {
  namingMember(d, out, "identity");
  out.namingKeys.push_back(keys::fromNeutralUid(d.content["value"].asString()));
}
void membership(const Document& d, Description& out) {
  namingMember(d, out, "member");
  namingMember(d, out, "container");
}
void policy(const Document& d, Description& out) {
  out.selfKeys = {"neutral-policy:" + d.object.uid};
}
void grant(const Document& d, Description& out) {
  namingMember(d, out, "grantee");
  namingMember(d, out, "identity_uid");
}

} // namespace

bool neutral(const Document& document, Description& out) {
  using Describe = void (*)(const Document&, Description&);
  static const std::map<std::string, Describe, std::less<>> kinds{
      {"neutral.identity", identity}, {"neutral.credential", credential}, {"neutral.trust", trust},
      {"neutral.alias", alias},       {"neutral.membership", membership}, {"neutral.policy", policy},
      {"neutral.grant", grant}};
  const auto found = kinds.find(document.object.kind);
  if (found == kinds.end()) return false;
  found->second(document, out);
  const std::string nothing = keys::neutral("");
  std::erase(out.namingKeys, nothing);
  std::erase(out.selfKeys, nothing);
  return true;
}

} // namespace countersign::kinds
