// SPDX-License-Identifier: Apache-2.0
#include "connectors/common/scan.h"
#include "connectors/terraform/changes.h"
#include "connectors/terraform/connectors.h"
#include "connectors/terraform/reading.h"

#include <algorithm>
#include <array>
#include <simdjson.h>

namespace countersign::terraform {
namespace {

constexpr std::string_view plannedResources = "/planned_values/root_module/resources";
constexpr std::string_view plannedModules = "/planned_values/root_module/child_modules";
constexpr std::string_view priorResources = "/prior_state/values/root_module/resources";
constexpr std::string_view priorModules = "/prior_state/values/root_module/child_modules";
constexpr std::string_view changes = "/resource_changes";
constexpr std::string_view drift = "/resource_drift";

std::vector<std::string> arrays() {
  std::vector<std::string> result;
  for (const std::string_view name :
       {plannedResources, plannedModules, priorResources, priorModules, changes, drift})
    result.emplace_back(name);
  return result;
}

/// Learns accounts, and of changes which addresses come into being.
class Learner {
public:
  Learner(AccountBook& accounts, Context& context) : accounts_(accounts), context_(context) {}

  Result<void> operator()(const Element& element, const simdjson::dom::element& value) {
    if (element.array == plannedResources || element.array == priorResources)
      learnResource(accounts_, value);
    else if (element.array == plannedModules || element.array == priorModules)
      learnModule(accounts_, value);
    else if (element.array == changes)
      learnChange(value);
    return {};
  }

private:
  void learnChange(const simdjson::dom::element& value) {
    std::string_view address;
    simdjson::dom::array actions;
    if (value["address"].get(address) != simdjson::SUCCESS ||
        value["change"]["actions"].get(actions) != simdjson::SUCCESS ||
        value["deposed"].error() == simdjson::SUCCESS)
      return;
    for (const simdjson::dom::element action : actions) {
      std::string_view name;
      if (action.get(name) != simdjson::SUCCESS || name != "create") continue;
      const std::lock_guard lock(mutex_);
      context_.planned.emplace(address);
    }
  }

  AccountBook& accounts_;
  Context& context_;
  std::mutex mutex_;
};

Result<void> readElement(Reading& reading, const Element& element, const simdjson::dom::element& value,
                         const PlanWord& plan, Batch& batch) {
  COUNTERSIGN_ASSIGN(Json root, reading.tree(value));
  if (!root.isObject()) return failure(ErrorCode::Malformed, "a resource, module or change is an object");
  ElementScope scope(element, std::move(root));
  if (element.array == changes || element.array == drift) {
    readChange(reading, scope, element.array == drift, plan, batch);
    reading.done(element);
    return {};
  }
  std::vector<FoundResource> found;
  if (element.array == plannedResources || element.array == priorResources)
    collectResource(scope, scope.root(), {}, found);
  else
    collectModule(scope, scope.root(), {}, found);
  if (element.array == priorResources || element.array == priorModules)
    found.clear(); // what was, is no intent
  for (FoundResource& one : found) {
    one.resource.planned = reading.context().planned.contains(one.resource.address);
    one.resource.maybeUnknown = true;
  }
  reading.emit(scope, found, batch);
  reading.done(element);
  return {};
}

/// Lines of `terraform plan -json`: messages for people and progress bars.
bool isUiLog(std::string_view head) {
  const TopMembers top = topMembers(head);
  return top.has("@level") && top.has("@message") &&
         (top.has("terraform") || top.has("tofu") || top.has("ui"));
}

PlanWord wordOf(const TopMembers& top, std::optional<Instant> at) {
  PlanWord out;
  out.at = at;
  out.errored = top.has("errored") && top.scalar("errored").asBool();
  out.applyable = !top.has("applyable") || top.scalar("applyable").asBool(true);
  return out;
}

std::string whyPartial(const TopMembers& top, const Input& input) {
  if (top.has("errored") && top.scalar("errored").asBool()) return "the plan ended with an error";
  if (top.has("complete") && !top.scalar("complete").asBool())
    return "the plan does not cover everything that is configured";
  if (!scan::locate(input.bytes, "/planned_values/root_module")) return "the plan has no planned values";
  return {};
}

} // namespace

Match PlanConnector::recognises(std::string_view head) const {
  if (isUiLog(head)) return Match::Yes;
  const TopMembers top = topMembers(head);
  const auto any = [&](std::initializer_list<std::string_view> names) {
    return std::any_of(names.begin(), names.end(), [&](std::string_view n) { return top.has(n); });
  };
  if (!top.object || top.has("lineage") || top.has("serial")) return Match::No;
  if (any({"planned_values", "resource_changes", "resource_drift", "prior_state"})) return Match::Yes;
  const bool named = top.has("format_version");
  if (named && any({"configuration", "output_changes", "variables", "applyable"})) return Match::Yes;
  // Sorted by name, the configuration may fill all that is looked at.
  const auto configuration = top.values.find("configuration");
  return configuration != top.values.end() &&
                 (top.has("applyable") ||
                  configuration->second.find("\"root_module\"") != std::string_view::npos ||
                  configuration->second.find("\"provider_config\"") != std::string_view::npos)
             ? Match::Yes
             : Match::No;
}

Result<Facts> PlanConnector::survey(const Input& input, const ReadOptions& options) const {
  const TopMembers top = topMembers(input.bytes);
  if (isUiLog(input.bytes.substr(0, 65536))) {
    Place place;
    place.file = input.name;
    return failure(
        ErrorCode::Unsupported, "this is the log of `terraform plan -json`, which holds no resources",
        "Save the plan with -out=plan.out and import the output of `terraform show -json plan.out`", place);
  }
  COUNTERSIGN_TRY(checkFormatVersion(top, input));
  Facts facts = factsOf(top, input);
  facts.scope = options.scope;
  if (const auto time = parseRfc3339(top.scalar("timestamp").asString())) facts.capturedAt = *time;
  return facts;
}

Result<ReadResult> PlanConnector::read(const Input& input, const Facts& facts, const ReadOptions& options,
                                       BatchSink& sink) const {
  const TopMembers top = topMembers(input.bytes);
  const PlanWord plan = wordOf(top, facts.capturedAt);
  Reading reading(input, options, sink);
  Learner learner(reading.accounts(), reading.context());
  auto report = reading.run(
      arrays(),
      [&](const Element& element, const simdjson::dom::element& value, Batch&) {
        return learner(element, value);
      },
      [&](const Element& element, const simdjson::dom::element& value, Batch& batch) {
        return readElement(reading, element, value, plan, batch);
      });
  if (!report) return tl::unexpected<Error>(std::move(report).error());
  COUNTERSIGN_TRY(reading.finish());
  return reading.result(*report, report->truncated ? "" : whyPartial(top, input));
}

} // namespace countersign::terraform
