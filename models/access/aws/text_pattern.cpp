// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/text_pattern.h"

#include <algorithm>
#include <utility>

namespace countersign::iam {
namespace {

char lowerByte(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::uint16_t byteOf(char c) {
  return static_cast<unsigned char>(c);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ')
    text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ')
    text.remove_suffix(1);
  return text;
}

void append(Symbols& out, std::string_view text, bool ignoreCase) {
  for (const char c : text)
    out.push_back(byteOf(ignoreCase ? lowerByte(c) : c));
}

} // namespace

TextPattern::TextPattern(std::string text, Rules rules) : text_(std::move(text)), rules_(rules) {
  if (rules_.ignoreCase && std::any_of(text_.begin(), text_.end(), [](char c) { return lowerByte(c) != c; }))
    folded_ = lowered(text_);
  shape_ = Shape(bytes(), rules_.wildcards);
  if (rules_.variables && text_.find("${") != std::string::npos) takeParts();
}

void TextPattern::takeParts() {
  auto special = std::make_shared<Special>();
  Part part;
  bool escaped = false;
  for (std::size_t i = 0; i < text_.size();) {
    if (text_[i] == '$' && takeVariable(i, part, *special)) {
      escaped = escaped || part.variable == noVariable;
      if (part.variable != noVariable) special->parts.push_back(std::exchange(part, Part()));
      continue;
    }
    const char c = text_[i++];
    if (rules_.wildcards && (c == '*' || c == '?'))
      part.symbols.push_back(c == '*' ? anyRun : anyOne);
    else
      part.symbols.push_back(byteOf(rules_.ignoreCase ? lowerByte(c) : c));
  }
  special->parts.push_back(std::move(part));
  if (escaped || !special->variables.empty()) special_ = std::move(special);
}

/// Reads what stands at `$`: false where it is no variable. `${*}`, `${?}` and `${$}` are those characters
/// themselves ("Predefined policy variables").
bool TextPattern::takeVariable(std::size_t& at, Part& part, Special& special) const {
  if (at + 1 >= text_.size() || text_[at + 1] != '{') return false;
  const std::size_t end = text_.find('}', at + 2);
  if (end == std::string::npos) return false;
  const std::string_view inside = std::string_view(text_).substr(at + 2, end - at - 2);
  if (inside == "*" || inside == "?" || inside == "$") {
    part.symbols.push_back(byteOf(inside.front()));
    at = end + 1;
    return true;
  }
  PolicyVariable variable;
  const std::size_t comma = inside.find(',');
  variable.key = lowered(trimmed(inside.substr(0, comma)));
  if (comma != std::string_view::npos) {
    std::string_view value = trimmed(inside.substr(comma + 1));
    if (value.size() < 2 || value.front() != '\'' || value.back() != '\'') return false;
    variable.fallback = std::string(value.substr(1, value.size() - 2));
  }
  part.variable = special.variables.size();
  special.variables.push_back(std::move(variable));
  at = end + 1;
  return true;
}

Symbols TextPattern::plainSymbols() const {
  return rules_.wildcards ? wildcardSymbols(bytes()) : literalSymbols(bytes());
}

const std::vector<PolicyVariable>& TextPattern::variables() const {
  static const std::vector<PolicyVariable> none;
  return special_ == nullptr ? none : special_->variables;
}

TextPattern::Resolved TextPattern::resolve(const VariableLookup& lookup) const {
  Resolved out;
  if (isPlain()) {
    out.symbols = plainSymbols();
    return out;
  }
  for (const Part& part : special_->parts) {
    out.symbols.insert(out.symbols.end(), part.symbols.begin(), part.symbols.end());
    if (part.variable == noVariable) continue;
    const PolicyVariable& variable = special_->variables[part.variable];
    const VariableValue value = lookup(variable.key);
    if (value.state == VariableValue::State::Known) {
      append(out.symbols, value.value, rules_.ignoreCase);
    } else if (value.state == VariableValue::State::Absent && variable.fallback) {
      append(out.symbols, *variable.fallback, rules_.ignoreCase);
    } else {
      out.state = value.state;
      out.key = variable.key;
      return out;
    }
  }
  return out;
}

Symbols TextPattern::symbols(const std::function<std::uint16_t(const PolicyVariable&)>& ofVariable) const {
  if (isPlain()) return plainSymbols();
  Symbols out;
  for (const Part& part : special_->parts) {
    out.insert(out.end(), part.symbols.begin(), part.symbols.end());
    if (part.variable != noVariable) out.push_back(ofVariable(special_->variables[part.variable]));
  }
  return out;
}

std::optional<std::string> TextPattern::resolveText(const VariableLookup& lookup, Resolved& why) const {
  why = resolve(lookup);
  if (why.state != VariableValue::State::Known) return std::nullopt;
  std::string out;
  for (const std::uint16_t symbol : why.get())
    out += symbol == anyRun ? '*' : symbol == anyOne ? '?' : static_cast<char>(symbol);
  return out;
}

} // namespace countersign::iam
