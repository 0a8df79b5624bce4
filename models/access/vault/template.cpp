// SPDX-License-Identifier: Apache-2.0
#include "models/access/vault/template.h"

#include "models/access/vault/duration.h"

#include <optional>

namespace countersign::vault {
namespace {

using Outcome = Substitution::Outcome;

Substitution filled(std::string text) {
  return {Outcome::Filled, std::move(text), {}};
}
Substitution dropped(std::string reason) {
  return {Outcome::Dropped, {}, std::move(reason)};
}
Substitution unknown(std::string reason) {
  return {Outcome::Unknown, {}, std::move(reason)};
}
Substitution notFound(std::string_view selector) {
  return dropped("no value for " + std::string(selector));
}

bool takePrefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n\v\f");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n\v\f") - first + 1);
}

/// An empty id or name is no value; an empty value of metadata is one.
Substitution nonEmpty(const std::string& value, std::string_view selector) {
  return value.empty() ? notFound(selector) : filled(value);
}
Substitution fromMetadata(const Metadata& metadata, std::string_view key, std::string_view selector) {
  const auto found = metadata.find(std::string(key));
  return found == metadata.end() ? notFound(selector) : filled(found->second);
}

Substitution aliasValue(const Alias& alias, std::string_view rest, std::string_view selector) {
  if (rest == "id") return nonEmpty(alias.id, selector);
  if (rest == "name") return nonEmpty(alias.name, selector);
  if (takePrefix(rest, "metadata.")) return fromMetadata(alias.metadata, rest, selector);
  if (takePrefix(rest, "custom_metadata.")) return fromMetadata(alias.customMetadata, rest, selector);
  return notFound(selector);
}

Substitution entityValue(std::string_view rest, std::string_view selector, const TemplateValues& values) {
  if (values.entityUnknown) return unknown("the entity was not imported");
  if (values.entity == nullptr) return dropped("the token has no entity");
  const Entity& entity = *values.entity;
  if (rest == "id") return nonEmpty(entity.id, selector);
  if (rest == "name") return nonEmpty(entity.name, selector);
  if (takePrefix(rest, "metadata.")) return fromMetadata(entity.metadata, rest, selector);
  if (!takePrefix(rest, "aliases.")) return notFound(selector);
  const std::size_t dot = rest.find('.');
  if (dot == std::string_view::npos) return notFound(selector);
  for (const Alias& alias : entity.aliases)
    if (alias.mountAccessor == rest.substr(0, dot)) return aliasValue(alias, rest.substr(dot + 1), selector);
  return dropped("the entity has no alias at " + std::string(rest.substr(0, dot)));
}

Substitution groupValue(std::string_view rest, std::string_view selector, const TemplateValues& values) {
  if (values.entityUnknown) return unknown("the entity was not imported");
  const bool byId = takePrefix(rest, "ids.");
  if (!byId && !takePrefix(rest, "names.")) return notFound(selector);
  const std::size_t dot = rest.find('.');
  if (dot == std::string_view::npos) return notFound(selector);
  const std::string_view wanted = rest.substr(0, dot);
  for (const Group* group : values.groups) {
    if (!byId && group->namespaceId != values.namespaceId) continue;
    if ((byId ? group->id : group->name) != wanted) continue;
    rest.remove_prefix(dot + 1);
    if (rest == "id") return filled(group->id);
    if (rest == "name") return nonEmpty(group->name, selector);
    if (takePrefix(rest, "metadata.")) return fromMetadata(group->metadata, rest, selector);
    return notFound(selector);
  }
  const std::string reason = "no member of group " + std::string(wanted);
  return values.groupsIncomplete ? unknown(reason + ", or not imported") : dropped(reason);
}

/// `time.now`, `time.now.plus.1h`, `time.now.minus.1h`: seconds since 1970.
Substitution timeValue(std::string_view rest, std::string_view selector, const TemplateValues& values) {
  if (!takePrefix(rest, "now")) return notFound(selector);
  std::int64_t seconds = toMicros(values.now) / 1'000'000;
  if (rest.empty()) return filled(std::to_string(seconds));
  const bool plus = takePrefix(rest, ".plus.");
  if (!plus && !takePrefix(rest, ".minus.")) return notFound(selector);
  const auto duration = parseDuration(rest);
  if (!duration) return notFound(selector);
  const std::int64_t delta = std::chrono::duration_cast<std::chrono::seconds>(*duration).count();
  seconds += plus ? delta : -delta;
  return filled(std::to_string(seconds));
}

Substitution valueOf(std::string_view selector, const TemplateValues& values) {
  std::string_view rest = selector;
  Substitution value = notFound(selector);
  if (takePrefix(rest, "identity.entity."))
    value = entityValue(rest, selector, values);
  else if (takePrefix(rest, "identity.groups."))
    value = groupValue(rest, selector, values);
  else if (takePrefix(rest, "time."))
    value = timeValue(rest, selector, values);
  if (value.outcome != Outcome::Filled) return value;
  for (const std::string& blocked : values.blocked)
    if (value.text.find(blocked) != std::string::npos)
      return dropped(std::string(selector) + " holds '" + blocked + "'");
  return value;
}

} // namespace

bool balancedTemplate(std::string_view text) {
  std::size_t open = text.find("{{");
  if (text.substr(0, open).find("}}") != std::string_view::npos) return false;
  while (open != std::string_view::npos) {
    const std::size_t next = text.find("{{", open + 2);
    const std::string_view piece =
        text.substr(open + 2, next == std::string_view::npos ? next : next - open - 2);
    const std::size_t close = piece.find("}}");
    if (close == std::string_view::npos || piece.find("}}", close + 2) != std::string_view::npos)
      return false;
    open = next;
  }
  return true;
}

Substitution substitute(std::string_view text, const TemplateValues& values) {
  Substitution out;
  while (true) {
    const std::size_t open = text.find("{{");
    out.text += text.substr(0, open);
    if (open == std::string_view::npos) return out;
    const std::size_t close = text.find("}}", open);
    if (close == std::string_view::npos) return dropped("unbalanced templating characters");
    Substitution one = valueOf(trimmed(text.substr(open + 2, close - open - 2)), values);
    if (one.outcome != Outcome::Filled) return one;
    out.text += one.text;
    text.remove_prefix(close + 2);
  }
}

} // namespace countersign::vault
