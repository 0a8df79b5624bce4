// SPDX-License-Identifier: Apache-2.0
#include "connectors/kubernetes/peek.h"

#include "connectors/common/scan.h"

namespace countersign::kubernetes {
namespace {

using Members = std::map<std::string, std::string, std::less<>>;
constexpr std::size_t maxMembers = 256; ///< real objects have a handful
constexpr std::size_t maxKept = 1U << 20;

/// Where the walk over an object found an array of elements.
struct Walk {
  Members members;
  std::size_t elements = scan::npos; ///< offset of '[' of items, events or logEvents
  std::string metadata;
  std::size_t end = scan::npos; ///< behind the object, npos where it is cut off
};

bool holdsElements(std::string_view name) {
  return name == "items" || name == "events" || name == "logEvents";
}

std::size_t afterColon(std::string_view text, std::size_t at) {
  at = scan::skipSpace(text, at);
  return at < text.size() && text[at] == ':' ? scan::skipSpace(text, at + 1) : scan::npos;
}

void keep(Walk& walk, const std::string& name, std::string_view text, std::size_t at, std::size_t end) {
  std::string& value = walk.members[name];
  if (holdsElements(name) && text[at] == '[') walk.elements = at;
  if (end == scan::npos || end - at > maxKept) return;
  if (text[at] == '"')
    value = scan::unquote(text.substr(at, end - at)).value_or("");
  else if (name == "metadata")
    walk.metadata = text.substr(at, end - at);
}

/// `text[at]` is '{'.
Walk walkObject(std::string_view text, std::size_t at) {
  Walk walk;
  at = scan::skipSpace(text, at + 1);
  while (at < text.size() && text[at] == '"' && walk.members.size() < maxMembers) {
    const std::size_t nameEnd = scan::skipString(text, at);
    if (nameEnd == scan::npos) return walk;
    const auto name = scan::unquote(text.substr(at, nameEnd - at));
    at = afterColon(text, nameEnd);
    if (!name || at == scan::npos || at >= text.size()) return walk;
    const std::size_t end = scan::skipValue(text, at);
    keep(walk, *name, text, at, end);
    if (end == scan::npos || end == at) return walk;
    at = scan::skipSpace(text, end);
    if (at < text.size() && text[at] == ',') at = scan::skipSpace(text, at + 1);
  }
  if (at < text.size() && text[at] == '}') walk.end = at + 1;
  return walk;
}

Members firstElement(std::string_view text, std::size_t array) {
  if (array == scan::npos) return {};
  const std::size_t at = scan::skipSpace(text, array + 1);
  return at < text.size() && text[at] == '{' ? walkObject(text, at).members : Members{};
}

/// A YAML mapping whose keys at the left edge include `apiVersion`.
void peekYaml(std::string_view text, Peek& out) {
  constexpr std::size_t enough = 4U << 20;
  text = text.substr(0, enough);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    at = end + 1;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    const std::size_t colon = line.find(':');
    if (line.empty() || line[0] == ' ' || line[0] == '#' || line[0] == '-' || colon == std::string_view::npos)
      continue;
    std::string_view value = line.substr(colon + 1);
    while (!value.empty() && (value.front() == ' ' || value.front() == '"' || value.front() == '\''))
      value.remove_prefix(1);
    while (!value.empty() && (value.back() == ' ' || value.back() == '"' || value.back() == '\''))
      value.remove_suffix(1);
    if (out.members.size() < maxMembers) out.members.emplace(line.substr(0, colon), value);
  }
  out.shape = out.has("apiVersion") ? Peek::Shape::Yaml : Peek::Shape::Nothing;
}

std::string_view memberOf(const Members& members, std::string_view name) {
  const auto found = members.find(name);
  return found == members.end() ? std::string_view{} : std::string_view(found->second);
}

} // namespace

std::string_view Peek::member(std::string_view name) const {
  return memberOf(members, name);
}
std::string_view Peek::firstMember(std::string_view name) const {
  return memberOf(first, name);
}

Peek peek(std::string_view text) {
  Peek out;
  const std::size_t start = scan::skipSpace(text, 0);
  if (start >= text.size()) return out;
  std::size_t end = scan::npos;
  if (text[start] == '{') {
    Walk walk = walkObject(text, start);
    out.shape = Peek::Shape::Object;
    out.members = std::move(walk.members);
    out.metadata = std::move(walk.metadata);
    out.first = firstElement(text, walk.elements);
    end = walk.end;
  } else if (text[start] == '[') {
    out.shape = Peek::Shape::Array;
    out.first = firstElement(text, start);
    end = scan::skipContainer(text, start);
  } else {
    peekYaml(text, out);
    return out;
  }
  out.cutOff = end == scan::npos;
  if (out.cutOff) return out;
  out.onOneLine = text.substr(start, end - start).find('\n') == std::string_view::npos;
  if (scan::skipSpace(text, end) < text.size()) out.shape = Peek::Shape::Values;
  return out;
}

} // namespace countersign::kubernetes
