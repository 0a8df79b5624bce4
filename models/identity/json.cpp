// SPDX-License-Identifier: Apache-2.0
#include "models/identity/json.h"

#include "models/identity/json_text.h"

#include <algorithm>

namespace countersign {
namespace {
const Json nullJson;
const std::string emptyString;
const Json::Array emptyArray;
const Json::Object emptyObject;

const Json* child(const Json& value, const std::string& token) {
  if (value.isObject()) {
    for (const auto& [name, member] : value.members())
      if (name == token) return &member;
    return nullptr;
  }
  if (!value.isArray() || token.empty() || token.size() > 9 || (token.size() > 1 && token[0] == '0') ||
      !std::all_of(token.begin(), token.end(), [](char c) { return c >= '0' && c <= '9'; }))
    return nullptr;
  const auto index = static_cast<std::size_t>(std::stoul(token));
  return index < value.items().size() ? &value.items()[index] : nullptr;
}
} // namespace

Json Json::stringSet(std::vector<std::string> values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  Array out;
  out.reserve(values.size());
  for (std::string& v : values)
    out.emplace_back(std::move(v));
  return Json(std::move(out));
}

bool Json::asBool(bool otherwise) const {
  const bool* v = std::get_if<bool>(&value_);
  return v != nullptr ? *v : otherwise;
}
std::int64_t Json::asInt(std::int64_t otherwise) const {
  const auto* v = std::get_if<std::int64_t>(&value_);
  return v != nullptr ? *v : otherwise;
}
double Json::asDouble(double otherwise) const {
  if (isInt()) return static_cast<double>(asInt());
  const auto* v = std::get_if<double>(&value_);
  return v != nullptr ? *v : otherwise;
}
const std::string& Json::asString() const {
  const auto* v = std::get_if<std::string>(&value_);
  return v != nullptr ? *v : emptyString;
}
const Json::Array& Json::items() const {
  const auto* v = std::get_if<Array>(&value_);
  return v != nullptr ? *v : emptyArray;
}
const Json::Object& Json::members() const {
  const auto* v = std::get_if<Object>(&value_);
  return v != nullptr ? *v : emptyObject;
}
const Json& Json::operator[](std::string_view name) const {
  for (const auto& [key, member] : members())
    if (key == name) return member;
  return nullJson;
}
const Json& Json::at(std::size_t index) const {
  return index < items().size() ? items()[index] : nullJson;
}
bool Json::has(std::string_view name) const {
  return std::any_of(members().begin(), members().end(), [&](const Member& m) { return m.first == name; });
}
std::size_t Json::size() const {
  return isArray() ? items().size() : members().size();
}

const Json* Json::find(std::string_view pointer) const {
  const Json* at = this;
  while (!pointer.empty() && at != nullptr) {
    if (pointer.front() != '/') return nullptr;
    pointer.remove_prefix(1);
    const auto slash = std::min(pointer.find('/'), pointer.size());
    at = child(*at, unescapePointer(pointer.substr(0, slash)));
    pointer.remove_prefix(slash);
  }
  return at;
}

Json& Json::set(std::string name, Json v) {
  Object& object = mutableMembers();
  for (auto& [key, member] : object)
    if (key == name) {
      member = std::move(v);
      return *this;
    }
  object.emplace_back(std::move(name), std::move(v));
  return *this;
}
Json& Json::setUnlessEmpty(std::string name, Json v) {
  const bool nothing =
      v.isNull() || (v.isString() && v.asString().empty()) || ((v.isArray() || v.isObject()) && v.empty());
  return nothing ? *this : set(std::move(name), std::move(v));
}
Json& Json::push(Json v) {
  mutableItems().push_back(std::move(v));
  return *this;
}
Json::Array& Json::mutableItems() {
  if (!isArray()) value_ = Array{};
  return std::get<Array>(value_);
}
Json::Object& Json::mutableMembers() {
  if (!isObject()) value_ = Object{};
  return std::get<Object>(value_);
}
std::vector<std::string> Json::strings() const {
  if (isString()) return {asString()};
  std::vector<std::string> out;
  for (const Json& item : items())
    if (item.isString()) out.push_back(item.asString());
  return out;
}

} // namespace countersign
