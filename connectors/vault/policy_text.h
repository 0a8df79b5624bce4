// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/json.h"

#include <string_view>

namespace countersign::vault {

/// The normal form of an ACL policy, HCL or JSON: `{"rules": ["path \"a\" { … }", …]}`, one text a path,
/// sorted by the path as written, without comments, names of attributes and capabilities sorted. Joined by
/// line ends the rules are a policy that means the same to every engine. A policy of which that cannot be
/// shown (it does not parse, or says things in ways that have no other spelling) is `{"text": "…"}`.
Json policyContent(std::string_view text);

} // namespace countersign::vault
