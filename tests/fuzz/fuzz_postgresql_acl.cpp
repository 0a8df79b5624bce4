// SPDX-License-Identifier: Apache-2.0
// links: countersign_access_postgresql
#include "models/access/postgresql/acl.h"

#include <cstdint>
#include <cstdlib>

namespace {
using namespace countersign;
using namespace countersign::postgresql;

void check(const Result<std::optional<Acl>>& acl, std::size_t size) {
  if (!acl) {
    if (acl.error().place.byte.value_or(0) > size || acl.error().place.excerpt.size() > 120) std::abort();
    return;
  }
  for (const AclItem& item : acl->value_or(Acl())) {
    const auto again = readAclItem(aclItemText(item));
    if (!again || !(*again == item)) std::abort();
  }
}
} // namespace

/// What is read as an ACL entry is written so that it is read the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check(readAclArray(text), size);
  check(readAclLines(text), size);
  for (int kind = 0; kind <= static_cast<int>(ObjectKind::Parameter); ++kind)
    if (const auto got = readPrivileges(static_cast<ObjectKind>(kind), text, 17); got) {
      const Privileges all = allPrivileges(static_cast<ObjectKind>(kind), 17);
      if ((*got & ~(all | grantOption(all))) != 0) std::abort();
    }
  return 0;
}
