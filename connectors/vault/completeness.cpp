// SPDX-License-Identifier: Apache-2.0
#include "connectors/vault/completeness.h"

#include "models/access/vault/policy.h"

#include <algorithm>

namespace countersign::vault {
namespace {

bool named(const std::vector<std::string>& list, const std::string& part) {
  return std::find(list.begin(), list.end(), part) != list.end();
}

std::string keyOf(const Answer& answer) {
  switch (answer.kind) {
  case AnswerKind::Policy:
    return lowerCase(answer.data()["name"].isString() ? answer.data()["name"].asString()
                                                      : answer.path.substr(answer.path.rfind('/') + 1));
  case AnswerKind::Entity:
  case AnswerKind::Group:
    return answer.data()["id"].asString();
  default:
    return answer.path;
  }
}

/// Methods whose logins are governed by no list of roles that everybody exports.
bool hasRoles(const std::string& type) {
  return type != "token" && type != "ns_token";
}

} // namespace

std::string Completeness::partFor(const Answer& answer) {
  const std::string part(partOf(answer.kind));
  if (!part.empty()) return part;
  const std::string& path = answer.path;
  if (path == "sys/policies/acl") return "lists";
  if (path.starts_with("sys/policies/acl/") || path.starts_with("sys/policy/")) return "policies";
  if (path.starts_with("identity/entity")) return "entities";
  if (path.starts_with("identity/group")) return "groups";
  if (path.starts_with("auth/token/roles")) return "token-roles";
  if (path.starts_with("auth/token/")) return "tokens";
  if (path.starts_with("auth/")) return "auth-roles";
  if (path == "sys/auth") return "auth-mounts";
  return path == "sys/mounts" ? "mounts" : std::string();
}

void Completeness::saw(const Answer& answer, bool used) {
  const std::lock_guard lock(mutex_);
  const std::string part = partFor(answer);
  if (!part.empty()) parts_.insert(part);
  if (!used) {
    faulty_.insert(part);
    return;
  }
  have_[part].insert(keyOf(answer));
  if (answer.kind == AnswerKind::List) {
    auto& names = lists_[answer.path];
    for (const std::string& name : answer.data()["keys"].strings())
      names.insert(answer.path == "sys/policies/acl" ? lowerCase(name) : name);
  }
  if (answer.kind != AnswerKind::AuthMounts) return;
  mountTable_ = true;
  for (const auto& [name, mount] : answer.data().members())
    if (name.size() > 1 && name.back() == '/' && hasRoles(mount["type"].asString()))
      authMounts_.insert(name.substr(0, name.size() - 1));
}

bool Completeness::listed(const std::string& path, const std::set<std::string>& have,
                          std::string& why) const {
  const auto list = lists_.find(path);
  if (list == lists_.end()) {
    why = "the list " + path + " is not in the file";
    return false;
  }
  const auto lacking = std::find_if(list->second.begin(), list->second.end(), [&](const std::string& name) {
    const bool builtIn = path == "sys/policies/acl" && name == "root"; // has no text
    return !builtIn && !have.contains(name) && !have.contains(path + '/' + name);
  });
  if (lacking == list->second.end()) return true;
  why = path + '/' + *lacking + " is listed and not in the file";
  return false;
}

std::string Completeness::whyRolesPartial() const {
  if (!mountTable_) return "the table of auth methods (sys/auth) is not in the file";
  const auto have = have_.find("auth-roles");
  std::string why;
  for (const std::string& mount : authMounts_) {
    bool any = false;
    for (const auto& [path, names] : lists_) {
      if (!path.starts_with("auth/" + mount + '/') || path.ends_with("/secret-id")) continue;
      any = true;
      if (!listed(path, have == have_.end() ? std::set<std::string>() : have->second, why)) return why;
    }
    if (!any) return "no list of what can log in at auth/" + mount + " is in the file";
  }
  return {};
}

std::string Completeness::whyPartial(const std::string& part) const {
  if (part == "auth-mounts" || part == "mounts" || part == "audit-devices" || part == "server") return {};
  if (part == "auth-roles") return whyRolesPartial();
  const char* list = part == "policies"      ? "sys/policies/acl"
                     : part == "entities"    ? "identity/entity/id"
                     : part == "groups"      ? "identity/group/id"
                     : part == "token-roles" ? "auth/token/roles"
                                             : nullptr;
  if (list == nullptr) return "answers of the API say nothing of others of their kind";
  const auto have = have_.find(part);
  std::string why;
  listed(list, have == have_.end() ? std::set<std::string>() : have->second, why);
  return why;
}

std::vector<PartState> Completeness::states(bool failed, bool truncated, const ReadOptions& options) const {
  const std::lock_guard lock(mutex_);
  std::vector<PartState> out;
  for (const std::string& part : parts_) {
    std::string why;
    if (truncated)
      why = "the file ends early";
    else if (failed || faulty_.contains(part) || faulty_.contains(std::string()))
      why = "an answer could not be used";
    else if (!named(options.completeParts, part))
      why = whyPartial(part);
    const bool complete = why.empty();
    out.push_back({part, complete, std::move(why)});
  }
  return out;
}

} // namespace countersign::vault
