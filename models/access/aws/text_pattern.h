// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/pattern_symbols.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace countersign::iam {

using namespace pattern;

/// `${key}` or `${key, 'default'}` (IAM User Guide, "IAM policy elements: Variables and tags").
struct PolicyVariable {
  std::string key; ///< lower case: condition keys are compared without case
  std::optional<std::string> fallback;
};

/// What a variable stands for in one request.
struct VariableValue {
  enum class State { Known, Absent, Unknown, Multivalued };
  State state = State::Absent;
  std::string value;
};
using VariableLookup = std::function<VariableValue(const std::string& lowerKey)>;

/// A text of a policy, prepared: with or without wildcards, with or without policy variables.
class TextPattern {
public:
  struct Rules {
    bool wildcards = true;   ///< `*` and `?` are wildcards
    bool variables = true;   ///< `${…}` is replaced (Version 2012-10-17 only)
    bool ignoreCase = false; ///< the pattern and what replaces variables become lower case
  };
  TextPattern(std::string text, Rules rules);

  /// Symbols with the variables replaced by what the request has. What replaces a variable never acts as a
  /// wildcard. Otherwise why there are none: Absent, Unknown or Multivalued, with the key.
  struct Resolved {
    VariableValue::State state = VariableValue::State::Known;
    std::string key;
    const Symbols* symbols = nullptr;
    Symbols own; ///< what `symbols` points to where there are variables
    const Symbols& get() const { return symbols != nullptr ? *symbols : own; }
  };
  Resolved resolve(const VariableLookup& lookup) const&;
  Resolved resolve(const VariableLookup& lookup) const&& = delete; ///< the result points into the pattern
  /// The text with its variables replaced, for comparisons that are no pattern (numbers, dates, addresses).
  std::optional<std::string> resolveText(const VariableLookup& lookup, Resolved& why) const;

  /// Symbols with one symbol for each variable.
  Symbols symbols(const std::function<std::uint16_t(const PolicyVariable&)>& ofVariable) const;

  const std::string& text() const { return text_; }
  bool hasVariables() const { return !variables_.empty(); }
  const std::vector<PolicyVariable>& variables() const { return variables_; }

private:
  struct Part {
    Symbols symbols;
    std::size_t variable = noVariable; ///< stands behind the symbols
  };
  static constexpr std::size_t noVariable = static_cast<std::size_t>(-1);
  bool takeVariable(std::size_t& at, Part& part);

  std::string text_;
  Rules rules_;
  std::vector<Part> parts_;
  std::vector<PolicyVariable> variables_;
};

} // namespace countersign::iam
