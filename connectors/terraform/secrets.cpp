// SPDX-License-Identifier: Apache-2.0
#include "connectors/terraform/secrets.h"

#include "connectors/common/scan.h"

#include <algorithm>
#include <unordered_map>

namespace countersign::terraform {
namespace {

constexpr std::size_t maxPaths = 1000;

bool isMap(std::string_view name) {
  return name == "tags" || name == "tags_all" || name == "labels" || name == "annotations" ||
         name == "match_labels";
}

/// The value that one step of a `sensitive_attributes` path leads to.
const Json* step(const Json& from, const Json& pathStep) {
  const Json* name = &pathStep["value"];
  if (name->isObject()) name = &(*name)["value"]; // {"type":"index","value":{"value":0,"type":"number"}}
  if (from.isObject() && name->isString())
    return from.has(name->asString()) ? &from[name->asString()] : nullptr;
  if (from.isArray() && name->isInt()) {
    const auto index = static_cast<std::size_t>(name->asInt(-1));
    return index < from.size() ? &from.at(index) : nullptr;
  }
  return nullptr;
}

/// Walks a text and the tree that was parsed from it side by side.
class SideBySide {
public:
  SideBySide(std::string_view text, const std::unordered_set<const Json*>& wanted,
             const std::function<void(const Json&, JsonSpan)>& found)
      : text_(text), wanted_(wanted), found_(found) {}

  void value(const Json& json) {
    at_ = scan::skipSpace(text_, at_);
    const std::size_t start = at_;
    if (json.isObject())
      object(json);
    else if (json.isArray())
      array(json);
    else
      at_ = std::min(scan::skipValue(text_, at_), text_.size());
    if (wanted_.contains(&json)) found_(json, JsonSpan{start, at_ - start});
  }

private:
  void skip(char c) {
    at_ = scan::skipSpace(text_, at_);
    if (at_ < text_.size() && text_[at_] == c) ++at_;
  }
  void object(const Json& json) {
    skip('{');
    for (const auto& [name, member] : json.members()) {
      at_ = scan::skipSpace(text_, at_);
      at_ = std::min(scan::skipValue(text_, at_), text_.size());
      skip(':');
      value(member);
      skip(',');
    }
    skip('}');
  }
  void array(const Json& json) {
    skip('[');
    for (const Json& item : json.items()) {
      value(item);
      skip(',');
    }
    skip(']');
  }

  std::string_view text_;
  const std::unordered_set<const Json*>& wanted_;
  const std::function<void(const Json&, JsonSpan)>& found_;
  std::size_t at_ = 0;
};

} // namespace

void SecretMarks::markAll(const Json& value) {
  if ((value.isObject() || value.isArray()) && !swept_.insert(&value).second) return;
  for (const auto& [name, member] : value.members())
    markAll(member);
  for (const Json& item : value.items())
    markAll(item);
  if (!value.isObject() && !value.isArray() && !value.isNull()) marked_.insert(&value);
}

void SecretMarks::markPaths(const Json& attributes, const Json& paths) {
  if (paths.size() > maxPaths) return markAll(attributes); // no provider marks that many
  for (const Json& path : paths.items()) {
    const Json* at = &attributes;
    for (const Json& pathStep : path.items()) {
      const Json* next = step(*at, pathStep);
      if (next == nullptr)
        break; // sets have no place by index: everything below the last known step is secret
      at = next;
    }
    if (at != &attributes || path.empty()) markAll(*at);
  }
}

void SecretMarks::markMembers(const Json& value, const Json& mirror) {
  std::unordered_map<std::string_view, const Json*> byName;
  for (const auto& [name, member] : value.members())
    byName.emplace(name, &member);
  for (const auto& [name, inner] : mirror.members())
    if (const auto at = byName.find(name); at != byName.end()) markMirror(*at->second, inner);
}

void SecretMarks::markMirror(const Json& value, const Json& mirror) {
  if (mirror.isBool()) {
    if (mirror.asBool()) markAll(value);
    return;
  }
  if (mirror.isObject()) markMembers(value, mirror);
  if (!mirror.isArray()) return;
  if (mirror.size() != value.size()) {
    // Places cannot be told: if anything in the list is sensitive, all of it is.
    const auto says = [](const auto& self, const Json& m) -> bool {
      return m.asBool() ||
             std::any_of(m.items().begin(), m.items().end(), [&](const Json& i) { return self(self, i); }) ||
             std::any_of(m.members().begin(), m.members().end(),
                         [&](const auto& i) { return self(self, i.second); });
    };
    if (says(says, mirror)) markAll(value);
    return;
  }
  for (std::size_t i = 0; i < mirror.size(); ++i)
    markMirror(value.at(i), mirror.at(i));
}

void SecretMarks::markNames(const Json& value, std::span<const std::string_view> known) {
  for (const Json& item : value.items())
    markNames(item, known);
  for (const auto& [name, member] : value.members()) {
    if (isMap(name)) {
      for (const auto& [key, label] : member.members())
        if (secretLabel(key)) markAll(label);
    } else if (secretName(name) && !member.isBool() &&
               std::find(known.begin(), known.end(), name) == known.end()) {
      markAll(member);
    } else {
      markNames(member, known);
    }
  }
}

void SecretMarks::markUnknown(const Json& object, std::span<const std::string_view> handled) {
  for (const auto& [name, member] : object.members())
    if (!structuralMember(name) && std::find(handled.begin(), handled.end(), name) == handled.end())
      markAll(member);
}

bool takeOut(Json& value, const SecretMarks& marks) {
  if (marks.contains(value)) {
    value = Json();
    return true;
  }
  bool any = false;
  if (value.isObject())
    for (auto& [name, member] : value.mutableMembers())
      any = takeOut(member, marks) || any;
  if (value.isArray())
    for (Json& item : value.mutableItems())
      any = takeOut(item, marks) || any;
  return any;
}

void locateValues(std::string_view text, const Json& root, const std::unordered_set<const Json*>& wanted,
                  const std::function<void(const Json&, JsonSpan)>& found) {
  if (!wanted.empty()) SideBySide(text, wanted, found).value(root);
}

} // namespace countersign::terraform
