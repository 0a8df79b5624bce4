// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/cel/tree.h"
#include "models/identity/result.h"

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace countersign::cel {

/// A function that the runtime around the language brings along. Its arguments are no faults.
using HostFunction = std::function<Value(std::span<const Value>)>;

/// What an expression is evaluated in.
class Environment {
public:
  /// `complete`: what is not there is an error, as in the engine. Else it is unknown.
  explicit Environment(bool complete = false) : complete_(complete), functionsComplete_(complete) {}
  /// The name may have dots: the longest that is there stands for a path.
  void set(std::string name, Value value) {
    dotted_ = dotted_ || name.find('.') != std::string::npos;
    attributes_.insert_or_assign(std::move(name), std::move(value));
  }
  bool dotted() const { return dotted_; }
  /// "api.getAttribute", or ".hasOnly" for one with a receiver, which is its first argument.
  void setFunction(std::string name, HostFunction f) {
    functions_.insert_or_assign(std::move(name), std::move(f));
  }
  const Value* find(std::string_view name) const;
  const HostFunction* function(std::string_view name) const;
  bool complete() const { return complete_; }
  /// A function that is not there is unknown even where all attributes are there.
  void leaveFunctionsOpen() { functionsComplete_ = false; }
  bool functionsComplete() const { return functionsComplete_; }

private:
  bool complete_;
  bool functionsComplete_;
  bool dotted_ = false; ///< there is an attribute whose name has dots
  std::map<std::string, Value, std::less<>> attributes_;
  std::map<std::string, HostFunction, std::less<>> functions_;
};

/// Beyond them an expression is not read. The engines have limits of their own, far below.
struct Limits {
  std::size_t bytes = 256U << 10;
  std::size_t tokens = 64U << 10;
  std::size_t nesting = 250; ///< of brackets, calls and choices
  std::size_t depth = 1000;  ///< of the tree
};
inline constexpr std::uint64_t defaultSteps = 1'000'000;

/// An expression that is read once and evaluated many times, on any thread.
class Program {
public:
  /// Errors: Malformed, Encoding, Limit, with byte and line.
  static Result<Program> parse(std::string_view text, const Limits& limits = {});
  /// A value, a fault where the engine has an error too, or an unknown.
  Value evaluate(const Environment& environment, std::uint64_t steps = defaultSteps) const;
  /// Of one node of `tree()` that is in no comprehension.
  Value evaluateNode(std::uint32_t node, const Environment& environment,
                     std::uint64_t steps = defaultSteps) const;
  /// What of the language it uses that is read but never evaluated ("message", "optional value", …).
  const std::vector<std::string>& leftOut() const { return tree_->constructs; }
  const std::string& text() const { return tree_->text; }
  const Tree& tree() const { return *tree_; }

private:
  explicit Program(std::shared_ptr<const Tree> tree) : tree_(std::move(tree)) {}
  std::shared_ptr<const Tree> tree_;
};

} // namespace countersign::cel
