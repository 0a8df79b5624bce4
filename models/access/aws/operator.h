// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace countersign::iam {

/// A condition operator with its qualifier and suffix (IAM User Guide, "IAM JSON policy elements: Condition
/// operators").
struct Operator {
  enum class Base {
    StringEquals,
    StringEqualsIgnoreCase,
    StringLike,
    NumericEquals,
    NumericLessThan,
    NumericLessThanEquals,
    NumericGreaterThan,
    NumericGreaterThanEquals,
    DateEquals,
    DateLessThan,
    DateLessThanEquals,
    DateGreaterThan,
    DateGreaterThanEquals,
    Bool,
    BinaryEquals,
    IpAddress,
    Arn, ///< ArnEquals and ArnLike behave alike
    Null
  };
  enum class Set { None, ForAllValues, ForAnyValue };

  Base base = Base::StringEquals;
  Set set = Set::None;
  bool negated = false;  ///< StringNotEquals, NotIpAddress …
  bool ifExists = false; ///< true where the key is absent

  bool isString() const {
    return base == Base::StringEquals || base == Base::StringEqualsIgnoreCase || base == Base::StringLike;
  }
  bool isNumeric() const { return base >= Base::NumericEquals && base <= Base::NumericGreaterThanEquals; }
  bool isDate() const { return base >= Base::DateEquals && base <= Base::DateGreaterThanEquals; }
};

/// Nothing where there is no such operator. Names are compared without case, as AWS accepts them.
std::optional<Operator> parseOperator(std::string_view name);

} // namespace countersign::iam
