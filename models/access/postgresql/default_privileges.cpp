// SPDX-License-Identifier: Apache-2.0
// After src/backend/catalog/aclchk.c get_user_default_acl and utils/adt/acl.c aclmerge.
#include "models/access/postgresql/catalogue.h"

#include <algorithm>
#include <tuple>

namespace countersign::postgresql {
namespace {

auto orderOf(const AclItem& item) {
  return std::tie(item.toPublic, item.grantee, item.grantor, item.privileges);
}

/// One entry a pair of grantee and grantor, none without privileges, in a fixed order.
Acl merged(Acl acl) {
  std::sort(acl.begin(), acl.end(),
            [](const AclItem& a, const AclItem& b) { return orderOf(a) < orderOf(b); });
  Acl out;
  for (AclItem& item : acl) {
    if (item.privileges == 0) continue;
    if (!out.empty() && out.back().toPublic == item.toPublic && out.back().grantee == item.grantee &&
        out.back().grantor == item.grantor)
      out.back().privileges |= item.privileges;
    else
      out.push_back(std::move(item));
  }
  return out;
}

} // namespace

Result<std::optional<Acl>> aclOfNewObject(const Catalogue& catalogue, ObjectKind kind,
                                          const std::string& owner, const std::string& schema) {
  const Acl builtIn = merged(builtInAcl(kind, owner, catalogue.version()));
  std::optional<Acl> everywhere, here;
  for (const DefaultPrivileges& d : catalogue.rows().defaults) {
    if (d.kind != kind || d.role != owner || (!d.schema.empty() && d.schema != schema)) continue;
    if (!d.acl.problem.empty()) return failure(ErrorCode::Malformed, d.acl.problem);
    (d.schema.empty() ? everywhere : here) = d.acl.entries.value_or(Acl());
  }
  Acl acl = everywhere ? *everywhere : builtIn;
  if (here) acl.insert(acl.end(), here->begin(), here->end());
  acl = merged(std::move(acl));
  if (acl == builtIn) return std::optional<Acl>();
  return std::optional<Acl>(std::move(acl));
}

} // namespace countersign::postgresql
