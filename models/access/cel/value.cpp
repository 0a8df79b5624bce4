// SPDX-License-Identifier: Apache-2.0
#include "models/access/cel/value.h"

#include "models/identity/json.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace countersign::cel {
namespace {

constexpr std::array<std::string_view, 12> typeNames{"null_type",
                                                     "bool",
                                                     "int",
                                                     "uint",
                                                     "double",
                                                     "string",
                                                     "bytes",
                                                     "list",
                                                     "map",
                                                     "google.protobuf.Timestamp",
                                                     "google.protobuf.Duration",
                                                     "type"};
constexpr std::size_t indexedFrom = 12; ///< maps of fewer entries are searched one by one

std::partial_ordering againstDouble(std::int64_t i, double d) {
  if (d < -9223372036854775808.0) return std::partial_ordering::greater;
  if (d > 9223372036854775808.0) return std::partial_ordering::less;
  return static_cast<double>(i) <=> d;
}

std::partial_ordering againstDouble(std::uint64_t u, double d) {
  if (d < 0) return std::partial_ordering::greater;
  if (d > 18446744073709551616.0) return std::partial_ordering::less;
  return static_cast<double>(u) <=> d;
}

std::partial_ordering flipped(std::partial_ordering o) {
  return 0 <=> o;
}

std::partial_ordering numbers(const Value& a, const Value& b) {
  if (a.is(Kind::Double)) {
    if (b.is(Kind::Double)) return a.asDouble() <=> b.asDouble();
    return flipped(numbers(b, a));
  }
  if (b.is(Kind::Double))
    return a.is(Kind::Int) ? againstDouble(a.asInt(), b.asDouble()) : againstDouble(a.asUint(), b.asDouble());
  if (a.is(Kind::Uint))
    return b.is(Kind::Uint) ? std::partial_ordering(a.asUint() <=> b.asUint()) : flipped(numbers(b, a));
  if (b.is(Kind::Int)) return a.asInt() <=> b.asInt();
  if (a.asInt() < 0) return std::partial_ordering::less;
  return static_cast<std::uint64_t>(a.asInt()) <=> b.asUint();
}

/// Of keys: bools before numbers before strings.
int rank(const Value& key) {
  return key.is(Kind::Bool) ? 0 : key.isNumber() ? 1 : 2;
}

bool keyLess(const Value& a, const Value& b) {
  if (rank(a) != rank(b)) return rank(a) < rank(b);
  if (a.is(Kind::Bool)) return a.asBool() < b.asBool();
  return a.isNumber() ? numbers(a, b) < 0 : a.asText() < b.asText();
}

bool isKey(const Value& v) {
  return v.is(Kind::Bool) || v.isNumber() || v.is(Kind::String);
}

Value equalLists(const Value& a, const Value& b, Meter& meter) {
  if (a.asList().size() != b.asList().size()) return Value(false);
  Value out(true);
  for (std::size_t i = 0; i < a.asList().size(); ++i) {
    Value one = equal(a.asList()[i], b.asList()[i], meter);
    if (one.isBool(false)) return one;
    if (one.isUnknown()) out = merged(out, one);
  }
  return out;
}

Value equalMaps(const Map& a, const Map& b, Meter& meter) {
  if (!a.complete() || !b.complete()) return Value::unknownAttribute(!a.complete() ? a.path() : b.path());
  if (a.entries().size() != b.entries().size()) return Value(false);
  Value out(true);
  for (const auto& [key, value] : a.entries()) {
    const Value* other = b.find(key);
    Value one = other == nullptr ? Value(false) : equal(value, *other, meter);
    if (one.isBool(false)) return one;
    if (one.isUnknown()) out = merged(out, one);
  }
  return out;
}

} // namespace

Value Value::text(std::string v) {
  Value out;
  out.value_ = Text{std::make_shared<const std::string>(std::move(v))};
  return out;
}
Value Value::bytes(std::string v) {
  Value out;
  out.value_ = Blob{std::make_shared<const std::string>(std::move(v))};
  return out;
}
Value Value::list(List items) {
  Value out;
  out.value_ = std::make_shared<const List>(std::move(items));
  return out;
}
Value Value::map(Map map) {
  Value out;
  out.value_ = std::make_shared<const Map>(std::move(map));
  return out;
}
Value Value::type(std::string_view staticName) {
  Value out;
  out.value_ = TypeName{knownType(staticName)};
  return out;
}
Value Value::fault(std::string message) {
  Value out;
  out.value_ = FaultText{std::make_shared<const std::string>(std::move(message))};
  return out;
}
Value Value::unknown(Missing why) {
  Value out;
  out.value_ = MissingRef{std::make_shared<const Missing>(std::move(why))};
  return out;
}
Value Value::unknownAttribute(std::string name) {
  return unknown({{std::move(name)}, {}});
}
Value Value::unknownBecause(std::string reason) {
  return unknown({{}, {std::move(reason)}});
}

Value limitReached() {
  return Value::unknownBecause("the evaluation takes more steps than are allowed");
}

