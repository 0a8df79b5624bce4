// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace countersign {

/// A JSON value (RFC 8259). Objects keep the order of insertion; the canonical writer sorts.
class Json {
public:
  using Array = std::vector<Json>;
  using Member = std::pair<std::string, Json>;
  using Object = std::vector<Member>;

  Json() = default; ///< null
  Json(std::nullptr_t) {}
  Json(bool v) : value_(v) {}
  Json(std::int64_t v) : value_(v) {}
  Json(int v) : value_(static_cast<std::int64_t>(v)) {}
  Json(double v) : value_(v) {}
  Json(std::string v) : value_(std::move(v)) {}
  Json(std::string_view v) : value_(std::string(v)) {}
  Json(const char* v) : value_(std::string(v)) {}
  Json(Array v) : value_(std::move(v)) {}
  Json(Object v) : value_(std::move(v)) {}

  static Json object() { return Json(Object{}); }
  static Json array() { return Json(Array{}); }
  /// A sorted array without repetitions.
  static Json stringSet(std::vector<std::string> values);

  bool isNull() const { return std::holds_alternative<std::monostate>(value_); }
  bool isBool() const { return std::holds_alternative<bool>(value_); }
  bool isInt() const { return std::holds_alternative<std::int64_t>(value_); }
  bool isDouble() const { return std::holds_alternative<double>(value_); }
  bool isNumber() const { return isInt() || isDouble(); }
  bool isString() const { return std::holds_alternative<std::string>(value_); }
  bool isArray() const { return std::holds_alternative<Array>(value_); }
  bool isObject() const { return std::holds_alternative<Object>(value_); }

  // The value, or a neutral one where it has another type: never an error, for reading foreign data.
  bool asBool(bool otherwise = false) const;
  std::int64_t asInt(std::int64_t otherwise = 0) const;
  double asDouble(double otherwise = 0) const;
  const std::string& asString() const; ///< "" where it is no string
  const Array& items() const;          ///< empty where it is no array
  const Object& members() const;       ///< empty where it is no object

  /// Member by name; null where there is none or this is no object.
  const Json& operator[](std::string_view name) const;
  const Json& at(std::size_t index) const; ///< null beyond the end
  bool has(std::string_view name) const;
  std::size_t size() const; ///< of an array or object, else 0
  bool empty() const { return size() == 0; }
  /// The value an RFC 6901 pointer names, nullptr where there is none.
  const Json* find(std::string_view pointer) const;

  /// Sets or replaces a member; turns null into an object.
  Json& set(std::string name, Json v);
  /// Sets the member unless `v` is null, an empty string, array or object.
  Json& setUnlessEmpty(std::string name, Json v);
  Json& push(Json v);
  Array& mutableItems();
  Object& mutableMembers();
  /// The strings of an array, or the one string that stands in its place.
  std::vector<std::string> strings() const;

  bool operator==(const Json& other) const = default;

private:
  std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> value_;
};

/// Limits and strictness of `parseJson`.
struct JsonLimits {
  std::size_t maxBytes = 64U << 20;
  std::size_t maxDepth = 64;
  std::size_t maxNodes = 4'000'000;
  std::size_t maxString = 16U << 20; ///< bytes of one string
};

/// Reads one JSON text, strictly: UTF-8 without BOM, no duplicate member names, no lone surrogates, no
/// numbers that a double cannot tell from their neighbour (|integer| > 2^53-1 is refused), nothing behind
/// the value. Errors: Malformed, Truncated, Encoding, DuplicateKey, Limit, each with byte and pointer.
Result<Json> parseJson(std::string_view text, const JsonLimits& limits = {});

/// Where the value that `pointer` names stands in `text`.
struct JsonSpan {
  std::size_t offset = 0;
  std::size_t length = 0;
};
/// Finds a value by RFC 6901 pointer without building a tree. Errors: as `parseJson`, and NotFound.
Result<JsonSpan> locateJson(std::string_view text, std::string_view pointer, const JsonLimits& limits = {});

/// The canonical form of RFC 8785 (JCS). Error: Malformed (NaN or infinity; string that is no UTF-8).
Result<std::string> canonicalJson(const Json& value);
/// The same where it cannot fail because the value came from a validating parser; throws std::logic_error.
std::string canonicalJsonOrThrow(const Json& value);
/// A number as ECMAScript prints it (ECMA-262 Number::toString, which RFC 8785 3.2.2.3 asks for).
std::string ecmaNumber(double value);
/// Indented, for people; not canonical.
std::string prettyJson(const Json& value);
/// A JSON string literal with quotes, minimally escaped as in RFC 8785.
void appendJsonString(std::string& out, std::string_view text);

/// True where `text` is well-formed UTF-8 (no overlong forms, no surrogates, at most U+10FFFF).
/// `badAt` gets the offset of the first bad byte.
bool validUtf8(std::string_view text, std::size_t* badAt = nullptr);

} // namespace countersign
