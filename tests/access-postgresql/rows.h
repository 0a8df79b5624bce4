// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/postgresql/privileges.h"

#include <string>
#include <utility>
#include <vector>

namespace countersign::test {

/// A catalogue in few words.
struct Rows : postgresql::CatalogueRows {
  Rows() { read = {"pg_roles", "pg_auth_members", "pg_class", "pg_attribute", "pg_parameter_acl"}; }

  postgresql::Role& role(const std::string& name) {
    roles.push_back({});
    roles.back().name = name;
    return roles.back();
  }
  postgresql::Membership& member(const std::string& member, const std::string& of) {
    memberships.push_back({of, member, "super", false, {}, {}});
    return memberships.back();
  }
  /// `acl` as aclitem[] writes it; "" is NULL.
  postgresql::Object& object(postgresql::ObjectKind kind, const std::string& schema, const std::string& name,
                             const std::string& owner, const std::string& acl = {}) {
    postgresql::Object o;
    o.kind = kind;
    o.schema = schema;
    o.name = name;
    o.owner = owner;
    o.acl = stored(acl);
    objects.push_back(std::move(o));
    return objects.back();
  }
  static postgresql::StoredAcl stored(const std::string& text) {
    auto acl = postgresql::readAclArray(text);
    if (!acl) return {{}, acl.error().message};
    return {std::move(*acl), {}};
  }
};

inline std::string shown(Verdict verdict) {
  switch (verdict) {
  case Verdict::Allowed:
    return "yes";
  case Verdict::Denied:
    return "no";
  case Verdict::Conditional:
    return "conditional";
  case Verdict::NotEvaluated:
    break;
  }
  return "not evaluated";
}

/// The answer to a question, of a catalogue that lives for it alone.
inline Answer ask(const postgresql::CatalogueRows& rows, const std::string& who, const std::string& action,
                  const std::string& resource) {
  const auto catalogue = postgresql::Catalogue::of(rows);
  if (!catalogue) return {};
  const postgresql::RoleGraph graph(*catalogue);
  Question question;
  question.principal = who;
  question.action = action;
  question.resource = resource;
  return postgresql::answer(graph, question);
}
inline std::string verdict(const postgresql::CatalogueRows& rows, const std::string& who,
                           const std::string& action, const std::string& resource) {
  return shown(ask(rows, who, action, resource).verdict);
}

} // namespace countersign::test
