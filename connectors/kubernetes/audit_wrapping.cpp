// SPDX-License-Identifier: Apache-2.0
#include "connectors/kubernetes/audit_wrapping.h"

#include "connectors/kubernetes/audit_event.h"

namespace countersign::kubernetes {
namespace {

void unwrap(const Json& value, const std::string& pointer, int depth, std::vector<Unwrapped>& out);

void unwrapText(const Json& value, const std::string& pointer, int depth, std::vector<Unwrapped>& out) {
  if (value.isObject()) {
    unwrap(value, pointer, depth + 1, out);
    return;
  }
  const std::string& text = value.asString();
  if (text.empty() || text[0] != '{') return;
  const auto inner = parseJson(text);
  if (!inner) return;
  const std::size_t before = out.size();
  unwrap(*inner, {}, depth + 1, out);
  for (std::size_t i = before; i < out.size(); ++i) {
    out[i].inString = true;
    out[i].pointer = pointer;
  }
}

void unwrap(const Json& value, const std::string& pointer, int depth, std::vector<Unwrapped>& out) {
  if (depth > 4) return;
  if (isAuditEvent(value)) {
    out.push_back({value, pointer, false});
    return;
  }
  for (const char* list : {"items", "logEvents", "events"})
    for (std::size_t i = 0; i < value[list].items().size(); ++i)
      unwrap(value[list].at(i), pointer + '/' + list + '/' + std::to_string(i), depth + 1, out);
  for (const char* text : {"message", "@message", "log"})
    unwrapText(value[text], pointer + '/' + text, depth, out);
  if (value["properties"].isObject())
    unwrapText(value["properties"]["log"], pointer + "/properties/log", depth, out);
}

} // namespace

std::vector<Unwrapped> unwrapAudit(const Json& element) {
  std::vector<Unwrapped> out;
  unwrap(element, {}, 0, out);
  return out;
}

std::string_view clusterOfLogGroup(std::string_view logGroup) {
  constexpr std::string_view prefix = "/aws/eks/", suffix = "/cluster";
  if (logGroup.size() <= prefix.size() + suffix.size() || logGroup.substr(0, prefix.size()) != prefix ||
      logGroup.substr(logGroup.size() - suffix.size()) != suffix)
    return {};
  return logGroup.substr(prefix.size(), logGroup.size() - prefix.size() - suffix.size());
}

} // namespace countersign::kubernetes
