// SPDX-License-Identifier: Apache-2.0
#include "connectors/terraform/terraform.h"

#include "connectors/terraform/connectors.h"

namespace countersign {
namespace terraform {

Facts factsOf(const TopMembers& top, const Input& input) {
  Facts facts;
  facts.system = "terraform";
  facts.scopeTitle = "state";
  facts.role = SourceRole::Intent;
  const bool tofu = input.bytes.substr(0, 65536).find("registry.opentofu.org") != std::string_view::npos;
  facts.tool = tofu ? "opentofu" : "terraform";
  if (const Json version = top.scalar("terraform_version"); !version.asString().empty())
    facts.tool += " " + version.asString();
  return facts;
}

Result<void> checkFormatVersion(const TopMembers& top, const Input& input) {
  Place place;
  place.file = input.name;
  place.pointer = "/format_version";
  const std::string version = top.scalar("format_version").asString();
  const std::string major = version.substr(0, version.find('.'));
  if (major == "1" || major == "0") return {};
  if (version.empty() && !top.whole) return {}; // a text that ends before it says so
  if (version.empty())
    return failure(ErrorCode::Malformed, "the export does not say its format version",
                   "Import the output of `terraform show -json`", place);
  return failure(ErrorCode::Unsupported, "format version " + version + " of `show -json` is not known",
                 "Import the output of `terraform state pull`, or export with Terraform 1.x", place);
}

} // namespace terraform

std::vector<std::unique_ptr<Connector>> terraformConnectors() {
  std::vector<std::unique_ptr<Connector>> result;
  result.push_back(std::make_unique<terraform::PlanConnector>());
  result.push_back(std::make_unique<terraform::StateConnector>());
  result.push_back(std::make_unique<terraform::ShowConnector>());
  return result;
}

} // namespace countersign
