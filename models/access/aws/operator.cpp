// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/operator.h"
#include "models/access/aws/text_pattern.h"

#include <array>
#include <string>

namespace countersign::iam {
namespace {

struct Name {
  std::string_view text; ///< lower case
  Operator::Base base;
  bool negated;
};

using Base = Operator::Base;
constexpr std::array names{
    Name{"stringequals", Base::StringEquals, false},
    Name{"stringnotequals", Base::StringEquals, true},
    Name{"stringequalsignorecase", Base::StringEqualsIgnoreCase, false},
    Name{"stringnotequalsignorecase", Base::StringEqualsIgnoreCase, true},
    Name{"stringlike", Base::StringLike, false},
    Name{"stringnotlike", Base::StringLike, true},
    Name{"numericequals", Base::NumericEquals, false},
    Name{"numericnotequals", Base::NumericEquals, true},
    Name{"numericlessthan", Base::NumericLessThan, false},
    Name{"numericlessthanequals", Base::NumericLessThanEquals, false},
    Name{"numericgreaterthan", Base::NumericGreaterThan, false},
    Name{"numericgreaterthanequals", Base::NumericGreaterThanEquals, false},
    Name{"dateequals", Base::DateEquals, false},
    Name{"datenotequals", Base::DateEquals, true},
    Name{"datelessthan", Base::DateLessThan, false},
    Name{"datelessthanequals", Base::DateLessThanEquals, false},
    Name{"dategreaterthan", Base::DateGreaterThan, false},
    Name{"dategreaterthanequals", Base::DateGreaterThanEquals, false},
    Name{"bool", Base::Bool, false},
    Name{"binaryequals", Base::BinaryEquals, false},
    Name{"ipaddress", Base::IpAddress, false},
    Name{"notipaddress", Base::IpAddress, true},
    Name{"arnequals", Base::Arn, false},
    Name{"arnlike", Base::Arn, false},
    Name{"arnnotequals", Base::Arn, true},
    Name{"arnnotlike", Base::Arn, true},
    Name{"null", Base::Null, false},
};

bool takePrefix(std::string_view& text, std::string_view prefix) {
  if (text.substr(0, prefix.size()) != prefix) return false;
  text.remove_prefix(prefix.size());
  return true;
}

} // namespace

std::optional<Operator> parseOperator(std::string_view name) {
  constexpr std::string_view ifExists = "ifexists";
  const std::string lower = lowered(name);
  std::string_view rest = lower;
  Operator out;
  if (takePrefix(rest, "forallvalues:"))
    out.set = Operator::Set::ForAllValues;
  else if (takePrefix(rest, "foranyvalue:"))
    out.set = Operator::Set::ForAnyValue;
  if (rest.size() > ifExists.size() && rest.substr(rest.size() - ifExists.size()) == ifExists) {
    out.ifExists = true;
    rest.remove_suffix(ifExists.size());
  }
  for (const Name& n : names)
    if (n.text == rest) {
      // Every operator but Null takes IfExists ("...IfExists condition operators").
      if (n.base == Base::Null && out.ifExists) return std::nullopt;
      out.base = n.base;
      out.negated = n.negated;
      return out;
    }
  return std::nullopt;
}

} // namespace countersign::iam
