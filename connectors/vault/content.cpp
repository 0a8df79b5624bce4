// SPDX-License-Identifier: Apache-2.0
#include "connectors/vault/content.h"

#include "connectors/common/secrets.h"
#include "models/identity/json_text.h"
#include "models/identity/time.h"

namespace countersign::vault {

void copySets(const Json& from, Json& to, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names)
    to.setUnlessEmpty(std::string(name), Json::stringSet(from[name].strings()));
}

void copyScalars(const Json& from, Json& to, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names)
    if (const Json& value = from[name]; value.isString() || value.isNumber() || value.isBool())
      to.setUnlessEmpty(std::string(name), value);
}

Json normalTime(const Json& time) {
  if (time.isInt() && time.asInt() > 0 && time.asInt() < 9'000'000'000'000)
    return Json(formatRfc3339(Instant(std::chrono::seconds(time.asInt()))));
  const auto read = parseRfc3339(time.asString());
  // Go's zero time stands for none.
  if (!read || *read < Instant(std::chrono::seconds(-62'000'000'000))) return {};
  return Json(formatRfc3339(*read));
}

void copyTimes(const Json& from, Json& to, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names)
    to.setUnlessEmpty(std::string(name), normalTime(from[name]));
}

Json cleanMap(const Json& map, const std::string& pointer, Taken& out) {
  Json clean = Json::object();
  for (const auto& [name, value] : map.members()) {
    std::string here = pointer;
    appendPointer(here, name);
    const bool scalar = value.isString() || value.isNumber() || value.isBool();
    if (!scalar || isSecretName(name) || !findSecrets(name, 0).empty()) {
      if (value.isNull()) continue;
      out.masks.push_back(std::move(here));
      out.leftOut.push_back("a value of " + pointer + " that is named like a secret, or is no text");
      continue;
    }
    clean.set(name, value);
  }
  return clean;
}

void starSecrets(Json& value) {
  if (value.isString()) {
    std::string text = value.asString();
    const auto spans = findSecrets(text, 0);
    if (spans.empty()) return;
    maskSpans(text.data(), text.size(), 0, spans);
    value = Json(std::move(text));
  } else if (value.isArray()) {
    for (Json& element : value.mutableItems())
      starSecrets(element);
  } else if (value.isObject()) {
    for (auto& [name, member] : value.mutableMembers())
      starSecrets(member);
  }
}

void addDocument(Taken& out, Naming naming, Json content, std::string pointer) {
  Document document;
  document.schema = naming.kind + "/1";
  document.object = {std::move(naming.kind), std::move(naming.uid), std::move(naming.name),
                     std::move(naming.uniqueId)};
  document.part = std::move(naming.part);
  document.content = std::move(content);
  out.documents.emplace_back(std::move(document), std::move(pointer));
}

} // namespace countersign::vault
