// SPDX-License-Identifier: Apache-2.0
#include "connectors/decisions/decision.h"

#include <algorithm>

namespace countersign::decisions {
namespace {

bool has(const std::vector<std::string>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

/// An answer names every capability on the path; servers before 1.9 know no patch (Vault API,
/// "/sys/capabilities-accessor").
Result<void> addPath(const std::string& path, const std::vector<std::string>& capabilities,
                     RuntimeDecision base, Decisions& to) {
  constexpr std::string_view always[] = {"create", "read", "update", "delete", "list", "sudo"};
  const bool root = has(capabilities, "root"), deny = has(capabilities, "deny");
  if (to.size() >= mostOfOneAnswer)
    return failure(ErrorCode::Limit, "the answer holds more than 100,000 decisions");
  base.resource = path;
  for (const std::string& c : capabilities)
    base.reason += (base.reason.empty() ? "capabilities: " : ", ") + c;
  const auto add = [&](std::string_view word, bool allowed) {
    RuntimeDecision d = base;
    d.action = word;
    d.allowed = allowed;
    to.push_back(std::move(d));
  };
  for (const std::string_view word : always)
    add(word, root || (!deny && has(capabilities, word)));
  if (!root && !deny && has(capabilities, "patch")) add("patch", true);
  return {};
}

} // namespace

Result<Decisions> vaultDecisions(const Json& answer, const About& about) {
  RuntimeDecision base;
  base.system = "vault";
  base.principal = about.principal;
  base.at = about.at;
  Decisions out;
  if (answer.isArray()) { // `vault token capabilities -format=json` prints the bare list
    if (about.resource.empty())
      return failure(ErrorCode::Unsupported, "the answer does not say of which path it is",
                     R"(Write the path beside it: {"principal": …, "resource": "<path>", "answer": […]})");
    COUNTERSIGN_TRY(addPath(about.resource, answer.strings(), base, out));
    return out;
  }
  const bool inData = answer["data"].isObject();
  for (const auto& [path, capabilities] : (inData ? answer["data"] : answer).members()) {
    if (path == "capabilities" || !capabilities.isArray() || path.empty()) continue;
    base.pointer = inData ? "/data" : "";
    COUNTERSIGN_TRY(addPath(path, capabilities.strings(), base, out));
  }
  if (out.empty() && !about.resource.empty()) {
    const Json& only = (inData ? answer["data"] : answer)["capabilities"];
    COUNTERSIGN_TRY(addPath(about.resource, only.strings(), base, out));
  }
  return out;
}

} // namespace countersign::decisions
