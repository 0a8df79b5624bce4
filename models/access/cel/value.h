// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/cel/time.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace countersign::cel {

/// In the order of the alternatives of Value.
enum class Kind : std::uint8_t {
  Null,
  Bool,
  Int,
  Uint,
  Double,
  String,
  Bytes,
  List,
  Map,
  Timestamp,
  Duration,
  Type,
  Fault,  ///< an error of the evaluation, which the engine has too
  Unknown ///< what cannot be told from here
};

class Value;
class Map;

/// Why something cannot be told.
struct Missing {
  std::set<std::string> attributes; ///< "request.host": the engine will know them
  std::set<std::string> reasons;    ///< anything else: a limit, a function that is not known here
};

/// Text of code points (UTF-8) and plain bytes, told apart by type.
struct Text {
  std::shared_ptr<const std::string> value;
};
struct Blob {
  std::shared_ptr<const std::string> value;
};
struct TypeName {
  std::string_view name; ///< of static life
};
struct FaultText {
  std::shared_ptr<const std::string> value;
};
struct MissingRef {
  std::shared_ptr<const Missing> value;
};

/// A value of the Common Expression Language. Copies are cheap; contents never change.
class Value {
public:
  using List = std::vector<Value>;

  Value() = default; ///< null
  explicit Value(bool v) : value_(v) {}
  explicit Value(std::int64_t v) : value_(v) {}
  explicit Value(std::uint64_t v) : value_(v) {}
  explicit Value(double v) : value_(v) {}
  explicit Value(Timestamp v) : value_(v) {}
  explicit Value(Duration v) : value_(v) {}
  static Value text(std::string v);
  static Value bytes(std::string v);
  static Value list(List items);
  static Value map(Map map);
  /// One of the names that `typeName` gives.
  static Value type(std::string_view staticName);
  static Value fault(std::string message);
  static Value unknown(Missing why);
  static Value unknownAttribute(std::string name);
  static Value unknownBecause(std::string reason);

  Kind kind() const { return static_cast<Kind>(value_.index()); }
  bool is(Kind k) const { return kind() == k; }
  bool isFault() const { return is(Kind::Fault); }
  bool isUnknown() const { return is(Kind::Unknown); }
  bool isNumber() const { return is(Kind::Int) || is(Kind::Uint) || is(Kind::Double); }
  bool isBool(bool which) const { return is(Kind::Bool) && asBool() == which; }

  // Only for the kind they name.
  bool asBool() const { return std::get<bool>(value_); }
  std::int64_t asInt() const { return std::get<std::int64_t>(value_); }
  std::uint64_t asUint() const { return std::get<std::uint64_t>(value_); }
  double asDouble() const { return std::get<double>(value_); }
  const std::string& asText() const { return *std::get<Text>(value_).value; }
  const std::string& asBytes() const { return *std::get<Blob>(value_).value; }
  const List& asList() const { return *std::get<std::shared_ptr<const List>>(value_); }
  const Map& asMap() const { return *std::get<std::shared_ptr<const Map>>(value_); }
  Timestamp asTimestamp() const { return std::get<Timestamp>(value_); }
  Duration asDuration() const { return std::get<Duration>(value_); }
  std::string_view asType() const { return std::get<TypeName>(value_).name; }
  const std::string& asFault() const { return *std::get<FaultText>(value_).value; }
  const Missing& asUnknown() const { return *std::get<MissingRef>(value_).value; }

private:
  std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, Text, Blob,
               std::shared_ptr<const List>, std::shared_ptr<const Map>, Timestamp, Duration, TypeName,
               FaultText, MissingRef>
      value_;
};

/// Keys (bool, int, uint, string) with values, in the order in which they were given.
class Map {
public:
  using Entry = std::pair<Value, Value>;

  /// A fault where a key is of another kind or there twice.
  static Value make(std::vector<Entry> entries, bool complete = true);
  /// nullptr: not there. Numbers find an equal key of another number type.
  const Value* find(const Value& key) const;
  const Value* find(std::string_view key) const;
  const std::vector<Entry>& entries() const { return entries_; }
  /// Where false, a key that is not there may be there for the engine.
  bool complete() const { return complete_; }
  const std::string& path() const { return path_; }
  /// An incomplete map of that attribute: "request".
  static Value partial(std::string path, std::vector<Entry> entries);

private:
  std::vector<Entry> entries_;
  std::vector<std::uint32_t> order_; ///< of large ones: entries by key
  bool complete_ = true;
  std::string path_;
};

/// What an evaluation may still cost: about one a step and one for 64 bytes.
class Meter {
public:
  explicit Meter(std::uint64_t steps) : left_(steps) {}
  /// False once nothing is left, and from then on.
  bool spend(std::uint64_t steps) {
    left_ = left_ > steps ? left_ - steps : 0;
    return left_ > 0;
  }
  bool spent() const { return left_ == 0; }

private:
  std::uint64_t left_;
};
Value limitReached();

/// "int", "google.protobuf.Timestamp", …; empty for faults and unknowns.
std::string_view typeName(Kind kind);
/// The static name that is equal to `name`, empty where there is no such type.
std::string_view knownType(std::string_view name);
/// What both miss. One of them must be unknown.
Value merged(const Value& a, const Value& b);
/// A bool, or unknown. Values of different types are unequal; numbers compare over all three types.
Value equal(const Value& a, const Value& b, Meter& meter);
/// Nothing where values of such kinds have no order.
std::optional<std::partial_ordering> ordered(const Value& a, const Value& b);
/// For people and for tests, as CEL would write it.
std::string describe(const Value& value);

} // namespace countersign::cel
