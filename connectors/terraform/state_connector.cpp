// SPDX-License-Identifier: Apache-2.0
#include "connectors/terraform/connectors.h"
#include "connectors/terraform/reading.h"
#include "connectors/terraform/top_members.h"

#include <array>
#include <simdjson.h>

namespace countersign::terraform {
namespace {

constexpr std::array resourceMembers = std::to_array<std::string_view>({"instances"});
constexpr std::array instanceMembers = std::to_array<std::string_view>({"attributes", "identity"});

/// "module.a.aws_iam_role.b[0]", as `terraform state list` writes it.
std::string addressOf(const Json& resource, const Json& instance) {
  std::string result;
  if (!resource["module"].asString().empty()) result = resource["module"].asString() + ".";
  result += resource["type"].asString() + "." + resource["name"].asString();
  const Json& key = instance["index_key"];
  if (key.isInt()) result += "[" + std::to_string(key.asInt()) + "]";
  if (key.isString()) {
    result += "[";
    appendJsonString(result, key.asString());
    result += "]";
  }
  return result;
}

void collectInstance(ElementScope& scope, const Mapping* mapping, std::size_t index,
                     std::vector<FoundResource>& found) {
  const Json& resource = scope.root();
  const Json& instance = resource["instances"].at(index);
  const Json& attributes = instance["attributes"];
  scope.marks.markUnknown(instance, instanceMembers);
  if (mapping == nullptr) scope.marks.markAll(instance["identity"]);
  markValues(attributes, mapping, scope.marks);
  scope.marks.markPaths(attributes, instance["sensitive_attributes"]);
  if (resource["mode"].asString() != "managed" || !instance["deposed"].asString().empty()) return;
  FoundResource one;
  one.resource.address = addressOf(resource, instance);
  one.resource.type = resource["type"].asString();
  one.resource.provider = resource["provider"].asString();
  one.resource.tainted = instance["status"].asString() == "tainted";
  one.owner = &instance;
  one.pointer = "/instances/" + std::to_string(index);
  one.values = &attributes;
  found.push_back(std::move(one));
}

Result<void> readResource(Reading& reading, const Element& element, const simdjson::dom::element& value,
                          Batch& batch) {
  COUNTERSIGN_ASSIGN(Json root, reading.tree(value));
  if (!root.isObject()) return failure(ErrorCode::Malformed, "a resource is an object");
  ElementScope scope(element, std::move(root));
  const Mapping* mapping = mappingOf(scope.root());
  scope.marks.markUnknown(scope.root(), resourceMembers);
  std::vector<FoundResource> found;
  const std::size_t count = scope.root()["instances"].items().size();
  for (std::size_t i = 0; i < count; ++i)
    collectInstance(scope, mapping, i, found);
  reading.emit(scope, found, batch);
  reading.done(element);
  return {};
}

std::string_view text(const simdjson::dom::element& object, std::string_view member) {
  std::string_view result;
  return object[member].get(result) == simdjson::SUCCESS ? result : std::string_view{};
}

Result<void> learn(AccountBook& book, const simdjson::dom::element& resource) {
  simdjson::dom::array instances;
  if (resource["instances"].get(instances) != simdjson::SUCCESS) return {};
  for (const simdjson::dom::element instance : instances) {
    simdjson::dom::element attributes;
    if (instance["attributes"].get(attributes) == simdjson::SUCCESS)
      learnAccount(book, text(resource, "provider"), text(resource, "mode"), text(resource, "type"),
                   attributes);
  }
  return {};
}

bool isEncrypted(const TopMembers& top) {
  return top.has("encrypted_data") || top.has("encryption_version");
}

} // namespace

Match StateConnector::recognises(std::string_view head) const {
  const TopMembers top = topMembers(head);
  if (!top.object || top.has("format_version")) return Match::No;
  if (isEncrypted(top)) return Match::Yes;
  const bool body = top.has("resources") || top.has("modules") || top.has("outputs");
  if (top.has("planned_values") || top.has("resource_changes") || top.has("values")) return Match::No;
  if (top.has("terraform_version") && (top.has("serial") || body || top.has("version"))) return Match::Yes;
  if (top.has("lineage") && (top.has("serial") || body || top.has("version"))) return Match::Yes;
  return top.has("check_results") ? Match::Maybe : Match::No;
}

Result<Facts> StateConnector::survey(const Input& input, const ReadOptions& options) const {
  const TopMembers top = topMembers(input.bytes);
  Place place;
  place.file = input.name;
  if (isEncrypted(top))
    return failure(ErrorCode::Unsupported, "this OpenTofu state is encrypted",
                   "Run `tofu state pull > state.json` where the key is configured and import that", place);
  const Json version = top.scalar("version");
  place.pointer = "/version";
  if (version.isInt() && version.asInt() < 4)
    return failure(
        ErrorCode::Unsupported,
        "state format version " + std::to_string(version.asInt()) + " is of Terraform before 0.12",
        "Upgrade the state with Terraform 0.12 or later and import the output of `terraform state pull`",
        place);
  if (version.isInt() && version.asInt() > 4)
    return failure(ErrorCode::Unsupported,
                   "state format version " + std::to_string(version.asInt()) + " is not known",
                   "Import the output of `terraform show -json` instead", place);
  if (!version.isInt() && (version.isNull() ? top.whole : true))
    return failure(ErrorCode::Malformed, "the state does not say its format version",
                   "Import the output of `terraform state pull`", place);
  Facts facts = factsOf(top, input);
  const Json lineage = top.scalar("lineage");
  if (!lineage.asString().empty())
    facts.scope = lineage.asString();
  else
    facts.scope = options.scope;
  if (const Json serial = top.scalar("serial"); serial.isInt()) facts.serial = std::to_string(serial.asInt());
  return facts;
}

Result<ReadResult> StateConnector::read(const Input& input, const Facts&, const ReadOptions& options,
                                        BatchSink& sink) const {
  Reading reading(input, options, sink);
  auto report = reading.run(
      {"/resources"},
      [&](const Element&, const simdjson::dom::element& value, Batch&) {
        return learn(reading.accounts(), value);
      },
      [&](const Element& element, const simdjson::dom::element& value, Batch& batch) {
        return readResource(reading, element, value, batch);
      });
  if (!report) return tl::unexpected<Error>(std::move(report).error());
  COUNTERSIGN_TRY(reading.finish());
  return reading.result(*report,
                        report->counts.contains("/resources") ? "" : "the state has no list of resources");
}

} // namespace countersign::terraform
