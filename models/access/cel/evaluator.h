// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/cel/program.h"

#include <cstdint>
#include <vector>

namespace countersign::cel {

/// One evaluation of a tree.
class Evaluator {
public:
  Evaluator(const Tree& tree, const Environment& environment, std::uint64_t steps)
      : tree_(tree), environment_(environment), meter_(steps), slots_(tree.slots) {}
  Value run(std::uint32_t node) {
    Value out = value(tree_.nodes[node]);
    return meter_.spent() ? limitReached() : out;
  }

private:
  using Arguments = std::vector<Value>;

  Value value(const Node& node);
  Value logical(const Node& node, bool decisive);
  Value choose(const Node& node);
  Value select(const Node& node);
  Value index(const Node& node);
  Value negate(const Node& node);
  Value binary(const Node& node);
  Value list(const Node& node);
  Value map(const Node& node);
  Value call(const Node& node);
  Value host(const Node& node);
  Value ident(const Node& node);
  Value comprehension(const Node& node);
  Value quantified(const Node& node, const Value::List& items);
  Value counted(const Node& node, const Value::List& items);
  Value collected(const Node& node, const Value::List& items);
  Value kid(const Node& node, std::uint32_t i) { return value(tree_.kid(node, i)); }
  /// The operands from `first` on. A fault or an unknown where one of them is that.
  Value operands(const Node& node, Arguments& out, std::uint32_t first = 0);

  const Tree& tree_;
  const Environment& environment_;
  Meter meter_;
  std::vector<Value> slots_;
};

/// Folds the operands of && (`decisive` false) and || (true): the decisive value wins, then what is unknown,
/// then the first fault.
class Fold {
public:
  explicit Fold(bool decisive) : decisive_(decisive) {}
  /// True where nothing that comes can change the outcome.
  bool take(Value one);
  Value outcome() const;

private:
  bool decisive_;
  bool decided_ = false;
  Value unknown_, fault_; ///< null while there is none
};

// In operators.cpp. Their operands are neither faults nor unknown.
Value arithmetic(Op op, const Value& a, const Value& b, Meter& meter);
Value compared(Op op, const Value& a, const Value& b);
Value contained(const Value& item, const Value& in, Meter& meter);
Value indexed(const Value& in, const Value& at, Meter& meter);
Value noOverload(std::string_view what, const Value& a);
Value noOverload(std::string_view what, const Value& a, const Value& b);

// In functions.cpp, conversions.cpp and getters.cpp.
struct Prepared {
  const Regex* pattern = nullptr;
  const Zone* zone = nullptr;
};
Value callFunction(Fn fn, const std::vector<Value>& arguments, const Prepared& prepared, Meter& meter);
Value converted(Fn fn, const Value& from);
Value got(Fn fn, const Value& from, const Value* zoneName, const Zone* zone);
std::int64_t codePoints(std::string_view utf8);

} // namespace countersign::cel
