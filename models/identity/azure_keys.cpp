// SPDX-License-Identifier: Apache-2.0
#include "models/identity/azure_keys.h"

#include <algorithm>

namespace countersign::keys {
namespace {

std::string key(std::string_view prefix, std::string_view text, std::string_view more = {}) {
  std::string out(prefix);
  out += text;
  if (!more.empty()) (out += '/') += more;
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

} // namespace

std::string azureObject(std::string_view id) {
  return key("azure-object:", id);
}
std::string azureApp(std::string_view tenant, std::string_view appId) {
  return key("azure-app:", tenant, appId);
}
std::string azureCredential(std::string_view keyId) {
  return key("azure-credential:", keyId);
}
std::string azureRole(std::string_view id) {
  return key("azure-role:", id);
}
std::string azureDirectoryRole(std::string_view tenant, std::string_view id) {
  return key("azure-directory-role:", tenant, id);
}
std::string azureScope(std::string_view scope) {
  return key("azure-scope:", scope);
}
std::string azureUnknownMembers(std::string_view tenant) {
  return key("azure-unknown-members:", tenant);
}

} // namespace countersign::keys
