// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/json.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace countersign {

/// One value of a JsonTape, with its name where it is a member. Its texts lie where the tape was read from.
struct JsonNode {
  enum class Type : std::uint8_t { Null, Bool, Int, Double, String, Array, Object };
  Type type = Type::Null;
  bool truth = false;
  std::uint32_t next = 0; ///< behind it and all that is in it
  std::uint32_t size = 0; ///< elements or members
  std::int64_t integer = 0;
  double number = 0;
  std::string_view name, text;
};

/// A value on a tape, for reading: as Json, without owning anything.
class JsonView {
public:
  JsonView() = default; ///< null
  JsonView(const std::vector<JsonNode>& nodes, std::size_t at) : all_(nodes.data()), at_(all_ + at) {}

  bool isNull() const { return at_ == nullptr || at_->type == JsonNode::Type::Null; }
  bool isBool() const { return is(JsonNode::Type::Bool); }
  bool isInt() const { return is(JsonNode::Type::Int); }
  bool isDouble() const { return is(JsonNode::Type::Double); }
  bool isString() const { return is(JsonNode::Type::String); }
  bool isArray() const { return is(JsonNode::Type::Array); }
  bool isObject() const { return is(JsonNode::Type::Object); }
  bool asBool() const { return isBool() && at_->truth; }
  std::int64_t asInt() const { return isInt() ? at_->integer : 0; }
  double asDouble() const { return isDouble() ? at_->number : 0; }
  std::string_view asString() const { return isString() ? at_->text : std::string_view(); }

  std::string_view name() const { return at_ == nullptr ? std::string_view() : at_->name; }
  std::size_t size() const { return isArray() || isObject() ? at_->size : 0; }
  bool has(std::string_view name) const { return !(*this)[name].isMissing(); }
  bool isMissing() const { return at_ == nullptr; }
  /// Member by name; missing where there is none or this is no object.
  JsonView operator[](std::string_view name) const;

  /// The elements of an array, or the values of an object.
  class Iterator {
  public:
    Iterator(const JsonNode* all, const JsonNode* at) : all_(all), at_(at) {}
    JsonView operator*() const { return {all_, at_}; }
    Iterator& operator++() {
      at_ = all_ + at_->next;
      return *this;
    }
    bool operator!=(const Iterator& other) const { return at_ != other.at_; }

  private:
    const JsonNode *all_, *at_;
  };
  Iterator begin() const { return {all_, size() == 0 ? at_ : at_ + 1}; }
  Iterator end() const { return {all_, size() == 0 ? at_ : all_ + at_->next}; }

private:
  JsonView(const JsonNode* all, const JsonNode* at) : all_(all), at_(at) {}
  bool is(JsonNode::Type type) const { return at_ != nullptr && at_->type == type; }

  const JsonNode *all_ = nullptr, *at_ = nullptr;
};

/// A JSON text as one list of values in their order: much faster to make than a tree. What it reads from has
/// to outlive it.
class JsonTape {
public:
  /// False where the text is no JSON, or where it is of a kind that is left to parseJson(), as with escapes
  /// and fractions: what it takes, parseJson() takes too, and to the same values.
  bool read(std::string_view text);
  void readTree(const Json& tree);

  JsonView root() const { return nodes_.empty() ? JsonView() : JsonView(nodes_, 0); }

private:
  std::vector<JsonNode> nodes_;
};

} // namespace countersign
