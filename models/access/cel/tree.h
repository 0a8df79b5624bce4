// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/cel/value.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace countersign::cel {

class Regex;
class Zone;

enum class Op : std::uint8_t {
  Const,
  Slot,  ///< variable of a comprehension
  Ident, ///< attribute of the environment
  Select,
  Has,
  Index,
  Call, ///< function of the language
  Host, ///< function by name: of the environment, or of none
  List,
  Map,
  And,
  Or,
  Not,
  Negate,
  Choose,
  Equal,
  Unequal,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  In,
  Add,
  Subtract,
  Multiply,
  Divide,
  Remainder,
  All,
  Exists,
  ExistsOne,
  Transform, ///< map(x, t) and map(x, filter, t)
  Filter,
  LeftOut ///< a construct that is read but not evaluated
};

enum class Fn : std::uint8_t {
  None,
  Size,
  Contains,
  StartsWith,
  EndsWith,
  Matches,
  Extract,
  LowerAscii,
  UpperAscii,
  ToInt,
  ToUint,
  ToDouble,
  ToString,
  ToBytes,
  ToBool,
  ToTimestamp,
  ToDuration,
  TypeOf,
  Dyn,
  FullYear,
  Month,
  DayOfYear,
  DayOfMonth,
  Date,
  DayOfWeek,
  Hours,
  Minutes,
  Seconds,
  Milliseconds
};

inline constexpr std::uint32_t nothing = 0xFFFFFFFFU;

struct Node {
  Op op = Op::Const;
  Fn fn = Fn::None;
  std::uint32_t at = 0;          ///< byte in the text
  std::uint32_t first = 0;       ///< of the operands, in Tree::kids
  std::uint32_t count = 0;       ///< of the operands
  std::uint32_t data = nothing;  ///< constant, name or slot
  std::uint32_t extra = nothing; ///< Call: prepared pattern or zone; Host: name with the path in front
};

/// An expression, read. Never changed once it is built.
struct Tree {
  std::string text;
  std::vector<Node> nodes;
  std::vector<std::uint32_t> kids;
  std::vector<Value> constants;
  std::vector<std::string> names;
  std::vector<std::string> constructs; ///< that are left out
  std::vector<std::shared_ptr<const Regex>> patterns;
  std::vector<std::shared_ptr<const Zone>> zones;
  std::uint32_t slots = 0;
  std::uint32_t root = 0;

  const Node& kid(const Node& node, std::uint32_t i) const { return nodes[kids[node.first + i]]; }
  /// "request.auth" of names that are put together by dots, empty of anything else.
  std::string path(const Node& node) const;
};

/// The function of a call; None where the language has none of that name, form and number of arguments.
/// A receiver counts as an argument.
Fn functionNamed(std::string_view name, bool member, std::size_t arguments);

} // namespace countersign::cel