Value Map::make(std::vector<Entry> entries, bool complete) {
  Map out;
  out.entries_ = std::move(entries);
  out.complete_ = complete;
  for (const Entry& entry : out.entries_)
    if (!isKey(entry.first) || entry.first.is(Kind::Double))
      return Value::fault("no such key type: " + std::string(typeName(entry.first.kind())));
  std::vector<std::uint32_t> order(out.entries_.size());
  std::iota(order.begin(), order.end(), 0U);
  const auto key = [&](std::uint32_t i) -> const Value& { return out.entries_[i].first; };
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return keyLess(key(a), key(b)); });
  for (std::size_t i = 1; i < order.size(); ++i)
    if (!keyLess(key(order[i - 1]), key(order[i])))
      return Value::fault("the key " + describe(key(order[i])) + " is there twice");
  if (order.size() >= indexedFrom) out.order_ = std::move(order);
  return Value::map(std::move(out));
}

Value Map::partial(std::string path, std::vector<Entry> entries) {
  Value made = make(std::move(entries), false);
  if (made.isFault()) return made;
  Map out = made.asMap();
  out.path_ = std::move(path);
  return Value::map(std::move(out));
}

const Value* Map::find(const Value& key) const {
  if (!isKey(key)) return nullptr;
  if (key.is(Kind::String)) return find(key.asText());
  if (order_.empty()) {
    for (const Entry& entry : entries_)
      if (rank(entry.first) == rank(key) && !keyLess(entry.first, key) && !keyLess(key, entry.first) &&
          (!key.isNumber() || numbers(entry.first, key) == 0))
        return &entry.second;
    return nullptr;
  }
  const auto at = std::lower_bound(order_.begin(), order_.end(), key, [&](std::uint32_t i, const Value& k) {
    return keyLess(entries_[i].first, k);
  });
  if (at == order_.end() || keyLess(key, entries_[*at].first)) return nullptr;
  if (key.isNumber() && numbers(entries_[*at].first, key) != 0) return nullptr; // NaN
  return &entries_[*at].second;
}

const Value* Map::find(std::string_view key) const {
  if (order_.empty()) {
    for (const Entry& entry : entries_)
      if (entry.first.is(Kind::String) && entry.first.asText() == key) return &entry.second;
    return nullptr;
  }
  const auto at = std::lower_bound(order_.begin(), order_.end(), key, [&](std::uint32_t i, auto k) {
    return rank(entries_[i].first) < 2 || std::string_view(entries_[i].first.asText()) < k;
  });
  return at != order_.end() && entries_[*at].first.asText() == key ? &entries_[*at].second : nullptr;
}

std::string_view typeName(Kind kind) {
  const auto i = static_cast<std::size_t>(kind);
  return i < typeNames.size() ? typeNames[i] : std::string_view();
}

std::string_view knownType(std::string_view name) {
  const auto* const at = std::find(typeNames.begin(), typeNames.end(), name);
  return at == typeNames.end() ? std::string_view() : *at;
}

Value merged(const Value& a, const Value& b) {
  if (!a.isUnknown()) return b;
  if (!b.isUnknown()) return a;
  Missing out = a.asUnknown();
  out.attributes.insert(b.asUnknown().attributes.begin(), b.asUnknown().attributes.end());
  out.reasons.insert(b.asUnknown().reasons.begin(), b.asUnknown().reasons.end());
  return Value::unknown(std::move(out));
}

Value equal(const Value& a, const Value& b, Meter& meter) {
  if (!meter.spend(1)) return limitReached();
  if (a.isUnknown() || b.isUnknown()) return merged(a, b);
  if (a.isNumber() && b.isNumber()) return Value(numbers(a, b) == 0);
  if (a.kind() != b.kind()) return Value(false);
  if (a.is(Kind::List)) return equalLists(a, b, meter);
  if (a.is(Kind::Map)) return equalMaps(a.asMap(), b.asMap(), meter);
  if (a.is(Kind::Null)) return Value(true);
  if (a.is(Kind::Type)) return Value(a.asType() == b.asType());
  if (a.is(Kind::String)) meter.spend(a.asText().size() / 64);
  if (a.is(Kind::Bytes)) meter.spend(a.asBytes().size() / 64);
  const auto order = ordered(a, b);
  return Value(order && *order == 0);
}

std::optional<std::partial_ordering> ordered(const Value& a, const Value& b) {
  if (a.isNumber() && b.isNumber()) return numbers(a, b);
  if (a.kind() != b.kind()) return std::nullopt;
  switch (a.kind()) {
  case Kind::Bool:
    return static_cast<int>(a.asBool()) <=> static_cast<int>(b.asBool());
  case Kind::String:
    return a.asText() <=> b.asText(); // the order of UTF-8 is that of the code points
  case Kind::Bytes:
    return a.asBytes() <=> b.asBytes();
  case Kind::Timestamp:
    return a.asTimestamp() <=> b.asTimestamp();
  case Kind::Duration:
    return a.asDuration() <=> b.asDuration();
  default:
    return std::nullopt;
  }
}

} // namespace countersign::cel
