// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

/// Keys of Google Cloud (see keys.h).
namespace countersign::keys {

/// "gcp-id:<uniqueId>" of a service account: never given twice.
std::string gcpId(std::string_view uniqueId);
/// "gcp-member:<member>": a principal or set of principals as allow and deny policies name it, both in one
/// form; emails in lower case. Deleted ones keep their uid and are nobody else.
std::string gcpMember(std::string_view member);
/// "gcp-node:<name>": organization, folder, project (by id and by number) or resource.
std::string gcpNode(std::string_view node);
/// "gcp-role:<name>".
std::string gcpRole(std::string_view name);

std::string gcpLowered(std::string_view text);
/// "projects/p" and its kin without a service, all else as a full resource name; empty: no name.
std::string gcpNodeName(std::string_view text);
/// What a deny policy is attached to, from its name; else empty.
std::string gcpAttachmentPoint(std::string_view policyName);

} // namespace countersign::keys
