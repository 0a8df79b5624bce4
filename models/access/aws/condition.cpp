// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/condition.h"
#include "models/access/aws/condition_values.h"

#include <algorithm>

namespace countersign::iam {
namespace {

using Base = Operator::Base;
using State = VariableValue::State;

/// How one value of a policy compares with one value of the request.
enum class Compared { Match, NoMatch, NotComparable, VariableAbsent, VariableUnknown, VariableMultivalued };

Compared compared(bool match) {
  return match ? Compared::Match : Compared::NoMatch;
}

template <class T>
bool ordered(Base base, const T& request, const T& policy) {
  switch (base) {
  case Base::NumericLessThan:
  case Base::DateLessThan:
    return request < policy;
  case Base::NumericLessThanEquals:
  case Base::DateLessThanEquals:
    return request <= policy;
  case Base::NumericGreaterThan:
  case Base::DateGreaterThan:
    return request > policy;
  case Base::NumericGreaterThanEquals:
  case Base::DateGreaterThanEquals:
    return request >= policy;
  default:
    return request == policy;
  }
}

/// "The condition operator compares … each of the six colon-delimited components of the ARN separately, and
/// each can include multi-character match wildcards (*) or single-character match wildcards (?)" ("ARN
/// condition operators").
template <class Pattern, class Matches>
Compared compareArn(const Pattern& policy, const std::string& request, const Matches& matches) {
  const ArnFields fields(request);
  if (fields.empty() || fields[0] != "arn" || fields[1].empty() || fields[2].empty())
    return Compared::NotComparable;
  auto at = policy.begin();
  bool match = true;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const bool last = i + 1 == fields.size();
    const auto end = last ? policy.end() : std::find(at, policy.end(), typename Pattern::value_type{':'});
    if (!last && end == policy.end()) return Compared::NotComparable;
    if (i > 0 && i < 3 && end == at) return Compared::NotComparable; // partition and service are never empty
    match = match && matches(at, end, fields[i]);
    at = last ? end : end + 1;
  }
  return compared(match);
}

Compared compareArn(std::string_view policy, const std::string& request) {
  return compareArn(policy, request, [](const char* begin, const char* end, std::string_view field) {
    return bytesMatch({begin, static_cast<std::size_t>(end - begin)}, field);
  });
}

Compared compareArn(const Symbols& policy, const std::string& request) {
  return compareArn(policy, request, [](auto begin, auto end, std::string_view field) {
    return globMatches(Symbols(begin, end), field);
  });
}

Compared compareBool(const std::string& policy, const std::string& request) {
  const auto isBool = [](const std::string& text) { return text == "true" || text == "false"; };
  const std::string a = lowered(policy), b = lowered(request);
  return isBool(a) && isBool(b) ? compared(a == b) : Compared::NotComparable;
}

template <class T>
Compared compareParsed(Base base, const std::optional<T>& policy, const std::optional<T>& request) {
  return policy && request ? compared(ordered(base, *request, *policy)) : Compared::NotComparable;
}

Compared whyUnresolved(State state) {
  return state == State::Absent    ? Compared::VariableAbsent
         : state == State::Unknown ? Compared::VariableUnknown
                                   : Compared::VariableMultivalued;
}

class Evaluation {
public:
  Evaluation(const ConditionTest& test, const Context& context) : test_(test), context_(context) {
    lookup_ = [this](const std::string& key) { return variable(key); };
  }

  /// As AWS would, were `values` what the request has (nullptr: the key is absent).
  ConditionResult strict(const std::vector<std::string>* values) {
    const Operator& op = *test_.op;
    if (op.base == Base::Null) {
      result_.truth = isNull(values == nullptr);
      return result_;
    }
    if (values == nullptr) {
      result_.truth = absent(op);
      return result_;
    }
    // ForAllValues: every value of the request; ForAnyValue: at least one ("Multivalued context keys").
    const bool any = op.set == Operator::Set::ForAnyValue;
    if (op.set == Operator::Set::None && values->size() > 1) {
      result_.truth = Truth::Undecided;
      result_.missing = test_.key + " has several values and " + test_.operatorText + " compares one";
      return result_;
    }
    Truth all = any ? Truth::No : Truth::Yes;
    for (const std::string& value : *values)
      all = any ? either(all, one(value)) : both(all, one(value));
    result_.truth = all;
    return result_;
  }

private:
  /// Null true: the key is absent; false: it is there ("Condition operator to check existence of condition
  /// keys").
  Truth isNull(bool isAbsent) {
    Truth out = Truth::No;
    for (const std::string& value : test_.values) {
      const std::string text = lowered(value);
      if (text == (isAbsent ? "true" : "false")) out = Truth::Yes;
    }
    return out;
  }

  /// Without the key ForAllValues is true and ForAnyValue is false ("Multivalued context keys");
  /// IfExists and negated operators are true where the key is absent, the others false.
  static Truth absent(const Operator& op) {
    if (op.set == Operator::Set::ForAnyValue) return op.ifExists ? Truth::Yes : Truth::No;
    return op.set == Operator::Set::ForAllValues || op.ifExists || op.negated ? Truth::Yes : Truth::No;
  }

