// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/elements.h"

#include <string>
#include <string_view>

namespace countersign::aws {

inline constexpr std::string_view usersArray = "/UserDetailList";
inline constexpr std::string_view groupsArray = "/GroupDetailList";
inline constexpr std::string_view rolesArray = "/RoleDetailList";
inline constexpr std::string_view policiesArray = "/Policies";

/// Turns one UserDetail, GroupDetail, RoleDetail or ManagedPolicyDetail (IAM API reference) into a document
/// of `account`, with the observations and gaps that come with it. Which one it is tells `element.array`.
/// Errors: Malformed (no ARN, a member of another type than the API's), DuplicateKey.
Result<void> takeDetail(const Element& element, const simdjson::dom::element& value,
                        const std::string& account, Batch& batch);

/// A policy document inside an element, in normal form; one that cannot be read is {"unparsed": text} and a
/// gap at `pointer`, which is relative to the element.
Json policyValue(const simdjson::dom::element& value, const std::string& pointer, Batch& batch);

} // namespace countersign::aws
