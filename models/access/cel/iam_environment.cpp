// SPDX-License-Identifier: Apache-2.0
#include "models/access/cel/iam.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace countersign::cel {
namespace {

/// Attributes by the parts of their names.
struct Branch {
  std::optional<Value> leaf;
  std::map<std::string, Branch, std::less<>> below;

  Branch& at(std::string_view path) {
    Branch* out = this;
    while (!path.empty()) {
      const std::size_t dot = std::min(path.find('.'), path.size());
      out = &out->below[std::string(path.substr(0, dot))];
      path.remove_prefix(std::min(dot + 1, path.size()));
    }
    return *out;
  }
  Value value(const std::string& path, bool complete) const {
    if (below.empty()) return leaf.value_or(Value::unknownAttribute(path));
    std::vector<Map::Entry> entries;
    bool whole = complete;
    for (const auto& [name, branch] : below) {
      Value one = branch.value(path + '.' + name, complete);
      // Not even whether it is there is known then.
      if (one.isUnknown())
        whole = false;
      else
        entries.emplace_back(Value::text(name), std::move(one));
    }
    return whole ? Map::make(std::move(entries)) : Map::partial(path, std::move(entries));
  }
};

Value texts(const std::vector<std::string>& values) {
  Value::List items;
  for (const std::string& value : values)
    items.push_back(Value::text(value));
  return Value::list(std::move(items));
}

Value attribute(const std::string& key, const std::vector<std::string>& values) {
  if (key == "request.auth.access_levels" || values.size() != 1) return texts(values);
  const std::string& text = values.front();
  if (key == "request.time") {
    Timestamp time;
    return readTimestamp(text, time) == Reading::Good ? Value(time) : Value::unknownAttribute(key);
  }
  if (key != "destination.port") return Value::text(text);
  std::int64_t port = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), port);
  return code == std::errc() && end == text.data() + text.size() ? Value(port) : Value::unknownAttribute(key);
}

Timestamp timestampOf(Instant now) {
  std::int64_t seconds = toMicros(now) / 1'000'000, micros = toMicros(now) % 1'000'000;
  if (micros < 0) {
    micros += 1'000'000;
    --seconds;
  }
  return checked(seconds, micros * 1000).value_or(Timestamp{seconds < 0 ? firstSecond : lastSecond, 0});
}

/// The services whose full resource names hold just what conditions see as the name. Others write a project's
/// number in its place, or give conditions no name at all.
constexpr std::array<std::string_view, 3> plainNames{"storage.googleapis.com", "compute.googleapis.com",
                                                     "bigquery.googleapis.com"};

/// "//storage.googleapis.com/projects/_/buckets/b": service and name. Else the name alone.
void takeResource(Branch& root, std::string_view resource) {
  std::string_view service;
  if (resource.starts_with("//") && resource.find('/', 2) != std::string_view::npos) {
    service = resource.substr(2, resource.find('/', 2) - 2);
    resource.remove_prefix(service.size() + 3);
  }
  const bool same =
      service.empty() || std::find(plainNames.begin(), plainNames.end(), service) != plainNames.end();
  const auto give = [&](const char* key, Value value) {
    Branch& branch = root.at(key);
    if (!branch.leaf) branch.leaf = std::move(value);
  };
  if (!resource.empty())
    give("resource.name",
         same ? Value::text(std::string(resource)) : Value::unknownAttribute("resource.name"));
  if (!service.empty()) give("resource.service", Value::text(std::string(service)));
}

bool isTag(std::string_view key) {
  return key.starts_with("tag:") || key.starts_with("tagId:");
}

/// What the functions look up, by key of the context.
struct Lookup {
  std::map<std::string, std::vector<std::string>> values;
  bool complete = false;

  /// matchTag(key, value), hasTagKey(key): `prefix` tells names from ids.
  Value tag(const std::string& prefix, std::span<const Value> arguments, std::size_t expected) const {
    for (const Value& one : arguments)
      if (!one.is(Kind::String)) return Value::fault("no such overload: a tag is named by strings");
    if (arguments.size() != expected) return Value::fault("no such overload: number of arguments of a tag");
    const std::string key = prefix + arguments[0].asText();
    const auto at = values.find(key);
    if (at == values.end()) return complete ? Value(false) : Value::unknownAttribute(key);
    return Value(expected == 1 ||
                 std::find(at->second.begin(), at->second.end(), arguments[1].asText()) != at->second.end());
  }

  /// api.getAttribute(name, default): of the kind of the default.
  Value attribute(std::span<const Value> arguments) const {
    if (arguments.size() != 2 || !arguments[0].is(Kind::String))
      return Value::fault("no such overload: api.getAttribute(name, default)");
    const std::string& key = arguments[0].asText();
    const auto at = values.find(key);
    if (at == values.end()) return complete ? arguments[1] : Value::unknownAttribute(key);
    if (arguments[1].is(Kind::List)) return texts(at->second);
    if (arguments[1].is(Kind::String) && at->second.size() == 1) return Value::text(at->second.front());
    return Value::unknownAttribute(key);
  }
};

/// list.hasOnly(list): nothing is in the first that is not in the second.
Value hasOnly(std::span<const Value> arguments) {
  if (arguments.size() != 2 || !arguments[0].is(Kind::List) || !arguments[1].is(Kind::List))
    return Value::fault("no such overload: hasOnly of two lists");
  const auto text = [](const Value& v) { return v.is(Kind::String); };
  std::set<std::string_view> allowed;
  for (const Value& one : arguments[1].asList()) {
    if (!text(one)) return Value::unknownBecause("hasOnly() of something else than strings");
    allowed.insert(one.asText());
  }
  for (const Value& one : arguments[0].asList())
    if (!text(one)) return Value::unknownBecause("hasOnly() of something else than strings");
  return Value(std::all_of(arguments[0].asList().begin(), arguments[0].asList().end(),
                           [&](const Value& one) { return allowed.count(one.asText()) > 0; }));
}

void setFunctions(Environment& out, Lookup found) {
  const auto shared = std::make_shared<const Lookup>(std::move(found));
  const auto tag = [&](const char* name, std::string prefix, std::size_t n) {
    out.setFunction(name, [shared, prefix = std::move(prefix), n](std::span<const Value> arguments) {
      return shared->tag(prefix, arguments, n);
    });
  };
  tag("resource.matchTag", "tag:", 2);
  tag("resource.matchTagId", "tagId:", 2);
  tag("resource.hasTagKey", "tag:", 1);
  tag("resource.hasTagKeyId", "tagId:", 1);
  out.setFunction("api.getAttribute", [shared](std::span<const Value> a) { return shared->attribute(a); });
  out.setFunction(".hasOnly", hasOnly);
}

} // namespace

Environment iamEnvironment(const Question& question, Instant now) {
  Environment out(question.contextComplete);
  out.leaveFunctionsOpen();
  Branch root;
  Lookup found{{}, question.contextComplete};
  for (const auto& [key, values] : question.context)
    if (isTag(key) || key.find('/') != std::string::npos)
      found.values.emplace(key, values);
    else
      root.at(key).leaf = attribute(key, values);
  takeResource(root, question.resource);
  Branch& time = root.at("request.time");
  if (!time.leaf) time.leaf = Value(timestampOf(now));
  for (const auto& [name, branch] : root.below)
    out.set(name, branch.value(name, question.contextComplete));
  setFunctions(out, std::move(found));
  return out;
}

} // namespace countersign::cel
