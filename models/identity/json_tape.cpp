// SPDX-License-Identifier: Apache-2.0
#include "models/identity/json_tape.h"

#include <array>

namespace countersign {
namespace {

using Type = JsonNode::Type;

/// Reads what is plain in a text, and gives up at anything else.
class TapeReader {
public:
  TapeReader(std::string_view text, std::vector<JsonNode>& out) : text_(text), out_(out) {}

  bool run() {
    constexpr std::size_t longest = 4U << 20;
    if (text_.size() > longest) return false;
    if (!value({})) return false;
    while (depth_ > 0)
      if (!next()) return false;
    skipSpace();
    return at_ == text_.size() && (!beyondAscii_ || validUtf8(text_));
  }

private:
  char here() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void skipSpace() {
    while (here() == ' ' || here() == '\n' || here() == '\r' || here() == '\t')
      ++at_;
  }
  bool take(char c) {
    skipSpace();
    if (here() != c) return false;
    ++at_;
    return true;
  }

  JsonNode& open() { return out_[open_[depth_ - 1]]; }

  /// One more element or member of what is open, or its end.
  bool next() {
    const bool object = open().type == Type::Object;
    if (take(object ? '}' : ']')) {
      open().next = static_cast<std::uint32_t>(out_.size());
      --depth_;
      return true;
    }
    if (open().size > 0 && !take(',')) return false;
    ++open().size;
    std::string_view name;
    if (object && (!take('"') || !string(name) || !take(':') || !isNew(name))) return false;
    return value(name);
  }

  /// Objects of many members are left to the tree.
  bool isNew(std::string_view name) {
    constexpr std::uint32_t most = 24;
    if (open().size > most) return false;
    std::size_t at = open_[depth_ - 1] + 1U;
    for (std::uint32_t i = 1; i < open().size; ++i, at = out_[at].next)
      if (out_[at].name == name) return false;
    return true;
  }

  bool value(std::string_view name) {
    skipSpace();
    const std::size_t made = out_.size();
    out_.emplace_back();
    JsonNode& node = out_.back();
    node.name = name;
    node.next = static_cast<std::uint32_t>(made + 1);
    switch (here()) {
    case '{':
    case '[':
      node.type = here() == '{' ? Type::Object : Type::Array;
      if (depth_ == open_.size()) return false;
      open_[depth_++] = static_cast<std::uint32_t>(made);
      ++at_;
      return true;
    case '"':
      ++at_;
      node.type = Type::String;
      return string(node.text);
    case 't':
    case 'f':
      node.type = Type::Bool;
      node.truth = here() == 't';
      return word(node.truth ? "true" : "false");
    case 'n':
      return word("null");
    default:
      return integer(node);
    }
  }

  bool word(std::string_view expected) {
    if (text_.substr(at_, expected.size()) != expected) return false;
    at_ += expected.size();
    return true;
  }

  bool string(std::string_view& out) {
    const std::size_t start = at_;
    for (; at_ < text_.size(); ++at_) {
      const auto c = static_cast<unsigned char>(text_[at_]);
      if (c == '"') {
        out = text_.substr(start, at_++ - start);
        return true;
      }
      if (c < ' ' || c == '\\') return false;
      beyondAscii_ = beyondAscii_ || c > '~';
    }
    return false;
  }

  /// Of so many digits that nothing is lost, without a sign.
  bool integer(JsonNode& node) {
    constexpr std::size_t mostDigits = 15;
    const std::size_t start = at_;
    for (; here() >= '0' && here() <= '9' && at_ - start <= mostDigits; ++at_)
      node.integer = node.integer * 10 + (here() - '0');
    const std::size_t digits = at_ - start;
    if (digits == 0 || digits > mostDigits || (digits > 1 && text_[start] == '0')) return false;
    if (here() == '.' || here() == 'e' || here() == 'E') return false;
    node.type = Type::Int;
    return true;
  }

  std::string_view text_;
  std::vector<JsonNode>& out_;
  std::size_t at_ = 0, depth_ = 0;
  bool beyondAscii_ = false;
  std::array<std::uint32_t, 32> open_{}; ///< arrays and objects that are not at their end
};

void addTree(const Json& tree, std::string_view name, std::vector<JsonNode>& out) {
  const std::size_t made = out.size();
  out.emplace_back();
  out.back().name = name;
  const auto become = [&](Type type) -> JsonNode& {
    out[made].type = type;
    return out[made];
  };
  if (tree.isBool()) become(Type::Bool).truth = tree.asBool();
  if (tree.isInt()) become(Type::Int).integer = tree.asInt();
  if (tree.isDouble()) become(Type::Double).number = tree.asDouble();
  if (tree.isString()) become(Type::String).text = tree.asString();
  if (tree.isArray() || tree.isObject())
    become(tree.isArray() ? Type::Array : Type::Object).size = static_cast<std::uint32_t>(tree.size());
  for (const Json& item : tree.items())
    addTree(item, {}, out);
  for (const auto& [key, value] : tree.members())
    addTree(value, key, out);
  out[made].next = static_cast<std::uint32_t>(out.size());
}

} // namespace

JsonView JsonView::operator[](std::string_view name) const {
  if (isObject())
    for (const JsonView member : *this)
      if (member.name() == name) return member;
  return {};
}

bool JsonTape::read(std::string_view text) {
  nodes_.clear();
  if (TapeReader(text, nodes_).run()) return true;
  nodes_.clear();
  return false;
}

void JsonTape::readTree(const Json& tree) {
  nodes_.clear();
  addTree(tree, {}, nodes_);
}

} // namespace countersign
