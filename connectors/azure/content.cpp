// SPDX-License-Identifier: Apache-2.0
#include "connectors/azure/content.h"

#include "models/identity/time.h"

#include <algorithm>
#include <map>

namespace countersign::azure {

std::string lowerText(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

Json normalTime(const Json& time) {
  const auto at = parseRfc3339(time.asString());
  return at ? Json(formatRfc3339(*at)) : Json();
}

Json sortedValues(std::vector<Json> values) {
  std::map<std::string, Json> sorted;
  for (Json& value : values)
    sorted.emplace(canonicalJsonOrThrow(value), std::move(value));
  Json out = Json::array();
  for (auto& [bytes, value] : sorted)
    out.push(std::move(value));
  return out;
}

void Builder::copy(const char* name) {
  const Json& value = from_[name];
  if (!value.isBool() || value.asBool()) content_.setUnlessEmpty(name, value);
}
void Builder::lower(const char* name) {
  content_.setUnlessEmpty(name, lowerText(from_[name].asString()));
}
void Builder::spelled(const char* name) {
  const std::string& text = from_[name].asString();
  const std::string low = lowerText(text);
  if (low != text) spellings.emplace_back(low, text);
  content_.setUnlessEmpty(name, low);
}
void Builder::set(const char* name) {
  content_.setUnlessEmpty(name, Json::stringSet(from_[name].strings()));
}
void Builder::lowerSet(const char* name) {
  std::vector<std::string> texts = from_[name].strings();
  for (std::string& text : texts) {
    std::string low = lowerText(text);
    if (low != text) spellings.emplace_back(low, text);
    text = std::move(low);
  }
  content_.setUnlessEmpty(name, Json::stringSet(std::move(texts)));
}
void Builder::ids(const char* name) {
  if (!from_[name].isArray()) return;
  std::vector<std::string> out;
  for (const Json& item : from_[name].items())
    if (const std::string& id = item.isString() ? item.asString() : item["id"].asString(); !id.empty())
      out.push_back(lowerText(id));
  content_.set(name, Json::stringSet(std::move(out)));
}
void Builder::time(const char* name, const char* to) {
  content_.setUnlessEmpty(to, normalTime(from_[name]));
}

Make makerOf(std::string_view kind) {
  static const std::map<std::string_view, Make, std::less<>> makers{
      {"azure.service-principal", makeServicePrincipal},
      {"azure.application", makeApplication},
      {"azure.group", makeGroup},
      {"azure.user", makeUser},
      {"azure.app-role-assignment", makeAppRoleAssignment},
      {"azure.delegated-grant", makeDelegatedGrant},
      {"azure.federated-credential", makeFederatedCredential},
      {"azure.directory-role", makeDirectoryRole},
      {"azure.directory-role-assignment", makeDirectoryAssignment},
      {"azure.conditional-access-policy", makeAccessPolicy},
      {"azure.role-definition", makeRoleDefinition},
      {"azure.role-assignment", makeRoleAssignment},
      {"azure.deny-assignment", makeDenyAssignment},
      {"azure.management-group", makeScope},
      {"azure.subscription", makeScope}};
  const auto found = makers.find(kind);
  return found == makers.end() ? nullptr : found->second;
}

} // namespace countersign::azure
