// SPDX-License-Identifier: Apache-2.0
// cel/conformance: [{"suite", "test": {"name", "expr", "bindings", "value" or "evalError"}}], values in the
// JSON form of protocol buffers. cel/conditions: [{"expr", "time", "resource": {…}, "result"}].
#include "app/conformance/cel.h"

#include "models/access/cel/program.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>

namespace countersign::conformance {
namespace {

using cel::Environment;
using cel::Kind;
using cel::Program;
using cel::Value;

/// A value of the suite, or the construct that it needs and that is left out.
struct Wanted {
  Value value;
  std::string leftOut;
};

std::string fromBase64(const std::string& text) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  std::uint32_t bits = 0, n = 0;
  for (const char c : text) {
    const std::size_t digit = alphabet.find(c);
    if (digit == std::string_view::npos) continue;
    bits = (bits << 6U) | static_cast<std::uint32_t>(digit);
    n += 6;
    if (n < 8) continue;
    n -= 8;
    out += static_cast<char>((bits >> n) & 0xFFU);
  }
  return out;
}

template <class Number>
Value numberFrom(const Json& json) {
  if constexpr (std::is_same_v<Number, double>) {
    if (json.isNumber()) return Value(json.asDouble(static_cast<double>(json.asInt())));
    if (json.asString().ends_with("NaN")) return Value(std::numeric_limits<double>::quiet_NaN());
  }
  const std::string text = json.isInt() ? std::to_string(json.asInt()) : json.asString();
  Number out = 0;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return Value(out);
}

Wanted wanted(const Json& json);

Wanted wantedList(const Json& json) {
  Value::List items;
  for (const Json& item : json["values"].items()) {
    Wanted one = wanted(item);
    if (!one.leftOut.empty()) return one;
    items.push_back(std::move(one.value));
  }
  return {Value::list(std::move(items)), {}};
}

Wanted wantedMap(const Json& json) {
  std::vector<cel::Map::Entry> entries;
  for (const Json& entry : json["entries"].items()) {
    Wanted key = wanted(entry["key"]), one = wanted(entry["value"]);
    if (!key.leftOut.empty()) return key;
    if (!one.leftOut.empty()) return one;
    entries.emplace_back(std::move(key.value), std::move(one.value));
  }
  return {cel::Map::make(std::move(entries)), {}};
}

Wanted wantedMessage(const Json& object) {
  const std::string& type = object["@type"].asString();
  const std::string& text = object["value"].asString();
  cel::Timestamp t;
  cel::Duration d;
  if (type.ends_with("google.protobuf.Timestamp") && readTimestamp(text, t) == cel::Reading::Good)
    return {Value(t), {}};
  if (type.ends_with("google.protobuf.Duration") && readDuration(text, d) == cel::Reading::Good)
    return {Value(d), {}};
  return {{}, "message"};
}

Wanted wanted(const Json& json) {
  if (json.members().empty()) return {{}, "value of no kind"};
  const auto& [kind, v] = json.members().front();
  if (kind == "nullValue") return {};
  if (kind == "boolValue") return {Value(v.asBool()), {}};
  if (kind == "int64Value") return {numberFrom<std::int64_t>(v), {}};
  if (kind == "uint64Value") return {numberFrom<std::uint64_t>(v), {}};
  if (kind == "doubleValue") return {numberFrom<double>(v), {}};
  if (kind == "stringValue") return {Value::text(v.asString()), {}};
  if (kind == "bytesValue") return {Value::bytes(fromBase64(v.asString())), {}};
  if (kind == "typeValue" && !cel::knownType(v.asString()).empty()) return {Value::type(v.asString()), {}};
  if (kind == "listValue") return wantedList(v);
  if (kind == "mapValue") return wantedMap(v);
  if (kind == "objectValue") return wantedMessage(v);
  return {{}, kind == "enumValue" ? "enumeration" : "message"};
}

/// The suite writes doubles that are whole and large as numbers, which a strict reader of JSON refuses.
std::string withDoublesAsText(const std::string& json) {
  constexpr std::string_view mark = "\"doubleValue\":";
  std::string out;
  std::size_t from = 0;
  for (std::size_t at = json.find(mark); at != std::string::npos; at = json.find(mark, from)) {
    const std::size_t begin = json.find_first_not_of(" \t\r\n", at + mark.size());
    if (begin == std::string::npos) break;
    const std::size_t end = json.find_first_not_of("0123456789+-.eE", begin);
    out += json.substr(from, begin - from);
    const bool quotes = end != begin && end != std::string::npos;
    if (quotes) out += '"' + json.substr(begin, end - begin) + '"';
    from = quotes ? end : begin;
  }
  return out + json.substr(from);
}

/// Of one type and one value; the order of a map's entries is none of it.
bool same(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return false;
  if (a.is(Kind::String)) return a.asText() == b.asText();
  if (a.is(Kind::Bytes)) return a.asBytes() == b.asBytes();
  if (a.is(Kind::List))
    return std::equal(a.asList().begin(), a.asList().end(), b.asList().begin(), b.asList().end(), same);
  if (!a.is(Kind::Map)) return a.isFault() || cel::describe(a) == cel::describe(b);
  const auto &left = a.asMap().entries(), &right = b.asMap().entries();
  return left.size() == right.size() && std::all_of(left.begin(), left.end(), [&](const cel::Map::Entry& l) {
           return std::any_of(right.begin(), right.end(), [&](const cel::Map::Entry& r) {
             return same(l.first, r.first) && same(l.second, r.second);
           });
         });
}

std::string answered(const Value& v) {
  return v.isFault() ? "error" : cel::describe(v);
}

void runTest(const std::string& suite, const Json& test, Tally& tally) {
  const std::string what = suite + '/' + test["name"].asString() + ": " + test["expr"].asString();
  const Json& result = test.has("typedResult") ? test["typedResult"]["result"] : test["value"];
  const Wanted expected = test.has("evalError") || test.has("anyEvalErrors") ? Wanted{Value::fault({}), {}}
                          : result.isNull()                                  ? Wanted{Value(true), {}}
                                                                             : wanted(result);
  if (!expected.leftOut.empty()) return tally.exclude(expected.leftOut);
  if (!test["container"].asString().empty()) return tally.exclude("container");
  if (test["checkOnly"].asBool()) return tally.exclude("type checker");
  Environment environment(true);
  for (const auto& [name, binding] : test["bindings"].members()) {
    Wanted bound = wanted(binding["value"]);
    if (!bound.leftOut.empty()) return tally.exclude(bound.leftOut);
    environment.set(name, std::move(bound.value));
  }
  const auto program = Program::parse(test["expr"].asString());
  if (program && !program->leftOut().empty()) return tally.exclude(program->leftOut().front());
  const Value got = program ? program->evaluate(environment) : Value::fault(program.error().text());
  same(expected.value, got)
      ? tally.pass()
      : tally.miss(what, answered(expected.value), program ? answered(got) : got.asFault());
}

Result<void> runLanguage(const Suite& suite, Tally& tally) {
  COUNTERSIGN_ASSIGN(const std::string text, readText(suite.decisions));
  JsonLimits limits;
  limits.maxDepth = 256;
  COUNTERSIGN_ASSIGN(const Json tests, parseJson(withDoublesAsText(text), limits));
  for (const Json& one : tests.items())
    runTest(one["suite"].asString(), one["test"], tally);
  return {};
}

Value fromJson(const Json& json) {
  if (json.isBool()) return Value(json.asBool());
  if (json.isInt()) return Value(json.asInt());
  if (json.isDouble()) return Value(json.asDouble());
  if (json.isString()) return Value::text(json.asString());
  if (json.isArray()) {
    Value::List items;
    for (const Json& item : json.items())
      items.push_back(fromJson(item));
    return Value::list(std::move(items));
  }
  if (!json.isObject()) return {};
  std::vector<cel::Map::Entry> entries;
  for (const auto& [name, member] : json.members())
    entries.emplace_back(Value::text(name), fromJson(member));
  return cel::Map::make(std::move(entries));
}

Result<void> runConditions(const Suite& suite, Tally& tally) {
  COUNTERSIGN_ASSIGN(const Json tests, readJson(suite.decisions));
  for (const Json& one : tests.items()) {
    const std::string& expr = one["expr"].asString();
    cel::Timestamp time;
    const std::string what =
        expr + " at " + one["time"].asString() + " on " + one["resource"]["name"].asString();
    if (readTimestamp(one["time"].asString(), time) != cel::Reading::Good)
      return failure(ErrorCode::Malformed, "no time: " + one["time"].asString());
    Environment environment(true);
    environment.set("request", cel::Map::make({{Value::text("time"), Value(time)}}));
    environment.set("resource", fromJson(one["resource"]));
    const auto program = Program::parse(expr);
    // Recorded as an error is what cannot be evaluated, or is no truth value.
    const Value got = program ? program->evaluate(environment) : Value::fault({});
    tally.check(what, one["result"].isBool() ? answered(Value(one["result"].asBool())) : "error",
                got.is(Kind::Bool) ? answered(got) : "error");
  }
  return {};
}

} // namespace

void addCel(Runners& runners) {
  runners[{"cel", "conformance"}] = runLanguage;
  runners[{"cel", "conditions"}] = runConditions;
}

} // namespace countersign::conformance
