// SPDX-License-Identifier: Apache-2.0
#include "models/access/azure/condition_tree.h"
#include "models/access/azure/text.h"

#include <utility>

namespace countersign::azure {
namespace {

constexpr std::size_t longest = 64U << 10;
constexpr int deepest = 100;

bool isWord(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == '.' || c == ':' || c == '+';
}

using Parsed = Result<ConditionNodePtr>;

ConditionNodePtr nodeOf(ConditionNode::Kind kind, std::vector<ConditionNodePtr> parts) {
  ConditionNode out;
  out.kind = kind;
  out.parts = std::move(parts);
  return std::make_shared<const ConditionNode>(std::move(out));
}

class Parser {
public:
  explicit Parser(std::string_view text) : text_(text) {}

  Parsed all() {
    if (text_.size() > longest)
      return failure(ErrorCode::Limit, "the condition is longer than " + std::to_string(longest) + " bytes");
    COUNTERSIGN_ASSIGN(ConditionNodePtr out, chain());
    space();
    if (at_ < text_.size()) return fault("there is more behind the condition");
    return out;
  }

private:
  tl::unexpected<Error> fault(const std::string& message, ErrorCode code = ErrorCode::Malformed) const {
    Place place;
    place.byte = at_;
    return failure(code, message, {}, place);
  }

  void space() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r'))
      ++at_;
  }
  bool take(std::string_view token) {
    space();
    if (text_.substr(at_, token.size()) != token) return false;
    at_ += token.size();
    return true;
  }
  /// A word is taken as a whole, without case.
  bool takeWord(std::string_view word) {
    space();
    if (at_ + word.size() > text_.size() || lowered(text_.substr(at_, word.size())) != word) return false;
    if (at_ + word.size() < text_.size() && isWord(text_[at_ + word.size()])) return false;
    at_ += word.size();
    return true;
  }
  std::string_view word() {
    space();
    const std::size_t from = at_;
    while (at_ < text_.size() && isWord(text_[at_]))
      ++at_;
    return text_.substr(from, at_ - from);
  }

  /// Parts joined by AND, or by OR. Where both stand in one row, parentheses have to say which comes first
  /// ("Grouping and precedence").
  Parsed chain() {
    if (++depth_ > deepest) return fault("the condition is nested too deeply", ErrorCode::Limit);
    std::vector<ConditionNodePtr> parts;
    int joined = 0; // 1: AND, 2: OR
    for (;;) {
      COUNTERSIGN_ASSIGN(ConditionNodePtr part, unary());
      parts.push_back(std::move(part));
      const int next = take("&&") || takeWord("and") ? 1 : take("||") || takeWord("or") ? 2 : 0;
      if (next == 0) break;
      if (joined != 0 && next != joined)
        return fault("AND and OR stand beside each other without parentheses");
      joined = next;
    }
    --depth_;
    if (parts.size() == 1) return parts.front();
    return nodeOf(joined == 1 ? ConditionNode::Kind::And : ConditionNode::Kind::Or, std::move(parts));
  }

  Parsed unary() {
    bool negated = false;
    while (take("!") || takeWord("not"))
      negated = !negated;
    COUNTERSIGN_ASSIGN(ConditionNodePtr out, primary());
    return negated ? nodeOf(ConditionNode::Kind::Not, {std::move(out)}) : out;
  }

  Parsed primary() {
    if (take("(")) {
      COUNTERSIGN_ASSIGN(ConditionNodePtr out, chain());
      if (!take(")")) return fault("a closing parenthesis is missing");
      return out;
    }
    ConditionNode out;
    if (takeWord("actionmatches")) return matches(ConditionNode::Kind::ActionMatches);
    if (takeWord("suboperationmatches")) return matches(ConditionNode::Kind::SubOperationMatches);
    const bool notThere = takeWord("notexists");
    if (notThere || takeWord("exists")) {
      out.kind = ConditionNode::Kind::Exists;
      COUNTERSIGN_ASSIGN(out.left, operand());
      if (out.left.attribute.empty()) return fault("Exists asks for an attribute");
      auto node = std::make_shared<const ConditionNode>(std::move(out));
      return notThere ? nodeOf(ConditionNode::Kind::Not, {std::move(node)}) : node;
    }
    COUNTERSIGN_ASSIGN(out.left, operand());
    std::string op = lowered(word());
    if (const auto colon = op.find(':'); colon != std::string::npos) {
      out.quantifier = op.substr(0, colon);
      op.erase(0, colon + 1);
    }
    if (op.empty()) return fault("an operator is missing");
    out.op = std::move(op);
    COUNTERSIGN_ASSIGN(out.right, operand());
    return std::make_shared<const ConditionNode>(std::move(out));
  }

  Parsed matches(ConditionNode::Kind kind) {
    ConditionNode out;
    out.kind = kind;
    COUNTERSIGN_ASSIGN(out.right, operand());
    if (!out.right.attribute.empty() || out.right.values.empty()) return fault("an action is missing");
    return std::make_shared<const ConditionNode>(std::move(out));
  }

  Result<ConditionOperand> operand() {
    space();
    ConditionOperand out;
    if (at_ < text_.size() && text_[at_] == '@') {
      const std::size_t from = at_, open = text_.find('[', at_);
      const std::size_t close = open == std::string_view::npos ? open : text_.find(']', open);
      if (close == std::string_view::npos) return fault("an attribute has no brackets");
      at_ = close + 1;
      out.attribute = lowered(text_.substr(from, at_ - from));
      return out;
    }
    if (!take("{")) {
      COUNTERSIGN_ASSIGN(std::string one, value());
      out.values.push_back(std::move(one));
      return out;
    }
    if (take("}")) return out;
    do {
      COUNTERSIGN_ASSIGN(std::string one, value());
      out.values.push_back(std::move(one));
    } while (take(","));
    if (!take("}")) return fault("a closing brace is missing");
    return out;
  }

  Result<std::string> value() {
    space();
    if (at_ < text_.size() && text_[at_] == '\'') {
      const std::size_t end = text_.find('\'', at_ + 1);
      if (end == std::string_view::npos) return fault("a text does not end");
      std::string out(text_.substr(at_ + 1, end - at_ - 1));
      at_ = end + 1;
      return out;
    }
    const std::string_view bare = word();
    if (bare.empty()) return fault("a value is missing");
    return std::string(bare);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

} // namespace

Result<Condition> Condition::parse(std::string_view text) {
  COUNTERSIGN_ASSIGN(ConditionNodePtr root, Parser(text).all());
  Condition out;
  out.root_ = std::move(root);
  return out;
}

} // namespace countersign::azure
