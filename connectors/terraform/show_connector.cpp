// SPDX-License-Identifier: Apache-2.0
#include "connectors/common/scan.h"
#include "connectors/terraform/connectors.h"
#include "connectors/terraform/reading.h"

#include <algorithm>
#include <array>
#include <simdjson.h>

namespace countersign::terraform {
namespace {

constexpr std::string_view rootResources = "/values/root_module/resources";
constexpr std::string_view childModules = "/values/root_module/child_modules";

bool isOwn(std::string_view name) {
  static constexpr std::array names =
      std::to_array<std::string_view>({"format_version", "terraform_version", "values", "checks"});
  return std::find(names.begin(), names.end(), name) != names.end();
}

Result<void> readElement(Reading& reading, const Element& element, const simdjson::dom::element& value,
                         Batch& batch) {
  COUNTERSIGN_ASSIGN(Json root, reading.tree(value));
  if (!root.isObject()) return failure(ErrorCode::Malformed, "a resource or module is an object");
  ElementScope scope(element, std::move(root));
  std::vector<FoundResource> found;
  if (element.array == rootResources)
    collectResource(scope, scope.root(), {}, found);
  else
    collectModule(scope, scope.root(), {}, found);
  reading.emit(scope, found, batch);
  reading.done(element);
  return {};
}

} // namespace

Match ShowConnector::recognises(std::string_view head) const {
  const TopMembers top = topMembers(head);
  if (!top.object) return Match::No;
  const bool own =
      std::all_of(top.values.begin(), top.values.end(), [](const auto& m) { return isOwn(m.first); });
  if (!own || !(top.has("format_version") || top.has("values"))) return Match::No;
  if (top.has("values")) {
    const std::string_view values = top.values.find("values")->second;
    return values.find("\"root_module\"") != std::string_view::npos || top.has("format_version")
               ? Match::Yes
               : Match::Maybe;
  }
  return top.whole || top.has("terraform_version") ? Match::Yes : Match::Maybe;
}

Result<Facts> ShowConnector::survey(const Input& input, const ReadOptions& options) const {
  const TopMembers top = topMembers(input.bytes);
  COUNTERSIGN_TRY(checkFormatVersion(top, input));
  Facts facts = factsOf(top, input);
  facts.scope = options.scope;
  return facts;
}

Result<ReadResult> ShowConnector::read(const Input& input, const Facts&, const ReadOptions& options,
                                       BatchSink& sink) const {
  Reading reading(input, options, sink);
  auto report = reading.run(
      {std::string(rootResources), std::string(childModules)},
      [&](const Element& element, const simdjson::dom::element& value, Batch&) -> Result<void> {
        if (element.array == rootResources)
          learnResource(reading.accounts(), value);
        else
          learnModule(reading.accounts(), value);
        return {};
      },
      [&](const Element& element, const simdjson::dom::element& value, Batch& batch) {
        return readElement(reading, element, value, batch);
      });
  if (!report) return tl::unexpected<Error>(std::move(report).error());
  COUNTERSIGN_TRY(reading.finish());
  const bool has = report->truncated || scan::locate(input.bytes, "/values/root_module").has_value();
  return reading.result(*report, has ? "" : "the export has no values: the state is empty or was not found");
}

} // namespace countersign::terraform
