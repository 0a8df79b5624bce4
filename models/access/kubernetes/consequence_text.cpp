// SPDX-License-Identifier: Apache-2.0
#include "models/access/kubernetes/consequences.h"

#include <algorithm>

namespace countersign::rbac {

std::string_view consequenceName(ConsequenceKind kind) {
  switch (kind) {
  case ConsequenceKind::Escalate:
    return "escalate";
  case ConsequenceKind::Bind:
    return "bind";
  case ConsequenceKind::Impersonate:
    return "impersonate";
  case ConsequenceKind::RequestToken:
    return "request-token";
  case ConsequenceKind::ReadToken:
    return "read-token";
  case ConsequenceKind::MintSecret:
    return "mint-secret";
  case ConsequenceKind::RunAs:
    return "run-as";
  case ConsequenceKind::Exec:
    return "exec";
  case ConsequenceKind::SignCertificate:
    return "sign-certificate";
  }
  return {};
}

std::string Reached::shown() const {
  const char* what = kind == Kind::ServiceAccount ? "service account"
                     : kind == Kind::User         ? "user"
                     : kind == Kind::Group        ? "group"
                     : kind == Kind::Role         ? "role"
                                                  : "cluster role";
  const bool placed = kind == Kind::ServiceAccount || kind == Kind::Role;
  if (name == "*") return std::string("any ") + what + (ns.empty() ? "" : " of namespace " + ns);
  if (placed && ns.empty()) return std::string(what) + " " + name + " of any namespace";
  return std::string(what) + " " + (ns.empty() ? "" : ns + "/") + name;
}

std::string Consequence::scope() const {
  return ns.empty() ? "cluster-wide" : "namespace " + ns;
}

std::string Consequence::text() const {
  std::string out = std::string(consequenceName(kind)) + ": " + reached.shown() + " (" + scope() + ")" +
                    (condition.empty() ? "" : ", if " + condition);
  for (const Held& held : path)
    out += " ← " + held.role->shown() + " ← " + held.binding->shown();
  return out;
}

std::vector<const Reach*> Reachable::chain(const Reach& last) const {
  std::vector<const Reach*> out{&last};
  // Whoever is reached stands behind those it is reached from.
  for (std::size_t at = last.from; at < reached.size(); at = reached[at].from)
    out.push_back(&reached[at]);
  std::reverse(out.begin(), out.end());
  return out;
}

} // namespace countersign::rbac
