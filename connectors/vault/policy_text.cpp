// SPDX-License-Identifier: Apache-2.0
#include "connectors/vault/policy_text.h"

#include "connectors/common/secrets.h"
#include "models/access/vault/policy.h"

#include <algorithm>
#include <optional>

namespace countersign::vault {
namespace {

using hcl::Body;
using hcl::Item;
using hcl::Value;

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n')
      out += "\\n";
    else if (c == '\r')
      out += "\\r";
    else if (c == '\t')
      out += "\\t";
    else
      out += c;
  }
  return out + '"';
}

bool isIdentifier(std::string_view text) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  return !text.empty() && letter(text.front()) && text != "true" && text != "false" && text != "null" &&
         std::all_of(text.begin(), text.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

std::string keyText(const std::string& key) {
  return isIdentifier(key) ? key : quoted(key);
}

std::string withoutSecrets(std::string text) {
  maskSpans(text.data(), text.size(), 0, findSecrets(text, 0));
  return text;
}

/// Writes values in HCL; not good where one has no spelling that is sure to be read again as the same.
class Writer {
public:
  /// `masking`: texts that are secrets, or are the values of a parameter that is one, are written as stars.
  explicit Writer(bool masking) : masking_(masking) {}
  std::string text;
  bool good = true;

  void item(const Item& item) {
    if (item.keys.empty() || (item.keys.size() > 1 && item.value.kind != Value::Kind::Object)) good = false;
    for (std::size_t i = 0; i < item.keys.size(); ++i)
      text += (i == 0 ? keyText(item.keys[i]) : quoted(item.keys[i])) + ' ';
    if (item.value.kind == Value::Kind::Object) {
      block(item.value.items);
    } else {
      text += "= ";
      secret_ = masking_ && !item.keys.empty() && isSecretName(item.keys.front());
      value(item.value, item.keys.size() == 1 && item.keys.front() == "capabilities");
      secret_ = false;
    }
  }

private:
  void block(Body items) {
    std::stable_sort(items.begin(), items.end(),
                     [](const Item& a, const Item& b) { return a.keys.front() < b.keys.front(); });
    text += "{";
    for (const Item& one : items) {
      text += ' ';
      item(one);
    }
    text += " }";
  }
  void value(const Value& v, bool isSet) {
    switch (v.kind) {
    case Value::Kind::Null:
      good = false;
      break;
    case Value::Kind::Bool:
      text += v.boolean ? "true" : "false";
      break;
    case Value::Kind::Int:
    case Value::Kind::Float:
      text += v.text;
      break;
    case Value::Kind::String:
      if (v.text.find("${") != std::string::npos) good = false; // interpolations are read in another way
      text += quoted(!masking_                  ? v.text
                     : secret_ && v.text != "*" ? std::string(v.text.size(), '*')
                                                : withoutSecrets(v.text));
      break;
    case Value::Kind::List:
      list(v, isSet);
      break;
    case Value::Kind::Object:
      block(v.items);
      break;
    }
  }
  void list(const Value& v, bool isSet) {
    std::vector<Value> values = v.list;
    const auto text_ = [](const Value& a, const Value& b) { return a.text < b.text; };
    const auto plain = [](const Value& a) { return a.kind == Value::Kind::String; };
    if (isSet && std::all_of(values.begin(), values.end(), plain)) {
      std::sort(values.begin(), values.end(), text_);
      values.erase(std::unique(values.begin(), values.end(),
                               [](const Value& a, const Value& b) { return a.text == b.text; }),
                   values.end());
    }
    text += '[';
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i > 0) text += ", ";
      value(values[i], false);
    }
    text += ']';
  }

  bool masking_, secret_ = false;
};

bool sameRule(const PathRule& a, const PathRule& b) {
  const Permissions &p = a.permissions, &q = b.permissions;
  return a.key == b.key && a.placement == b.placement && a.expiration == b.expiration &&
         p.capabilities == q.capabilities && p.minWrappingTtl == q.minWrappingTtl &&
         p.maxWrappingTtl == q.maxWrappingTtl && p.allowed == q.allowed && p.denied == q.denied &&
         p.required == q.required && p.mfaMethods == q.mfaMethods && p.paginationLimit == q.paginationLimit &&
         p.listKeysFilter == q.listKeysFilter && p.controlGroup == q.controlGroup;
}

/// What engines of all ages make of the two texts is the same, or both are refused.
bool sameMeaning(std::string_view a, std::string_view b) {
  for (const Engine& engine : {Engine::vault(1, 8), Engine::vault(1, 20), Engine::openBao(2, 6)}) {
    auto x = parsePolicy(a, engine), y = parsePolicy(b, engine);
    if (x.has_value() != y.has_value()) return false;
    if (!x) continue;
    std::stable_sort(x->rules.begin(), x->rules.end(),
                     [](const PathRule& one, const PathRule& two) { return one.key < two.key; });
    if (!std::equal(x->rules.begin(), x->rules.end(), y->rules.begin(), y->rules.end(), sameRule))
      return false;
  }
  return true;
}

/// Whether some engine takes the text; else nobody has a rule of it.
bool isPolicy(std::string_view text) {
  return parsePolicy(text, Engine::vault(1, 20)).has_value() ||
         parsePolicy(text, Engine::openBao(2, 6)).has_value();
}

std::optional<std::vector<std::string>> rulesOf(std::string_view text, bool masking) {
  auto body = hcl::parse(text);
  if (!body || !isPolicy(text)) return std::nullopt;
  Body paths;
  for (Item& item : *body) {
    if (item.keys.empty()) return std::nullopt;
    if (item.keys.front() == "name") continue; // the engine goes by the name under which it is stored
    if (item.keys.front() != "path" || item.keys.size() != 2) return std::nullopt;
    paths.push_back(std::move(item));
  }
  std::stable_sort(paths.begin(), paths.end(),
                   [](const Item& a, const Item& b) { return a.keys[1] < b.keys[1]; });
  std::vector<std::string> out;
  for (const Item& item : paths) {
    Writer writer(masking);
    writer.item(item);
    if (!writer.good) return std::nullopt;
    out.push_back(std::move(writer.text));
  }
  return out;
}

} // namespace

Json policyContent(std::string_view text) {
  Json out = Json::object();
  const auto rules = rulesOf(text, false);
  std::string joined;
  if (rules)
    for (const std::string& rule : *rules)
      joined += rule + '\n';
  if (!rules || !sameMeaning(text, joined)) return out.set("text", Json(withoutSecrets(std::string(text))));
  Json::Array list;
  auto shown = rulesOf(text, true);
  for (std::string& rule : *shown)
    list.emplace_back(std::move(rule));
  return out.set("rules", Json(std::move(list)));
}

} // namespace countersign::vault
