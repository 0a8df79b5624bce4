// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/policy_parser.h"

#include <algorithm>
#include <array>
#include <utility>

namespace countersign::iam {
namespace {

/// The longest policy that AWS takes has 20,480 characters (quotas of IAM, Amazon S3 and AWS Organizations).
constexpr std::size_t longestText = 20'480;

/// A scalar as the text that AWS compares it as.
std::optional<std::string> scalarText(JsonView value) {
  if (value.isString()) return std::string(value.asString());
  if (value.isBool()) return std::string(value.asBool() ? "true" : "false");
  if (value.isInt()) return std::to_string(value.asInt());
  if (value.isDouble()) return ecmaNumber(value.asDouble());
  return std::nullopt;
}

/// Elements of a statement, as AWS writes them and as the normal form does.
struct ElementName {
  std::string_view written, normal;
};
enum Element { Effect, Action, NotAction, Resource, NotResource, Principals, NotPrincipals, Conditions, Sid };
constexpr std::array<ElementName, 9> elementNames{{{"Effect", "effect"},
                                                   {"Action", "action"},
                                                   {"NotAction", "notAction"},
                                                   {"Resource", "resource"},
                                                   {"NotResource", "notResource"},
                                                   {"Principal", "principal"},
                                                   {"NotPrincipal", "notPrincipal"},
                                                   {"Condition", "condition"},
                                                   {"Sid", "sid"}}};

class StatementParser {
public:
  StatementParser(JsonView json, bool variables, Statement& out)
      : json_(json), variables_(variables), out_(out) {}

  void run() {
    if (!json_.isObject()) return reject("the statement is no object");
    findElements();
    effect();
    patterns(Action, false, out_.actions);
    patterns(NotAction, true, out_.actions);
    principals(Principals, false);
    principals(NotPrincipals, true);
    patterns(Resource, false, out_.resources);
    patterns(NotResource, true, out_.resources);
    conditions(found_[Conditions]);
    out_.sid = found_[Sid].asString();
    if (!out_.actions.present) reject("the statement has neither Action nor NotAction");
  }

private:
  /// Where an element is there both ways, the way in which AWS writes it counts.
  void findElements() {
    std::array<bool, elementNames.size()> written{};
    for (const JsonView member : json_)
      for (std::size_t i = 0; i < elementNames.size(); ++i) {
        if (member.name() == elementNames[i].written)
          written[i] = true;
        else if (written[i] || member.name() != elementNames[i].normal)
          continue;
        found_[i] = member;
        break;
      }
  }

  void reject(std::string reason) {
    if (out_.notEvaluated.empty()) out_.notEvaluated = std::move(reason);
  }

  void effect() {
    const std::string_view text = found_[Effect].asString();
    if (text == "Allow")
      out_.effect = Statement::Effect::Allow;
    else if (text == "Deny")
      out_.effect = Statement::Effect::Deny;
    else
      reject("Effect is neither Allow nor Deny");
  }

  /// Hands over each text of a list, or the one that stands in its place: false at what is none.
  template <class Take>
  bool texts(JsonView value, bool scalars, std::string_view what, const Take& take) {
    const auto one = [&](JsonView item) {
      auto text = scalars || item.isString() ? scalarText(item) : std::nullopt;
      if (!text || text->size() > longestText) {
        reject(std::string(what) +
               (text ? " is longer than a policy may be" : " is neither a text nor a list of texts"));
        return false;
      }
      take(std::move(*text));
      return true;
    };
    if (!value.isArray()) return one(value);
    for (const JsonView item : value)
      if (!one(item)) return false;
    return true;
  }

  void patterns(Element element, bool negated, PatternList& out) {
    if (found_[element].isMissing()) return;
    const std::string_view name = elementNames[element].written;
    if (out.present) return reject("the statement has both the element and " + std::string(name));
    out.present = true;
    out.negated = negated;
    const bool action = &out == &out_.actions;
    out.patterns.reserve(std::max<std::size_t>(found_[element].size(), 1));
    const bool read = texts(found_[element], false, name, [&](std::string text) {
      out.patterns.emplace_back(action ? std::move(text) : resourceArn(std::move(text), negated),
                                TextPattern::Rules{true, variables_ && !action, action});
    });
    if (!read) out.patterns.clear();
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

  void principals(Element element, bool negated) {
    const JsonView value = found_[element];
    if (value.isMissing()) return;
    const std::string_view name = elementNames[element].written;
    PrincipalList& out = out_.principal;
    if (out.present) return reject("the statement has both Principal and NotPrincipal");
    out.present = true;
    out.negated = negated;
    const auto add = [&](JsonView names, std::string_view type, bool scalars, std::string_view what) {
      texts(names, scalars, what, [&](const std::string& text) { out.names.emplace_back(type, text); });
    };
    if (value.isString() || value.isArray()) { // "*"; AWS also takes a bare ARN for {"AWS": …}
      add(value, "AWS", false, name);
    } else if (value.isObject()) {
      for (const JsonView names : value)
        if (names.name() != "any") add(names, names.name(), names.name() == "AWS", name);
      std::stable_sort(
          out.names.begin(), out.names.end(),
          [](const PrincipalName& a, const PrincipalName& b) { return a.typeText < b.typeText; });
    } else {
      reject(std::string(name) + " is neither \"*\" nor an object of principal types");
    }
  }

  void conditions(JsonView value) {
    if (value.isNull()) return;
    if (!value.isObject()) return reject("Condition is no object of operators");
    for (const JsonView tests : value) {
      const std::string_view op = tests.name();
      if (!tests.isObject())
        return reject("condition operator " + std::string(op) + " holds no object of keys");
      for (const JsonView values : tests) {
        std::vector<std::string> list;
        if (!texts(values, true, op, [&](std::string text) { list.push_back(std::move(text)); })) return;
        out_.conditions.push_back(
            parseCondition(std::string(op), std::string(values.name()), std::move(list), variables_));
      }
    }
  }

  JsonView json_;
  std::array<JsonView, elementNames.size()> found_;
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

Statement parseStatement(JsonView statement, std::string pointer, bool variables) {
  Statement out;
  out.pointer = std::move(pointer);
  StatementParser(statement, variables, out).run();
  return out;
}

} // namespace countersign::iam
