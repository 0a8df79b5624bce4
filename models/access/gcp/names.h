// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace countersign::gcp {

/// The name of a place in the hierarchy: "organizations/1", "folders/2", "projects/p" without a service, all
/// else as a full resource name "//service/path". Reads both forms of the first three. Empty: no such name.
std::string nodeName(std::string_view text);
/// True for organizations, folders and projects.
bool isContainer(std::string_view node);
/// The full resource name of a node.
std::string fullName(const std::string& node);
std::string serviceOf(std::string_view node); ///< "storage.googleapis.com"; of a container empty
std::string pathOf(std::string_view node);    ///< "projects/_/buckets/b"
/// The names of what a resource may lie in inside its service, from the nearest on, at most `most`: paths cut
/// at each slash, without containers.
std::vector<std::string> prefixesOf(const std::string& node, std::size_t most = 64);
/// The container that the path of a resource begins with ("projects/p"); empty where it names none.
std::string containerIn(const std::string& node);

bool isNumber(std::string_view text);
std::string lowered(std::string_view text);
/// What a deny policy is attached to, from its name "policies/<attachment point>/denypolicies/<id>"; else
/// empty.
std::string attachmentPoint(std::string_view policyName);

/// A permission as deny policies write it: "storage.buckets.get" → "storage.googleapis.com/buckets.get".
std::string permissionKey(std::string_view permission);

} // namespace countersign::gcp
