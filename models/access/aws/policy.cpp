// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/policy.h"
#include "models/access/aws/policy_parser.h"

#include <utility>

namespace countersign::iam {
namespace {

Statement unreadable(std::string reason, std::string pointer = {}) {
  Statement out;
  out.pointer = std::move(pointer);
  out.notEvaluated = std::move(reason);
  return out;
}

/// In version 2008-10-17, ${…} is text (IAM User Guide, "IAM JSON policy elements: Version"); it is what a
/// policy without Version has.
bool hasVariables(JsonView policy) {
  return policy["Version"].asString() == "2012-10-17" || policy["version"].asString() == "2012-10-17";
}

int hexDigit(char c) {
  return c >= '0' && c <= '9'   ? c - '0'
         : c >= 'a' && c <= 'f' ? c - 'a' + 10
         : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                : -1;
}

/// The IAM API gives policies URL-encoded (IAM API Reference, "PolicyVersion": RFC 3986).
std::string percentDecoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hexDigit(text[i + 1]) : -1;
    const int low = high >= 0 ? hexDigit(text[i + 2]) : -1;
    if (low < 0) {
      out += text[i];
      continue;
    }
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

void statements(JsonView list, const std::string& pointer, bool variables, Policy& out) {
  if (!list.isArray()) {
    out.statements.push_back(parseStatement(list, pointer, variables));
    return;
  }
  out.statements.reserve(list.size());
  for (const JsonView one : list)
    out.statements.push_back(
        parseStatement(one, pointer + '/' + std::to_string(out.statements.size()), variables));
}

/// A policy that is there as JSON text, percent-encoded or not.
Policy parseText(std::string_view text, std::string name, std::string document) {
  const auto first = text.find_first_not_of(" \t\r\n");
  std::string decoded;
  if (first != std::string_view::npos && text[first] == '%') text = decoded = percentDecoded(text);
  JsonTape tape;
  Json tree;
  bool read = tape.read(text);
  if (!read) {
    auto parsed = parseJson(text);
    read = parsed.has_value();
    if (read) tape.readTree(tree = std::move(*parsed));
  }
  if (read && tape.root().isObject()) return parsePolicy(tape.root(), std::move(name), std::move(document));
  Policy out{std::move(name), std::move(document), {}};
  out.statements.push_back(
      unreadable(read ? "the policy is no JSON object" : "the policy is not valid JSON"));
  return out;
}

} // namespace

Policy parsePolicy(const Json& policy, std::string name, std::string document) {
  JsonTape tape;
  tape.readTree(policy);
  return parsePolicy(tape.root(), std::move(name), std::move(document));
}

Policy parsePolicy(JsonView policy, std::string name, std::string document) {
  if (policy.isString()) return parseText(policy.asString(), std::move(name), std::move(document));
  Policy out{std::move(name), std::move(document), {}};
  if (!policy.isObject())
    out.statements.push_back(unreadable("the policy is no JSON object"));
  else if (policy.has("unparsed"))
    out.statements.push_back(unreadable("the policy is not valid JSON", "/unparsed"));
  else if (policy.has("Statement"))
    statements(policy["Statement"], "/Statement", hasVariables(policy), out);
  else if (policy.has("statements"))
    statements(policy["statements"], "/statements", hasVariables(policy), out);
  return out;
}

} // namespace countersign::iam
