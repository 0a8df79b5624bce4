// SPDX-License-Identifier: Apache-2.0
#include "connectors/terraform/reading.h"

#include <array>
#include <simdjson.h>

namespace countersign::terraform {
namespace {

constexpr int maxModuleDepth = 64;
constexpr std::array resourceMembers = std::to_array<std::string_view>({"values", "identity"});
constexpr std::array moduleMembers = std::to_array<std::string_view>({"resources", "child_modules"});

std::string_view text(const simdjson::dom::element& object, std::string_view member) {
  std::string_view result;
  return object[member].get(result) == simdjson::SUCCESS ? result : std::string_view{};
}

} // namespace

void learnAccount(AccountBook& book, std::string_view provider, std::string_view mode, std::string_view type,
                  const simdjson::dom::element& values) {
  if (type.substr(0, 4) != "aws_") return;
  if (mode == "data") { // others may be of other accounts
    if (type == "aws_caller_identity") book.learn(provider, text(values, "account_id"));
    return;
  }
  book.learn(provider, text(values, "arn"));
  if (type.substr(0, 8) != "aws_iam_") return;
  // IAM attaches policies of the own account only, and those that AWS manages, which name no account.
  book.learn(provider, text(values, "policy_arn"));
  book.learn(provider, text(values, "permissions_boundary"));
}

void learnResource(AccountBook& book, const simdjson::dom::element& object) {
  simdjson::dom::element values;
  if (object["values"].get(values) != simdjson::SUCCESS) return;
  learnAccount(book, text(object, "provider_name"), text(object, "mode"), text(object, "type"), values);
}

void learnModule(AccountBook& book, const simdjson::dom::element& module, int depth) {
  simdjson::dom::array list;
  if (depth > maxModuleDepth) return;
  if (module["resources"].get(list) == simdjson::SUCCESS)
    for (const simdjson::dom::element resource : list)
      learnResource(book, resource);
  if (module["child_modules"].get(list) == simdjson::SUCCESS)
    for (const simdjson::dom::element child : list)
      learnModule(book, child, depth + 1);
}

void collectResource(ElementScope& scope, const Json& object, const std::string& pointer,
                     std::vector<FoundResource>& found) {
  const Mapping* mapping = mappingOf(object);
  const Json& values = object["values"];
  scope.marks.markUnknown(object, resourceMembers);
  if (mapping == nullptr) scope.marks.markAll(object["identity"]);
  markValues(values, mapping, scope.marks);
  scope.marks.markMirror(values, object["sensitive_values"]);
  if (object["mode"].asString() != "managed" || !object["deposed_key"].asString().empty()) return;
  FoundResource one;
  one.resource.address = object["address"].asString();
  one.resource.type = object["type"].asString();
  one.resource.provider = object["provider_name"].asString();
  one.resource.tainted = object["tainted"].asBool();
  one.owner = &object;
  one.pointer = pointer;
  one.values = &values;
  found.push_back(std::move(one));
}

void collectModule(ElementScope& scope, const Json& module, const std::string& pointer,
                   std::vector<FoundResource>& found) {
  scope.marks.markUnknown(module, moduleMembers);
  const Json::Array& resources = module["resources"].items();
  for (std::size_t i = 0; i < resources.size(); ++i)
    collectResource(scope, resources[i], pointer + "/resources/" + std::to_string(i), found);
  const Json::Array& children = module["child_modules"].items();
  for (std::size_t i = 0; i < children.size(); ++i)
    collectModule(scope, children[i], pointer + "/child_modules/" + std::to_string(i), found);
}

} // namespace countersign::terraform
