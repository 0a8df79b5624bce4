// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/json.h"

#include <set>
#include <string>
#include <string_view>

namespace countersign::gcpform {

enum class Form {
  None,
  Policy,  ///< get-iam-policy: does not say of what
  Asset,   ///< search-all-iam-policies, asset export
  Account, ///< service account
  Key,     ///< of a service account
  Deny,    ///< deny policy
  Role,
  Container, ///< project, folder, organization
  Groups,    ///< {"group:g@…": ["user:…", …]}
  Credential ///< a key file, which is a secret
};

/// What the first bytes of a text are; looks at member names of the first three levels.
Form formOf(std::string_view head);
/// What a whole value is.
Form formOf(const Json& value);
/// The members in which a list command of the API wraps what it lists.
bool isWrapper(std::string_view member);

} // namespace countersign::gcpform
