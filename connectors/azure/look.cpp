// SPDX-License-Identifier: Apache-2.0
#include "connectors/azure/look.h"

#include "connectors/common/scan.h"

namespace countersign::azure {
namespace {

constexpr std::size_t mostMembers = 256, longestKept = 1U << 20;

struct Walk {
  Json members = Json::object();
  std::size_t list = scan::npos; ///< offset of '[' of the member `value`
  std::size_t end = scan::npos;  ///< behind the object; npos where it is cut off
};

/// What stands there, where it is whole and not too long; else null.
Json valueAt(std::string_view text, std::size_t at, std::size_t end) {
  if (end == scan::npos || end - at > longestKept) return {};
  auto json = parseJson(text.substr(at, end - at));
  return json ? std::move(*json) : Json();
}

/// `text[at]` is '{'. A member whose value is not whole is there as null.
Walk walk(std::string_view text, std::size_t at) {
  Walk out;
  at = scan::skipSpace(text, at + 1);
  while (at < text.size() && text[at] == '"' && out.members.size() < mostMembers) {
    const std::size_t nameEnd = scan::skipString(text, at);
    if (nameEnd == scan::npos) return out;
    const auto name = scan::unquote(text.substr(at, nameEnd - at));
    at = scan::skipSpace(text, nameEnd);
    if (!name || at >= text.size() || text[at] != ':') return out;
    at = scan::skipSpace(text, at + 1);
    if (at >= text.size()) return out;
    const std::size_t end = scan::skipValue(text, at);
    if (*name == "value" && text[at] == '[')
      out.list = at;
    else
      out.members.set(*name, valueAt(text, at, end));
    if (end == scan::npos || end == at) return out;
    at = scan::skipSpace(text, end);
    if (at < text.size() && text[at] == ',') at = scan::skipSpace(text, at + 1);
  }
  if (at < text.size() && text[at] == '}') out.end = at + 1;
  return out;
}

Json firstOf(std::string_view text, std::size_t list) {
  const std::size_t at = scan::skipSpace(text, list + 1);
  return at < text.size() && text[at] == '{' ? walk(text, at).members : Json();
}

} // namespace

Look look(std::string_view text) {
  Look out;
  const std::size_t start = scan::skipSpace(text, 0);
  if (start >= text.size()) return out;
  if (text[start] == '[') {
    out.shape = Look::Shape::Array;
    out.first = firstOf(text, start);
    if (out.first.has("@odata.context")) out.context = out.first["@odata.context"].asString();
    return out;
  }
  if (text[start] != '{') return out;
  Walk object = walk(text, start);
  out.context = object.members["@odata.context"].asString();
  const bool page = object.list != scan::npos;
  out.shape = page ? Look::Shape::Page : Look::Shape::Object;
  out.first = page ? firstOf(text, object.list) : object.members;
  out.top = std::move(object.members);
  if (object.end != scan::npos && scan::skipSpace(text, object.end) < text.size())
    out.shape = Look::Shape::Values;
  return out;
}

} // namespace countersign::azure
