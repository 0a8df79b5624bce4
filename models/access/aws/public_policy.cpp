// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/public_policy.h"
#include "models/access/aws/condition_values.h"
#include "models/access/aws/principal.h"

#include <algorithm>
#include <initializer_list>
#include <string_view>

namespace countersign::iam {
namespace {

using Base = Operator::Base;

bool isFixed(std::string_view text) {
  return text.find_first_of("*?") == std::string_view::npos && text.find("${") == std::string_view::npos;
}

/// Ends in the only wildcard that it has.
bool isFixedBefore(std::string_view text, std::string_view wildcard) {
  return text.size() > wildcard.size() && text.substr(text.size() - wildcard.size()) == wildcard &&
         isFixed(text.substr(0, text.size() - wildcard.size()));
}

bool namesAccount(std::string_view arn) {
  const auto fields = arnFields(arn);
  if (fields.size() != 6 || !isAccountId(fields[4])) return false;
  for (std::size_t i = 0; i + 1 < fields.size(); ++i)
    if (!isFixed(fields[i])) return false;
  return true;
}

/// A range of addresses that is not "very broad": /8 and narrower, /32 of IPv6.
bool isNarrow(const std::string& range) {
  constexpr int widest = 8, widestV6 = 32;
  const auto network = parseNetwork(range);
  return network && network->prefix >= (network->v6 ? widestV6 : widest);
}

bool isOneOf(const std::string& key, std::initializer_list<std::string_view> keys) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

bool holdsFixed(const std::string& key, const std::string& value) {
  if (key == "aws:sourceip") return isNarrow(value);
  if (isOneOf(key, {"aws:principalarn", "s3:dataaccesspointarn"})) return namesAccount(value);
  if (key == "aws:sourcearn" || key == "aws:sourcevpcarn") return isFixed(value) && namesAccount(value);
  if (isOneOf(key, {"aws:principalorgpaths", "aws:vpceorgpaths"}))
    return isFixed(value) || isFixedBefore(value, "*");
  if (key == "aws:userid") return isFixed(value) || isFixedBefore(value, ":*");
  if (key == "aws:principalisawsservice") return lowered(value) == "true";
  if (key == "aws:principalservicename" || key == "aws:principalservicenameslist")
    return isFixed(value) || value == "*.amazonaws.com";
  return isFixed(value) && isOneOf(key, {"aws:principalorgid", "aws:principalaccount", "aws:sourceaccount",
                                         "aws:sourceowner", "aws:sourcevpc", "aws:sourcevpce",
                                         "aws:vpceaccount", "aws:vpceorgid", "s3:dataaccesspointaccount"});
}

/// Only what a condition asks for limits; a negated operator, or one that also holds without the key, does
/// not.
bool limits(const ConditionTest& test) {
  if (!test.op || test.op->negated || test.op->ifExists || test.op->set == Operator::Set::ForAllValues)
    return false;
  const Base base = test.op->base;
  const bool compares =
      test.op->isString() || base == Base::Arn || base == Base::Bool || base == Base::IpAddress;
  return compares && !test.values.empty() &&
         std::all_of(test.values.begin(), test.values.end(),
                     [&](const std::string& value) { return holdsFixed(test.lowerKey, value); });
}

/// A statement without a Principal, with NotPrincipal, or that could not be read names nobody in particular.
bool isForEveryone(const PrincipalList& list) {
  if (!list.present || list.negated) return true;
  return std::any_of(list.names.begin(), list.names.end(), [](const PrincipalName& named) {
    return named.type == PrincipalName::Type::Aws && named.who.text == "*";
  });
}

} // namespace

bool isPublicBucketPolicy(const Policy& policy) {
  return std::any_of(policy.statements.begin(), policy.statements.end(), [](const Statement& s) {
    return s.effect == Statement::Effect::Allow && isForEveryone(s.principal) &&
           std::none_of(s.conditions.begin(), s.conditions.end(), limits);
  });
}

} // namespace countersign::iam
