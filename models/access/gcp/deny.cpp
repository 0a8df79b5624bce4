// SPDX-License-Identifier: Apache-2.0
// IAM documentation, "Deny policies".
#include "models/access/gcp/deny.h"

#include "models/access/gcp/names.h"

namespace countersign::gcp {
namespace {

struct Parts {
  std::string_view service, resource, verb;
  explicit Parts(std::string_view text) {
    const auto slash = text.find('/');
    if (slash == std::string_view::npos) return;
    const std::string_view rest = text.substr(slash + 1);
    const auto dot = rest.rfind('.');
    if (dot == std::string_view::npos) return;
    service = text.substr(0, slash);
    resource = rest.substr(0, dot);
    verb = rest.substr(dot + 1);
  }
};

Finding unread(const std::string& entry) {
  return Finding::unknown("a denied permission is of a form that is not known here: " + entry);
}

bool partMatches(std::string_view pattern, std::string_view text) {
  return pattern == "*" || pattern == text;
}

/// The sets whose members may be part of another set without being all of it.
bool mayShare(const Member& set, const Member& named) {
  if (set.single() || named.deleted) return false;
  const auto pooled = [](const Member& m) {
    return m.kind == MemberKind::Subject || m.kind == MemberKind::Pool || m.kind == MemberKind::PoolGroup ||
           m.kind == MemberKind::PoolAttribute;
  };
  const bool anybody = set.kind == MemberKind::AllUsers || set.kind == MemberKind::Group ||
                       named.kind == MemberKind::Group || set.kind == MemberKind::Other;
  return anybody || (pooled(set) == pooled(named) && set.pool == named.pool);
}

Finding among(const std::vector<Member>& list, const Principal& principal) {
  Finding out;
  for (const Member& member : list) {
    Finding one = principal.is(member);
    if (one.truth == Truth::No && mayShare(principal.who(), member))
      one = {Truth::If, {"who asks is not " + member.text}, {}};
    out |= one;
    if (out.truth == Truth::Yes) break;
  }
  return out;
}

Finding amongPermissions(const Estate& estate, const std::vector<std::string>& list,
                         const std::string& permission) {
  Finding out;
  for (const std::string& entry : list)
    out |= permissionMatches(estate, entry, permission);
  return out;
}

/// What is left of `one` without `exception`.
Finding without(Finding one, const Finding& exception) {
  if (exception.truth == Truth::Yes) return Finding::no();
  if (exception.truth == Truth::No) return one;
  return one &= Finding{exception.truth, exception.conditions, exception.missing};
}

} // namespace

Finding permissionMatches(const Estate& estate, const std::string& entry, const std::string& permission) {
  const Parts pattern(entry), parts(permission);
  if (pattern.verb.empty()) return unread(entry);
  for (const std::string_view part : {pattern.service, pattern.resource, pattern.verb})
    if (part.find('*') != std::string_view::npos &&
        (part.size() > 1 || part.data() == pattern.service.data()))
      return unread(entry);
  if (!partMatches(pattern.resource, parts.resource) || !partMatches(pattern.verb, parts.verb))
    return Finding::no();
  if (pattern.service == parts.service) return Finding::yes();
  // Some services have another name in deny policies than in roles.
  if (estate.knownService(std::string(pattern.service))) return Finding::no();
  return Finding::unknown("which service a denied permission is of: " + entry);
}

Finding aboutPermission(const Estate& estate, const DenyRule& rule, const std::string& permission) {
  Finding denied = amongPermissions(estate, rule.permissions, permission);
  if (denied.truth == Truth::No) return denied;
  return without(denied, amongPermissions(estate, rule.exceptionPermissions, permission));
}

Finding aboutPrincipal(const DenyRule& rule, const Principal& principal) {
  Finding denied = among(rule.denied, principal);
  if (denied.truth == Truth::No) return denied;
  return without(denied, among(rule.exceptions, principal));
}

Finding denies(const Estate& estate, const DenyRule& rule, const Principal& principal,
               const std::string& permission, Conditions& conditions) {
  Finding out = aboutPermission(estate, rule, permission);
  if (out.truth == Truth::No) return out;
  out &= aboutPrincipal(rule, principal);
  if (out.truth == Truth::No) return out;
  return out &= conditions.denies(rule.condition);
}

} // namespace countersign::gcp