  /// Values of a policy are alternatives, under a negated operator all have to differ ("NOR").
  Truth one(const std::string& request) {
    bool unknown = false, unresolved = false, undecided = false;
    for (const TextPattern& pattern : test_.patterns) {
      const Compared c = compare(pattern, request);
      if (c == Compared::Match) return test_.op->negated ? Truth::No : Truth::Yes;
      unknown = unknown || c == Compared::VariableUnknown;
      unresolved = unresolved || c == Compared::VariableAbsent;
      undecided = undecided || c == Compared::VariableMultivalued ||
                  (c == Compared::NotComparable && test_.op->negated);
    }
    if (unknown) return Truth::If;
    // A variable that the request has no value for cannot be compared; recorded decisions say that a negated
    // operator does not match then either.
    if (unresolved) return Truth::No;
    if (!undecided) return test_.op->negated ? Truth::Yes : Truth::No;
    result_.missing = "how AWS compares " + test_.key + " '" + request + "' by " + test_.operatorText;
    return Truth::Undecided;
  }

  Compared compare(const TextPattern& pattern, const std::string& request) {
    TextPattern::Resolved resolved;
    const Base base = test_.op->base;
    if (test_.op->isString() || base == Base::Arn) {
      const bool fold = base == Base::StringEqualsIgnoreCase;
      if (base == Base::Arn && pattern.isPlain()) return compareArn(pattern.bytes(), request);
      if (pattern.isPlain())
        return compared(fold ? pattern.matches(lowered(request)) : pattern.matches(request));
      resolved = pattern.resolve(lookup_);
      if (resolved.state != State::Known) return whyUnresolved(resolved.state);
      if (base == Base::Arn) return compareArn(resolved.get(), request);
      return compared(globMatches(resolved.get(), fold ? lowered(request) : request));
    }
    if (pattern.isPlain()) return compareText(pattern.text(), request);
    const auto text = pattern.resolveText(lookup_, resolved);
    return text ? compareText(*text, request) : whyUnresolved(resolved.state);
  }

  /// By operators that compare values and no patterns.
  Compared compareText(const std::string& text, const std::string& request) {
    const Base base = test_.op->base;
    if (base == Base::Bool) return compareBool(text, request);
    if (base == Base::IpAddress) return compareAddress(text, request);
    if (test_.op->isNumeric()) {
      noteTime(parseDate(text)); // aws:EpochTime
      return compareParsed(base, parseNumber(text), parseNumber(request));
    }
    if (test_.op->isDate()) return compareDate(text, request);
    return compared(text == request); // BinaryEquals: both in base64
  }

  Compared compareAddress(const std::string& policy, const std::string& request) {
    const auto network = parseNetwork(policy), address = parseNetwork(request);
    return network && address ? compared(contains(*network, *address)) : Compared::NotComparable;
  }

  Compared compareDate(const std::string& policy, const std::string& request) {
    const auto limit = parseDate(policy), time = parseDate(request);
    noteTime(limit);
    return compareParsed(test_.op->base, limit, time);
  }

  void noteTime(const std::optional<Instant>& limit) {
    if (limit && *limit > context_.now && (!result_.until || *limit < *result_.until)) result_.until = limit;
  }

  VariableValue variable(const std::string& key) const {
    const std::vector<std::string>* values = context_.find(key);
    const Knowledge known = context_.knows(key);
    if (known == Knowledge::Nothing || known == Knowledge::Sample ||
        (known == Knowledge::Presence && values != nullptr))
      return {State::Unknown, {}};
    if (values == nullptr) return {State::Absent, {}};
    // A multivalued key cannot be a variable ("IAM policy elements: Variables and tags").
    return values->size() == 1 ? VariableValue{State::Known, values->front()}
                               : VariableValue{State::Multivalued, {}};
  }

  const ConditionTest& test_;
  const Context& context_;
  VariableLookup lookup_;
  ConditionResult result_;
};

bool isTime(const std::string& lowerKey) {
  return lowerKey == "aws:currenttime" || lowerKey == "aws:epochtime";
}

} // namespace

ConditionResult evaluateCondition(const ConditionTest& test, const Context& context, bool allow) {
  if (!test.op) return {Truth::Undecided, "the condition operator " + test.operatorText, {}};
  const std::vector<std::string>* values = context.find(test.lowerKey);
  if (values == nullptr && context.now != Instant() && isTime(test.lowerKey)) {
    constexpr std::int64_t microsPerSecond = 1'000'000;
    const bool epoch = test.lowerKey == "aws:epochtime";
    const std::vector<std::string> now{epoch ? std::to_string(toMicros(context.now) / microsPerSecond)
                                             : formatRfc3339(context.now)};
    return Evaluation(test, context).strict(&now);
  }
  const bool isNull = test.op->base == Base::Null;
  switch (context.knows(test.lowerKey)) {
  case Knowledge::Nothing:
    return {Truth::If, {}, {}};
  case Knowledge::Presence:
    if (values != nullptr && !isNull) return {Truth::If, {}, {}};
    break;
  case Knowledge::Sample: {
    const ConditionResult out = Evaluation(test, context).strict(values);
    const Operator& op = *test.op;
    const bool absent = isNull || (op.set == Operator::Set::ForAllValues && !op.ifExists && !op.negated);
    const bool good = allow ? out.truth == Truth::Yes && (values != nullptr || absent)
                            : out.truth == Truth::No && values != nullptr;
    return good ? out : ConditionResult{Truth::If, {}, {}};
  }
  case Knowledge::Value:
    break;
  }
  ConditionResult out = Evaluation(test, context).strict(values);
  out.until.reset();
  return out;
}

std::string conditionText(const ConditionTest& test) {
  std::string out = test.key + " " + test.operatorText + " ";
  for (std::size_t i = 0; i < test.values.size(); ++i)
    out += (i == 0 ? "" : " or ") + test.values[i];
  return out;
}

} // namespace countersign::iam
