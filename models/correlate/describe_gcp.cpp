// SPDX-License-Identifier: Apache-2.0
#include "models/correlate/describe_kinds.h"
#include "models/identity/keys_gcp.h"

#include <map>

namespace countersign::kinds {
namespace {

void serviceAccount(const Document& d, Description& out) {
  const Json& c = d.content;
  const std::string &email = c["email"].asString(), &project = c["projectId"].asString();
  out.principal = true;
  out.rank = 2;
  out.system = "gcp";
  out.kindLabel = "Google Cloud service account";
  out.place = project;
  out.disabled = c["disabled"].asBool();
  if (!d.object.uniqueId.empty()) {
    out.neutralUid = "gcp:sa:" + d.object.uniqueId;
    out.idKey = keys::gcpId(d.object.uniqueId);
    out.selfKeys.push_back(out.idKey);
  }
  out.nameKeys.push_back(keys::gcpMember("serviceAccount:" + email));
  out.selfKeys.push_back(out.nameKeys.back());
  if (!project.empty()) {
    out.selfKeys.push_back(
        keys::gcpNode("//iam.googleapis.com/projects/" + project + "/serviceAccounts/" + email));
    out.namingKeys.push_back(keys::gcpNode("projects/" + project));
  }
  out.searchTerms = {email, project, c["displayName"].asString(), d.object.uniqueId};
}

void accountKeys(const Document& d, Description& out) {
  out.namingKeys.push_back(keys::gcpMember("serviceAccount:" + d.content["account"].asString()));
}

void members(const Json& list, Description& out) {
  for (const Json& one : list.items())
    out.namingKeys.push_back(keys::gcpMember(one.asString()));
}

void allowPolicy(const Document& d, Description& out) {
  out.namingKeys.push_back(keys::gcpNode(d.content["resource"].asString()));
  for (const Json& binding : d.content["bindings"].items()) {
    out.namingKeys.push_back(keys::gcpRole(binding["role"].asString()));
    members(binding["members"], out);
  }
}

void denyPolicy(const Document& d, Description& out) {
  out.namingKeys.push_back(keys::gcpNode(d.content["attachedTo"].asString()));
  for (const Json& rule : d.content["rules"].items())
    for (const char* list : {"deniedPrincipals", "exceptionPrincipals"})
      members(rule["denyRule"][list], out);
}

void role(const Document& d, Description& out) {
  out.selfKeys.push_back(keys::gcpRole(d.content["name"].asString()));
}

/// A project has two names: its id and its number.
void node(const Document& d, Description& out) {
  const Json& c = d.content;
  out.selfKeys.push_back(keys::gcpNode(c["name"].asString()));
  out.selfKeys.push_back(keys::gcpNode("projects/" + c["projectNumber"].asString()));
  out.namingKeys.push_back(keys::gcpNode(c["parent"].asString()));
  if (!c["labels"].isObject()) return;
  out.owner = ownerFrom(c["labels"], "label", "/labels");
  out.tier = tierFromMap(c["labels"], "label");
}

void group(const Document& d, Description& out) {
  out.selfKeys.push_back(keys::gcpMember("group:" + d.content["email"].asString()));
  members(d.content["members"], out);
}

} // namespace

bool gcp(const Document& document, Description& out) {
  using Describe = void (*)(const Document&, Description&);
  static const std::map<std::string, Describe, std::less<>> kinds{{"gcp.service-account", serviceAccount},
                                                                  {"gcp.service-account-keys", accountKeys},
                                                                  {"gcp.allow-policy", allowPolicy},
                                                                  {"gcp.deny-policy", denyPolicy},
                                                                  {"gcp.role", role},
                                                                  {"gcp.container", node},
                                                                  {"gcp.ancestry", node},
                                                                  {"gcp.group", group}};
  const auto found = kinds.find(document.object.kind);
  if (found == kinds.end()) return false;
  found->second(document, out);
  return true;
}

} // namespace countersign::kinds
