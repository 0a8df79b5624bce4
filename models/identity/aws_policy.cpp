// SPDX-License-Identifier: Apache-2.0
#include "models/identity/aws_policy.h"

#include <algorithm>
#include <array>
#include <optional>

namespace countersign {
namespace {

char lowered(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool equalIgnoringCase(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lowered(x) == lowered(y); });
}

tl::unexpected<Error> bad(std::string message, std::string pointer) {
  Place place;
  place.pointer = std::move(pointer);
  return failure(ErrorCode::Malformed, std::move(message), {}, std::move(place));
}

bool isAccountId(std::string_view text) {
  return text.size() == 12 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// A scalar as the text that AWS compares it as: condition values and account ids may be numbers or booleans.
std::optional<std::string> scalarText(Json& value) {
  if (value.isString()) return value.asString();
  if (value.isBool()) return value.asBool() ? "true" : "false";
  if (value.isInt()) return std::to_string(value.asInt());
  if (value.isDouble()) return ecmaNumber(value.asDouble());
  return std::nullopt;
}

/// One value or a list of them, as a sorted list of strings.
Result<Json> stringSetOf(Json& value, const std::string& pointer, bool scalars = false) {
  std::vector<std::string> out;
  auto take = [&](Json& item) {
    auto text = item.isString() || scalars ? scalarText(item) : std::nullopt;
    if (text) out.push_back(std::move(*text));
    return text.has_value();
  };
  if (!value.isArray()) {
    if (!take(value)) return bad("a text or a list of texts has to be here", pointer);
    return Json::stringSet(std::move(out));
  }
  out.reserve(value.size());
  for (Json& item : value.mutableItems())
    if (!take(item)) return bad("every item of this list has to be a text", pointer);
  return Json::stringSet(std::move(out));
}

/// Actions are compared without case (IAM User Guide, "IAM JSON policy elements: Action").
Result<Json> actionsOf(Json& value, const std::string& pointer, Spellings* spellings) {
  COUNTERSIGN_ASSIGN(Json list, stringSetOf(value, pointer));
  std::vector<std::string> out;
  out.reserve(list.size());
  for (const Json& item : list.items()) {
    std::string lower = item.asString();
    std::transform(lower.begin(), lower.end(), lower.begin(), lowered);
    if (spellings != nullptr && lower != item.asString()) spellings->emplace_back(lower, item.asString());
    out.push_back(std::move(lower));
  }
  return Json::stringSet(std::move(out));
}

/// An account id as AWS principal stands for the account's root (IAM User Guide, "AWS account principals").
Json expandAccountIds(const Json& list) {
  std::vector<std::string> out;
  out.reserve(list.size());
  for (const Json& item : list.items())
    out.push_back(isAccountId(item.asString()) ? "arn:aws:iam::" + item.asString() + ":root"
                                               : item.asString());
  return Json::stringSet(std::move(out));
}

Result<Json> principalOf(Json& value, const std::string& pointer) {
  Json out = Json::object();
  if (value.isString() && value.asString() == "*") {
    out.set("AWS", Json::array().push("*"));
    out.set("any", true);
    return out;
  }
  if (!value.isObject()) return bad("a principal is \"*\" or an object of principal types", pointer);
  for (auto& [type, names] : value.mutableMembers()) {
    if (type == "any") return bad("'any' is no principal type", pointer);
    COUNTERSIGN_ASSIGN(Json list, stringSetOf(names, pointer + '/' + type, type == "AWS"));
    out.set(type, type == "AWS" ? expandAccountIds(list) : std::move(list));
  }
  return out;
}

Result<Json> conditionOf(Json& value, const std::string& pointer) {
  if (!value.isObject()) return bad("a condition has to be an object of operators", pointer);
  Json out = Json::object();
  for (auto& [op, tests] : value.mutableMembers()) {
    if (!tests.isObject())
      return bad("a condition operator has to hold an object of keys", pointer + '/' + op);
    Json keys = Json::object();
    for (auto& [key, values] : tests.mutableMembers()) {
      COUNTERSIGN_ASSIGN(Json list, stringSetOf(values, pointer + '/' + op, true));
      keys.mutableMembers().emplace_back(std::move(key), std::move(list));
    }
    out.setUnlessEmpty(op, std::move(keys));
  }
  return out;
}

enum class Element { Sid, Effect, Action, Resource, Principal, Condition };
struct Known {
  std::string_view name, normal;
  Element element;
};
constexpr std::array known{
    Known{"Sid", "sid", Element::Sid},
    Known{"Effect", "effect", Element::Effect},
    Known{"Action", "action", Element::Action},
    Known{"NotAction", "notAction", Element::Action},
    Known{"Resource", "resource", Element::Resource},
    Known{"NotResource", "notResource", Element::Resource},
    Known{"Principal", "principal", Element::Principal},
    Known{"NotPrincipal", "notPrincipal", Element::Principal},
    Known{"Condition", "condition", Element::Condition},
};

Result<Json> elementOf(Element element, Json& value, const std::string& pointer, Spellings* spellings) {
  switch (element) {
  case Element::Sid:
    if (!value.isString()) return bad("Sid has to be a text", pointer);
    return std::move(value);
  case Element::Effect:
    if (value.asString() != "Allow" && value.asString() != "Deny")
      return bad("Effect has to be Allow or Deny", pointer);
    return std::move(value);
  case Element::Action:
    return actionsOf(value, pointer, spellings);
  case Element::Resource:
    return stringSetOf(value, pointer);
  case Element::Principal:
    return principalOf(value, pointer);
  case Element::Condition:
    return conditionOf(value, pointer);
  }
  return bad("unknown element", pointer);
}

Result<void> takeElement(Json& out, std::string& name, Json& value, const std::string& pointer,
                         Spellings* spellings) {
  for (const Known& k : known) {
    if (name == k.name) {
      COUNTERSIGN_ASSIGN(Json normal, elementOf(k.element, value, pointer + '/' + name, spellings));
      const bool nothing = (k.element == Element::Sid && normal.asString().empty()) ||
                           (k.element == Element::Condition && normal.empty());
      if (!nothing) out.mutableMembers().emplace_back(std::string(k.normal), std::move(normal));
      return {};
    }
    if (equalIgnoringCase(name, k.name))
      return bad("'" + name + "' is no element: names of elements are compared with case", pointer);
  }
  out.mutableMembers().emplace_back(std::move(name), std::move(value));
  return {};
}

Result<Json> statementOf(Json& statement, const std::string& pointer, Spellings* spellings) {
  if (!statement.isObject()) return bad("a statement has to be an object", pointer);
  Json out = Json::object();
  out.mutableMembers().reserve(statement.size());
  for (auto& [name, value] : statement.mutableMembers())
    COUNTERSIGN_TRY(takeElement(out, name, value, pointer, spellings));
  if (!out.has("effect")) return bad("the statement has no Effect", pointer);
  if (out.has("action") == out.has("notAction"))
    return bad("the statement has to have one of Action and NotAction", pointer);
  if (out.has("resource") && out.has("notResource"))
    return bad("the statement has both Resource and NotResource", pointer);
  if (out.has("principal") && out.has("notPrincipal"))
    return bad("the statement has both Principal and NotPrincipal", pointer);
  return out;
}

/// Statements are a set: their order has no meaning (IAM User Guide, "Policy evaluation logic").
Result<Json> sorted(Json::Array statements) {
  if (statements.size() < 2) return Json(std::move(statements));
  std::vector<std::pair<std::string, std::size_t>> order;
  order.reserve(statements.size());
  for (std::size_t i = 0; i < statements.size(); ++i) {
    COUNTERSIGN_ASSIGN(std::string bytes, canonicalJson(statements[i]));
    order.emplace_back(std::move(bytes), i);
  }
  std::sort(order.begin(), order.end());
  Json::Array out;
  out.reserve(statements.size());
  for (std::size_t i = 0; i < order.size(); ++i)
    if (i == 0 || order[i].first != order[i - 1].first) out.push_back(std::move(statements[order[i].second]));
  return Json(std::move(out));
}

Result<Json> statementsOf(Json& value, Spellings* spellings) {
  Json::Array out;
  if (!value.isArray()) {
    COUNTERSIGN_ASSIGN(Json one, statementOf(value, "/Statement", spellings));
    out.push_back(std::move(one));
    return Json(std::move(out));
  }
  out.reserve(value.size());
  std::size_t index = 0;
  for (Json& item : value.mutableItems()) {
    COUNTERSIGN_ASSIGN(Json one, statementOf(item, "/Statement/" + std::to_string(index++), spellings));
    out.push_back(std::move(one));
  }
  return sorted(std::move(out));
}

Result<Json> documentOf(Json& policy, Spellings* spellings) {
  Json out = Json::object();
  out.set("version", "2008-10-17").set("statements", Json::array());
  bool hasStatement = false, hasForeign = false;
  for (auto& [name, value] : policy.mutableMembers()) {
    if (name == "Version" || name == "Id") {
      if (!value.isString()) return bad(name + " has to be a text", '/' + name);
      if (!value.asString().empty()) out.set(name == "Id" ? "id" : "version", std::move(value));
    } else if (name == "Statement") {
      COUNTERSIGN_ASSIGN(Json statements, statementsOf(value, spellings));
      out.set("statements", std::move(statements));
      hasStatement = true;
    } else {
      if (equalIgnoringCase(name, "Version") || equalIgnoringCase(name, "Id") ||
          equalIgnoringCase(name, "Statement") || name == "statements" || name == "unparsed")
        return bad("'" + name + "' is no element of a policy", '/' + name);
      hasForeign = true;
      out.mutableMembers().emplace_back(std::move(name), std::move(value));
    }
  }
  if (hasForeign && !hasStatement) return bad("this object has no Statement: it is no policy", "");
  return out;
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  return first == std::string_view::npos ? std::string_view{}
                                         : text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

Result<Json> parsePolicyText(std::string_view text) {
  text = trimmed(text);
  if (!text.empty() && text.front() == '%') {
    COUNTERSIGN_ASSIGN(const std::string decoded, decodePercent(text));
    return parseJson(trimmed(decoded));
  }
  return parseJson(text);
}

/// Where an object names a member twice: our own values can hold that, a parser's cannot.
bool hasDuplicates(const Json& value) {
  for (const Json& item : value.items())
    if (hasDuplicates(item)) return true;
  const auto& members = value.members();
  for (std::size_t i = 0; i < members.size(); ++i) {
    for (std::size_t j = 0; j < i && members.size() <= 16; ++j)
      if (members[i].first == members[j].first) return true;
    if (hasDuplicates(members[i].second)) return true;
  }
  if (members.size() <= 16) return false;
  std::vector<std::string_view> names;
  for (const auto& [name, member] : members)
    names.push_back(name);
  std::sort(names.begin(), names.end());
  return std::adjacent_find(names.begin(), names.end()) != names.end();
}

} // namespace

Result<std::string> decodePercent(std::string_view text) {
  const auto digit = [](char c) {
    const char l = lowered(c);
    return l >= '0' && l <= '9' ? l - '0' : l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
  };
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? digit(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? digit(text[i + 2]) : -1;
    if (high < 0 || low < 0)
      return failure(ErrorCode::Malformed, "a '%' has no two hexadecimal digits behind it");
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

Result<Json> normalisePolicy(Json&& policyOrText, Spellings* spellings) {
  if (policyOrText.isString()) {
    COUNTERSIGN_ASSIGN(Json parsed, parsePolicyText(policyOrText.asString()));
    if (!parsed.isObject()) return bad("a policy has to be a JSON object", "");
    return documentOf(parsed, spellings);
  }
  if (hasDuplicates(policyOrText))
    return failure(ErrorCode::DuplicateKey, "an object of the policy names a member twice");
  return normaliseParsedPolicy(std::move(policyOrText), spellings);
}

Result<Json> normaliseParsedPolicy(Json&& policy, Spellings* spellings) {
  if (policy.isString()) return normalisePolicy(std::move(policy), spellings);
  if (!policy.isObject()) return bad("a policy has to be a JSON object or its text", "");
  return documentOf(policy, spellings);
}

Result<Json> normalisePolicy(const Json& policyOrText, Spellings* spellings) {
  return normalisePolicy(Json(policyOrText), spellings);
}

Json unparsedPolicy(const Json& policyOrText) {
  std::string text = policyOrText.asString();
  if (!policyOrText.isString()) text = canonicalJson(policyOrText).value_or(std::string());
  return Json::object().set("unparsed", std::move(text));
}

} // namespace countersign
