// SPDX-License-Identifier: Apache-2.0
#include "models/access/vault/hcl_lexer.h"
#include "models/identity/json.h"

#include <algorithm>

namespace countersign::hcl {
namespace {

Value valueOf(const Json& json);

void flatten(std::vector<std::string> keys, Value value, Body& out);

/// Objects whose members are all objects, and lists whose elements are, become blocks with labels.
Body flattened(Body items) {
  Body out;
  for (Item& item : items)
    flatten(std::move(item.keys), std::move(item.value), out);
  return out;
}

bool allObjects(const Value& value) {
  const auto isObject = [](const Value& v) { return v.kind == Value::Kind::Object; };
  if (value.kind == Value::Kind::List)
    return !value.list.empty() && std::all_of(value.list.begin(), value.list.end(), isObject);
  return value.kind == Value::Kind::Object && !value.items.empty() &&
         std::all_of(value.items.begin(), value.items.end(),
                     [&](const Item& i) { return isObject(i.value); });
}

void flattenWithin(Value& value) {
  value.items = flattened(std::move(value.items));
  for (Value& element : value.list)
    flattenWithin(element);
}

void flatten(std::vector<std::string> keys, Value value, Body& out) {
  if (!allObjects(value)) {
    flattenWithin(value);
    out.push_back({std::move(keys), std::move(value), 0});
    return;
  }
  for (Value& element : value.list)
    flatten(keys, std::move(element), out);
  for (Item& member : value.items) {
    std::vector<std::string> longer = keys;
    longer.insert(longer.end(), member.keys.begin(), member.keys.end());
    flatten(std::move(longer), std::move(member.value), out);
  }
}

/// Lists of the original hold numbers, texts and objects.
bool readableLists(const Json& json) {
  const auto within = [](const Json& element) {
    return !element.isNull() && !element.isArray() && readableLists(element);
  };
  return std::all_of(json.items().begin(), json.items().end(), within) &&
         std::all_of(json.members().begin(), json.members().end(),
                     [](const Json::Member& member) { return readableLists(member.second); });
}

Value valueOf(const Json& json) {
  Value out;
  if (json.isBool()) {
    out.kind = Value::Kind::Bool;
    out.boolean = json.asBool();
  } else if (json.isInt()) {
    out.kind = Value::Kind::Int;
    out.integer = json.asInt();
    out.text = std::to_string(out.integer);
  } else if (json.isDouble()) {
    out.kind = Value::Kind::Float;
    out.real = json.asDouble();
    out.text = ecmaNumber(out.real);
  } else if (json.isString()) {
    out.kind = Value::Kind::String;
    out.text = json.asString();
  } else if (json.isArray()) {
    out.kind = Value::Kind::List;
    for (const Json& element : json.items())
      if (!element.isBool()) out.list.push_back(valueOf(element)); // the original skips them
  } else if (json.isObject()) {
    out.kind = Value::Kind::Object;
    for (const auto& [name, member] : json.members())
      out.items.push_back({{name}, valueOf(member), 0});
  } else {
    out.kind = Value::Kind::String; // the original reads null as ""
  }
  return out;
}

} // namespace

Result<Body> parseJsonForm(std::string_view text, const Limits& limits) {
  JsonLimits json;
  json.maxBytes = limits.maxBytes;
  json.maxDepth = limits.maxDepth;
  json.maxNodes = limits.maxNodes;
  COUNTERSIGN_ASSIGN(const Json root, parseJson(text, json));
  if (!readableLists(root)) return errorAt(ErrorCode::Malformed, "null or a list within a list", 0);
  return flattened(valueOf(root).items);
}

} // namespace countersign::hcl
