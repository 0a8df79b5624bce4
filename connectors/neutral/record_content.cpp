// SPDX-License-Identifier: Apache-2.0
#include "connectors/neutral/record_content.h"

#include "models/identity/json_text.h"
#include "models/identity/time.h"

#include <algorithm>
#include <array>

namespace countersign::neutral {
namespace {

/// Members of every record that are no content.
constexpr std::array<std::string_view, 3> envelope{"t", "src", "obs"};

std::string pointerTo(std::string_view member) {
  std::string out;
  appendPointer(out, member);
  return out;
}

Fault fault(std::string message, std::string remedy, std::string pointer, bool losesRecord = false) {
  Place place;
  place.pointer = std::move(pointer);
  return {Error{ErrorCode::Malformed, std::move(message), std::move(remedy), std::move(place)}, losesRecord};
}

bool isChoice(std::string_view value, std::string_view choices) {
  for (std::size_t at = 0; at < choices.size();) {
    const std::size_t end = std::min(choices.find(' ', at), choices.size());
    if (choices.substr(at, end - at) == value) return true;
    at = end + 1;
  }
  return false;
}

std::optional<std::vector<std::string>> textList(const Json& value) {
  std::vector<std::string> out;
  const auto add = [&](const Json& one) {
    std::string text = recordText(one);
    if (text.empty()) return one.isString(); // an empty text in a list says nothing
    out.push_back(std::move(text));
    return true;
  };
  if (!value.isArray()) return add(value) ? std::optional(std::move(out)) : std::nullopt;
  for (const Json& one : value.items())
    if (!add(one)) return std::nullopt;
  return out;
}

/// Owners sorted by their canonical bytes; a text stands for {"ref": text}.
std::optional<Json> ownerSet(const Json& value) {
  std::vector<std::pair<std::string, Json>> sorted;
  const Json::Array one{value};
  for (const Json& from : value.isArray() ? value.items() : one) {
    Json owner = Json::object();
    owner.setUnlessEmpty("ref", Json(recordText(from.isObject() ? from["ref"] : from)));
    if (owner.empty()) return std::nullopt;
    for (const auto& [name, member] : from.members())
      if (name != "ref") owner.setUnlessEmpty(name, member);
    sorted.emplace_back(canonicalJsonOrThrow(owner), std::move(owner));
  }
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  Json out = Json::array();
  for (std::size_t i = 0; i < sorted.size(); ++i)
    if (i == 0 || sorted[i].first != sorted[i - 1].first) out.push(std::move(sorted[i].second));
  return out;
}

/// The value in normal form; null and a fault where it is not of its form.
Json normalValue(const MemberRule& rule, const Json& value, std::vector<Fault>& faults) {
  const std::string pointer = pointerTo(rule.name);
  const std::string name = "'" + std::string(rule.name) + "'";
  const auto wrong = [&](const char* what) {
    faults.push_back(fault(name + what, {}, pointer, rule.mandatory));
    return Json();
  };
  switch (rule.form) {
  case Form::Text:
    if (!value.isString() && !value.isNumber()) return wrong(" is no text");
    return Json(recordText(value));
  case Form::Time:
    return recordTime(value, pointer, faults);
  case Form::Set:
  case Form::Path: {
    auto list = textList(value);
    if (!list) // half a list would change what the record says
      faults.push_back(fault(name + " is no list of texts", {}, pointer, true));
    if (!list) return {};
    if (rule.form == Form::Set) return Json::stringSet(std::move(*list));
    Json out = Json::array();
    for (std::string& text : *list)
      out.push(Json(std::move(text)));
    return out;
  }
  case Form::Object:
    return value.isObject() ? value : wrong(" is no object");
  case Form::Bool:
    return value.isBool() ? value : wrong(" is neither true nor false");
  case Form::Any:
    return value;
  case Form::Choice:
    if (value.isString() && isChoice(value.asString(), rule.choices)) return value;
    faults.push_back(fault(name + " is '" + value.asString().substr(0, 40) + "', which is none of its values",
                           "Values are: " + std::string(rule.choices), pointer, rule.mandatory));
    return {};
  case Form::Owners: {
    auto owners = ownerSet(value);
    return owners ? std::move(*owners) : wrong(" is no list of owners with a ref");
  }
  }
  return {};
}

bool isNothing(const Json& value) {
  return value.isNull() || (value.isString() && value.asString().empty()) ||
         ((value.isArray() || value.isObject()) && value.empty());
}

} // namespace

std::string shortened(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string(text);
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U)
    --most; // a byte that goes on with a character
  return std::string(text.substr(0, most)) + "…";
}

std::string recordText(const Json& value) {
  if (value.isNumber()) return canonicalJsonOrThrow(value);
  return value.asString();
}

Json recordTime(const Json& value, const std::string& pointer, std::vector<Fault>& faults) {
  const auto time = parseRfc3339(value.asString());
  if (time) return Json(formatRfc3339(*time));
  Error error = time.error();
  if (!value.isString()) error.message = "a time is a text";
  error.place.pointer = pointer;
  faults.push_back({std::move(error), false});
  return {};
}

Json recordContent(const RecordType& type, const Json& record, std::vector<Fault>& faults) {
  Json out = Json::object();
  for (const auto& [name, value] : record.members()) {
    if (std::find(envelope.begin(), envelope.end(), name) != envelope.end() ||
        (!type.lastUse.empty() && name == type.lastUse) || isNothing(value))
      continue;
    if (const MemberRule* rule = findMember(type, name)) {
      out.setUnlessEmpty(name, normalValue(*rule, value, faults));
      continue;
    }
    const std::string kept = name.rfind("x_", 0) == 0 ? name : "x_" + name;
    if (kept != name && record.has(kept))
      faults.push_back(fault("'" + name + "' and '" + kept + "' would both be kept as '" + kept + "'",
                             "Rename one of them", pointerTo(name)));
    else
      out.set(kept, value);
  }
  for (const MemberRule& rule : type.members)
    if (rule.mandatory && isNothing(record[rule.name]))
      faults.push_back(
          fault(std::string(type.t) + " without '" + std::string(rule.name) + "', which it has to have", {},
                pointerTo(rule.name), true));
  return out;
}

} // namespace countersign::neutral
