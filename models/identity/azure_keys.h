// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

/// Keys of Azure and Microsoft Entra; what is compared without case is in lower case in them.
namespace countersign::keys {

/// "azure-object:<object id>": users, groups, service principals, applications; never reused.
std::string azureObject(std::string_view id);
/// "azure-app:<tenant>/<application id>": an application and its service principal in one tenant.
std::string azureApp(std::string_view tenant, std::string_view appId);
/// "azure-credential:<key id>": a key or password of an application or service principal.
std::string azureCredential(std::string_view keyId);
/// "azure-role:<guid>": a role definition.
std::string azureRole(std::string_view id);
/// "azure-directory-role:<tenant>/<id>": a role of the directory, also by the id of its template.
std::string azureDirectoryRole(std::string_view tenant, std::string_view id);
/// "azure-scope:<scope>": a management group, subscription or resource.
std::string azureScope(std::string_view scope);
/// Groups of a tenant whose members were not exported.
std::string azureUnknownMembers(std::string_view tenant);

/// Principals that are nobody in particular.
inline constexpr std::string_view azureEveryone = "00000000-0000-0000-0000-000000000000";
inline constexpr std::string_view azureOwnServicePrincipals = "serviceprincipalsinmytenant";

} // namespace countersign::keys
