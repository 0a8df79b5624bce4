// SPDX-License-Identifier: Apache-2.0
#include "models/access/vault/hcl_lexer.h"
#include "models/access/vault/policy.h"

namespace countersign::vault {
namespace {

using Kind = hcl::Value::Kind;

ParameterValue parameterValue(const hcl::Value& value, bool withinObject);

/// Members in the order of their names, so that equal objects are equal; the last of a name counts.
ParameterValue objectValue(const hcl::Value& value) {
  std::map<std::string, ParameterValue> members;
  for (const hcl::Item& item : value.items)
    members[item.keys.front()] = parameterValue(item.value, true);
  ParameterValue out{Json::object(), true};
  for (auto& [name, member] : members) {
    out.comparable = out.comparable && member.comparable;
    out.value.set(name, std::move(member.value));
  }
  return out;
}

ParameterValue parameterValue(const hcl::Value& value, bool withinObject) {
  switch (value.kind) {
  case Kind::Bool:
    return {Json(value.boolean), true};
  case Kind::Int:
    return {Json(value.integer), true};
  case Kind::Float:
    return {Json(value.real), true};
  case Kind::String:
  case Kind::Null:
    return {Json(value.text), true};
  case Kind::List: {
    ParameterValue out{Json::array(), true};
    for (const hcl::Value& element : value.list) {
      ParameterValue one = parameterValue(element, false);
      out.comparable = out.comparable && one.comparable;
      out.value.push(std::move(one.value));
    }
    return out;
  }
  case Kind::Object:
    break;
  }
  ParameterValue out = objectValue(value);
  out.comparable = out.comparable && !withinObject;
  return out;
}

tl::unexpected<Error> wrongType(const hcl::Value& value, std::string_view wanted) {
  return hcl::errorAt(ErrorCode::Malformed, std::string(wanted) + " expected", value.line);
}

/// Of names that differ in case alone the engine keeps one by chance: its map has no order.
Result<void> oneSpelling(const hcl::Item& item, Spellings& spellings) {
  const std::string& name = item.keys.front();
  if (spellings.emplace(lowerCase(name), name).first->second == name) return {};
  return hcl::errorAt(ErrorCode::Malformed,
                      "parameter \"" + name + "\" is named in two spellings, of which the engine keeps any",
                      item.line);
}

} // namespace

std::string lowerCase(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

Result<std::string> decodeString(const hcl::Value& value) {
  if (value.kind == Kind::String || value.kind == Kind::Int) return value.text;
  return wrongType(value, "text");
}

Result<std::vector<std::string>> decodeStrings(const hcl::Value& value) {
  if (value.kind != Kind::List) return wrongType(value, "a list of texts");
  std::vector<std::string> out;
  for (const hcl::Value& element : value.list) {
    COUNTERSIGN_ASSIGN(std::string text, decodeString(element));
    out.push_back(std::move(text));
  }
  return out;
}

Result<std::int64_t> decodeInteger(const hcl::Value& value) {
  if (value.kind == Kind::Int) return value.integer;
  if (value.kind == Kind::String)
    if (const auto number = hcl::integerOfBaseZero(value.text)) return *number;
  return wrongType(value, "a whole number");
}

Result<Duration> decodeDuration(const hcl::Value& value) {
  if (value.kind == Kind::Null) return Duration(0);
  if (value.kind == Kind::Int || value.kind == Kind::String) {
    auto duration = parseDuration(value.kind == Kind::Int ? std::to_string(value.integer) : value.text);
    if (duration) return duration;
    Error error = duration.error();
    error.place.line = value.line;
    return failure(std::move(error));
  }
  if (value.kind == Kind::Float) return parseDuration(std::to_string(static_cast<std::int64_t>(value.real)));
  return wrongType(value, "a duration");
}

Result<void> decodeParameters(const hcl::Body& items, Parameters& out, Spellings& spellings) {
  for (const hcl::Item& item : items) {
    if (item.keys.size() != 1)
      return hcl::errorAt(ErrorCode::Malformed, "one parameter name expected", item.line);
    COUNTERSIGN_TRY(oneSpelling(item, spellings));
    std::vector<ParameterValue>& values = out[lowerCase(item.keys.front())];
    if (item.value.kind == Kind::Object) {
      values.push_back(parameterValue(item.value, false));
      continue;
    }
    if (item.value.kind != Kind::List) return wrongType(item.value, "a list of values");
    for (const hcl::Value& element : item.value.list)
      values.push_back(parameterValue(element, false));
  }
  return {};
}

} // namespace countersign::vault
