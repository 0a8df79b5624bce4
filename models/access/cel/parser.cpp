// SPDX-License-Identifier: Apache-2.0
#include "models/access/cel/parser.h"

#include <algorithm>
#include <array>

namespace countersign::cel {
namespace {

struct Operator {
  std::string_view sign;
  Op op;
  int level;
};
constexpr int orLevel = 1, andLevel = 2, relationLevel = 3;
constexpr std::array<Operator, 13> operators{{{"||", Op::Or, orLevel},
                                              {"&&", Op::And, andLevel},
                                              {"<", Op::Less, relationLevel},
                                              {"<=", Op::LessEqual, relationLevel},
                                              {">", Op::Greater, relationLevel},
                                              {">=", Op::GreaterEqual, relationLevel},
                                              {"==", Op::Equal, relationLevel},
                                              {"!=", Op::Unequal, relationLevel},
                                              {"+", Op::Add, 4},
                                              {"-", Op::Subtract, 4},
                                              {"*", Op::Multiply, 5},
                                              {"/", Op::Divide, 5},
                                              {"%", Op::Remainder, 5}}};
constexpr Operator inOperator{"in", Op::In, relationLevel};

const Operator* operatorOf(const Token& token) {
  if (token.isWord("in")) return &inOperator;
  const auto* const at =
      std::find_if(operators.begin(), operators.end(), [&](const Operator& o) { return token.is(o.sign); });
  return at == operators.end() ? nullptr : at;
}

} // namespace

Result<Tree> Parser::run() {
  const Index root = expression();
  if (!failed() && peek().kind != Token::Kind::End) fail(peek(), "the expression should end here");
  if (!failed()) tooDeep();
  if (failed()) return failure(*std::move(error_));
  return build_.finish(root);
}

Parser::Index Parser::fail(const Token& token, std::string message, ErrorCode code) {
  if (!failed()) error_ = errorAt(text_, token.at, std::move(message), code);
  position_ = tokens_.size() - 1;
  return nothing;
}

bool Parser::tooDeep() {
  if (build_.depth() <= limits_.depth) return false;
  fail(peek(), "the expression is too deep", ErrorCode::Limit);
  return true;
}

bool Parser::accept(std::string_view punctuation) {
  if (!peek().is(punctuation)) return false;
  next();
  return true;
}

bool Parser::expect(std::string_view punctuation) {
  if (failed()) return false;
  if (accept(punctuation)) return true;
  fail(peek(), "a " + std::string(punctuation) + " is missing here");
  return false;
}

Parser::Index Parser::expression() {
  if (nesting_ >= limits_.nesting)
    return fail(peek(), "the expression is nested too deeply", ErrorCode::Limit);
  ++nesting_;
  Index out = binary(orLevel);
  if (!failed() && peek().is("?")) {
    const std::uint32_t at = next().at;
    const Index yes = binary(orLevel);
    if (expect(":")) {
      const std::array<Index, 3> kids{out, yes, expression()};
      out = failed() ? nothing : build_.node(Op::Choose, at, kids);
    }
  }
  --nesting_;
  return failed() ? nothing : out;
}

Parser::Index Parser::binary(int least) {
  Index left = unary();
  while (!failed()) {
    const Operator* const o = operatorOf(peek());
    if (o == nullptr || o->level < least) return left;
    if (o->level < relationLevel) {
      left = logical(o->op, o->level, left);
      continue;
    }
    const std::uint32_t at = next().at;
    const std::array<Index, 2> kids{left, binary(o->level + 1)};
    if (failed() || tooDeep()) return nothing;
    left = build_.node(o->op, at, kids);
  }
  return nothing;
}

/// a && b && c is one node: such chains may be long without being deep.
Parser::Index Parser::logical(Op op, int level, Index left) {
  std::vector<Index> kids{left};
  const std::uint32_t at = peek().at;
  while (!failed() && operatorOf(peek()) != nullptr && operatorOf(peek())->op == op) {
    next();
    kids.push_back(binary(level + 1));
  }
  return failed() ? nothing : build_.node(op, at, kids);
}

Parser::Index Parser::unary() {
  std::vector<const Token*> signs;
  while (peek().is("!") || peek().is("-")) {
    // A minus in front of a number belongs to it.
    if (peek().is("-") && (peek(1).value.is(Kind::Int) || peek(1).value.is(Kind::Double))) break;
    if (!signs.empty() && signs.back()->text != peek().text)
      return fail(peek(), "! and - cannot stand side by side");
    signs.push_back(&next());
    if (signs.size() > limits_.depth)
      return fail(peek(), "the expression is nested too deeply", ErrorCode::Limit);
  }
  Index out = member();
  for (auto sign = signs.rbegin(); sign != signs.rend() && !failed(); ++sign)
    out = build_.node((*sign)->is("!") ? Op::Not : Op::Negate, (*sign)->at, std::span(&out, 1));
  return failed() ? nothing : out;
}

Parser::Index Parser::literal() {
  const bool negative = peek().is("-");
  const std::uint32_t at = peek().at;
  if (negative) next();
  const Token& token = next();
  if (token.smallestInt && !negative) return fail(token, "a number that 64 bits cannot hold");
  Value value = token.value;
  if (negative && value.is(Kind::Double)) value = Value(-value.asDouble());
  if (negative && value.is(Kind::Int) && !token.smallestInt) value = Value(-value.asInt());
  return build_.constant(at, std::move(value));
}

bool Parser::arguments(std::string_view end, std::vector<Index>& out) {
  while (!failed() && !accept(end)) {
    out.push_back(expression());
    if (!peek().is(end) && !expect(",")) return false;
    // f(a, ) is wrong, [a, ] is not.
    if (end == ")" && !out.empty() && peek().is(end) && tokens_[position_ - 1].is(","))
      fail(peek(), "an argument is missing here");
  }
  return !failed();
}

} // namespace countersign::cel
