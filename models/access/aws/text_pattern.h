// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/pattern_bytes.h"
#include "models/access/pattern_symbols.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
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

  /// The text with its variables replaced by what the request has. What replaces a variable never acts as a
  /// wildcard. Otherwise why there is none: Absent, Unknown or Multivalued, with the key.
  struct Resolved {
    VariableValue::State state = VariableValue::State::Known;
    std::string key;
    Symbols symbols;
    const Symbols& get() const { return symbols; }
  };
  Resolved resolve(const VariableLookup& lookup) const;
  /// The text with its variables replaced, for comparisons that are no pattern (numbers, dates, addresses).
  std::optional<std::string> resolveText(const VariableLookup& lookup, Resolved& why) const;

  /// Its bytes are all there is to it: neither variables nor wildcards that are meant as text.
  bool isPlain() const { return special_ == nullptr; }
  /// Of a plain pattern; what it ignores the case of is in lower case.
  std::string_view bytes() const { return folded_.empty() ? text_ : folded_; }
  const Shape& shape() const { return shape_; }
  bool matches(std::string_view text) const { return shape_.matches(bytes(), text); }

  /// Symbols with one symbol for each variable.
  Symbols symbols(const std::function<std::uint16_t(const PolicyVariable&)>& ofVariable) const;

  const std::string& text() const { return text_; }
  bool hasVariables() const { return special_ != nullptr && !special_->variables.empty(); }
  const std::vector<PolicyVariable>& variables() const;

private:
  struct Part {
    Symbols symbols;
    std::size_t variable = noVariable; ///< stands behind the symbols
  };
  struct Special {
    std::vector<Part> parts;
    std::vector<PolicyVariable> variables;
  };
  static constexpr std::size_t noVariable = static_cast<std::size_t>(-1);
  bool takeVariable(std::size_t& at, Part& part, Special& special) const;
  void takeParts();
  Symbols plainSymbols() const;

  std::string text_;
  std::string folded_; ///< in lower case, where that is not the text
  Shape shape_;
  Rules rules_;
  std::shared_ptr<const Special> special_; ///< variables, and wildcards that are meant as text
};

} // namespace countersign::iam
