// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/policy_parser.h"

#include <algorithm>
#include <utility>

namespace countersign::iam {
namespace {

/// The longest policy that AWS takes has 20,480 characters (quotas of IAM, Amazon S3 and AWS Organizations).
constexpr std::size_t longestText = 20'480;

/// A scalar as the text that AWS compares it as.
std::optional<std::string> scalarText(const Json& value) {
  if (value.isString()) return value.asString();
  if (value.isBool()) return std::string(value.asBool() ? "true" : "false");
  if (value.isInt()) return std::to_string(value.asInt());
  if (value.isDouble()) return ecmaNumber(value.asDouble());
  return std::nullopt;
}

class StatementParser {
public:
  StatementParser(const Json& json, bool variables, Statement& out)
      : json_(json), variables_(variables), out_(out) {}

  void run() {
    if (!json_.isObject()) return reject("the statement is no object");
    effect();
    patterns("Action", "action", false, out_.actions);
    patterns("NotAction", "notAction", true, out_.actions);
    principals("Principal", "principal", false);
    principals("NotPrincipal", "notPrincipal", true);
    patterns("Resource", "resource", false, out_.resources);
    patterns("NotResource", "notResource", true, out_.resources);
    conditions(either("Condition", "condition"));
    out_.sid = either("Sid", "sid").asString();
    if (!out_.actions.present) reject("the statement has neither Action nor NotAction");
  }

private:
  void reject(std::string reason) {
    if (out_.notEvaluated.empty()) out_.notEvaluated = std::move(reason);
  }

  /// Elements are named as AWS writes them, or as the normal form does.
  const Json& either(std::string_view name, std::string_view normal) const {
    return json_.has(name) ? json_[name] : json_[normal];
  }

  void effect() {
    const std::string& text = either("Effect", "effect").asString();
    if (text == "Allow")
      out_.effect = Statement::Effect::Allow;
    else if (text == "Deny")
      out_.effect = Statement::Effect::Deny;
    else
      reject("Effect is neither Allow nor Deny");
  }

  bool texts(const Json& value, bool scalars, const std::string& what, std::vector<std::string>& out) {
    const auto take = [&](const Json& item) {
      auto text = scalars || item.isString() ? scalarText(item) : std::nullopt;
      if (!text || text->size() > longestText) {
        reject(what + (text ? " is longer than a policy may be" : " is neither a text nor a list of texts"));
        return false;
      }
      out.push_back(std::move(*text));
      return true;
    };
    if (!value.isArray()) return take(value);
    return std::all_of(value.items().begin(), value.items().end(), take);
  }

  void patterns(const char* name, const char* normal, bool negated, PatternList& out) {
    if (!json_.has(name) && !json_.has(normal)) return;
    if (out.present) return reject(std::string("the statement has both the element and ") + name);
    out.present = true;
    out.negated = negated;
    std::vector<std::string> list;
    if (!texts(either(name, normal), false, name, list)) return;
    const bool action = &out == &out_.actions;
    for (std::string& text : list)
      out.patterns.emplace_back(action ? std::move(text) : resourceArn(std::move(text), negated),
                                TextPattern::Rules{true, variables_ && !action, action});
  }

  /// Whether a policy of a resource (only those name principals) completes an ARN is not documented; recorded
  /// decisions say that it allows nothing as long as it has no wildcard. What it denies or leaves out is not
  /// guessed.
  std::string resourceArn(std::string text, bool negated) {
    std::string complete = completeArn(text);
    const bool ofResource = out_.principal.present && text.find_first_of("*?") == std::string::npos;
    if (complete == text || !ofResource) return complete;
    const bool allows = out_.effect == Statement::Effect::Allow && !negated;
    if (!allows) reject("whether AWS completes " + text + " in the policy of a resource");
    return allows || negated ? text : complete;
  }

  /// AWS completes an ARN of fewer than six fields with wildcards: arn:aws:sqs is arn:aws:sqs:*:*:* (IAM User
  /// Guide, "IAM JSON policy elements: Resource").
  static std::string completeArn(std::string text) {
    if (text.compare(0, 4, "arn:") != 0) return text;
    std::size_t colons = 0;
    int depth = 0; // a colon inside of ${…} is part of a variable
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '{' && i > 0 && text[i - 1] == '$') ++depth;
      if (text[i] == '}' && depth > 0) --depth;
      if (text[i] == ':' && depth == 0) ++colons;
    }
    for (; colons < 5; ++colons)
      text += ":*";
    return text;
  }

  void principals(const char* name, const char* normal, bool negated) {
    if (!json_.has(name) && !json_.has(normal)) return;
    PrincipalList& out = out_.principal;
    if (out.present) return reject("the statement has both Principal and NotPrincipal");
    out.present = true;
    out.negated = negated;
    const Json& value = either(name, normal);
    if (value.isString() || value.isArray()) { // "*"; AWS also takes a bare ARN for {"AWS": …}
      texts(value, false, name, out.names["AWS"]);
    } else if (value.isObject()) {
      for (const auto& [type, names] : value.members())
        if (type != "any") texts(names, type == "AWS", name, out.names[type]);
    } else {
      reject(std::string(name) + " is neither \"*\" nor an object of principal types");
    }
  }

  void conditions(const Json& value) {
    if (value.isNull()) return;
    if (!value.isObject()) return reject("Condition is no object of operators");
    for (const auto& [op, tests] : value.members()) {
      if (!tests.isObject()) return reject("condition operator " + op + " holds no object of keys");
      for (const auto& [key, values] : tests.members()) {
        std::vector<std::string> list;
        if (!texts(values, true, op, list)) return;
        out_.conditions.push_back(parseCondition(op, key, std::move(list), variables_));
      }
    }
  }

  const Json& json_;
  bool variables_;
  Statement& out_;
};

} // namespace

ConditionTest parseCondition(std::string operatorText, std::string key, std::vector<std::string> values,
                             bool variables) {
  ConditionTest out;
  out.op = parseOperator(operatorText);
  out.operatorText = std::move(operatorText);
  out.lowerKey = lowered(key);
  out.key = std::move(key);
  out.values = std::move(values);
  if (!out.op) return out;
  const bool wild = out.op->base == Operator::Base::StringLike || out.op->base == Operator::Base::Arn;
  const bool ignoreCase = out.op->base == Operator::Base::StringEqualsIgnoreCase;
  for (const std::string& value : out.values)
    out.patterns.emplace_back(value, TextPattern::Rules{wild, variables, ignoreCase});
  return out;
}

Statement parseStatement(const Json& statement, std::string pointer, bool variables) {
  Statement out;
  out.pointer = std::move(pointer);
  StatementParser(statement, variables, out).run();
  return out;
}

} // namespace countersign::iam
