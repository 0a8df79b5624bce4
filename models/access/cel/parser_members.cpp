// SPDX-License-Identifier: Apache-2.0
#include "models/access/cel/parser.h"

#include <algorithm>
#include <array>

namespace countersign::cel {
namespace {

constexpr std::array<std::string_view, 17> reserved{
    "as",  "break", "const",   "continue",  "else",   "for", "function", "if",   "import",
    "let", "loop",  "package", "namespace", "return", "var", "void",     "while"};
constexpr std::array<std::string_view, 4> keywords{"true", "false", "null", "in"};

bool isKeyword(const Token& token) {
  return std::find(keywords.begin(), keywords.end(), token.text) != keywords.end();
}

struct Macro {
  std::string_view name;
  Op op;
};
constexpr std::array<Macro, 6> macros{{{"all", Op::All},
                                       {"exists", Op::Exists},
                                       {"exists_one", Op::ExistsOne},
                                       {"existsOne", Op::ExistsOne},
                                       {"map", Op::Transform},
                                       {"filter", Op::Filter}}};
/// They always take two variables.
constexpr std::array<std::string_view, 3> transforming{"transformList", "transformMap", "transformMapEntry"};

} // namespace

Parser::Index Parser::member() {
  Index out = primary();
  while (!failed() && !tooDeep()) {
    if (peek().is("."))
      out = dotted(out);
    else if (peek().is("["))
      out = indexed(out);
    else if (peek().is("{") && !build_.path(out).empty())
      out = message(peek().at);
    else
      return out;
  }
  return nothing;
}

Parser::Index Parser::primary() {
  const Token& token = peek();
  if (token.kind == Token::Kind::Literal || token.is("-")) return literal();
  if (token.kind == Token::Kind::Identifier || token.is(".")) return word();
  if (token.is("[")) return listLiteral();
  if (token.is("{")) return mapLiteral();
  if (!accept("(")) return fail(token, "a value is missing here");
  const Index out = expression();
  return expect(")") ? out : nothing;
}

Parser::Index Parser::word() {
  const bool root = accept(".");
  const Token& token = next();
  if (token.kind != Token::Kind::Identifier) return fail(token, "a name is missing here");
  if (!root && token.text == "null") return build_.constant(token.at, Value());
  if (!root && (token.text == "true" || token.text == "false"))
    return build_.constant(token.at, Value(token.text == "true"));
  if (isKeyword(token) || std::find(reserved.begin(), reserved.end(), token.text) != reserved.end())
    return fail(token, std::string(token.text) + " is a reserved word");
  if (accept("(")) return globalCall(token);
  if (const auto at = std::find(scope_.rbegin(), scope_.rend(), token.text); !root && at != scope_.rend())
    return build_.slot(token.at, static_cast<Index>(scope_.rend() - at - 1));
  const std::string_view type = knownType(token.text);
  return type.empty() ? build_.ident(token.at, token.text) : build_.constant(token.at, Value::type(type));
}

Parser::Index Parser::listLiteral() {
  const std::uint32_t at = next().at;
  std::vector<Index> kids;
  bool optional = false;
  while (!failed() && !accept("]")) {
    optional = accept("?") || optional;
    kids.push_back(expression());
    if (!peek().is("]")) expect(",");
  }
  if (failed()) return nothing;
  return optional ? build_.leftOut(at, "optional value") : build_.node(Op::List, at, kids);
}

Parser::Index Parser::mapLiteral() {
  const std::uint32_t at = next().at;
  std::vector<Index> kids;
  bool optional = false;
  while (!failed() && !accept("}")) {
    optional = accept("?") || optional;
    kids.push_back(expression());
    expect(":");
    kids.push_back(failed() ? nothing : expression());
    if (!peek().is("}")) expect(",");
  }
  if (failed()) return nothing;
  return optional ? build_.leftOut(at, "optional value") : build_.node(Op::Map, at, kids);
}

Parser::Index Parser::message(std::uint32_t at) {
  next();
  while (!failed() && !accept("}")) {
    accept("?");
    const Token& name = next();
    if (name.kind != Token::Kind::Identifier && name.kind != Token::Kind::Quoted)
      return fail(name, "the name of a field is missing here");
    if (expect(":")) expression();
    if (!peek().is("}")) expect(",");
  }
  return failed() ? nothing : build_.leftOut(at, "message");
}

Parser::Index Parser::dotted(Index operand) {
  const std::uint32_t at = next().at;
  const bool optional = accept("?");
  const Token& name = next();
  const bool quoted = name.kind == Token::Kind::Quoted;
  if (!quoted && (name.kind != Token::Kind::Identifier || isKeyword(name)))
    return fail(name, "the name of a field is missing here");
  if (optional) return build_.leftOut(at, "optional value");
  if (!quoted && accept("(")) return memberCall(operand, name);
  return build_.select(at, operand, name.text);
}

Parser::Index Parser::indexed(Index operand) {
  const std::uint32_t at = next().at;
  const bool optional = accept("?");
  const std::array<Index, 2> kids{operand, expression()};
  if (!expect("]")) return nothing;
  return optional ? build_.leftOut(at, "optional value") : build_.node(Op::Index, at, kids);
}

Parser::Index Parser::globalCall(const Token& name) {
  std::vector<Index> kids;
  if (!arguments(")", kids)) return nothing;
  if (name.text != "has") return build_.call(name.at, name.text, false, kids);
  if (kids.size() == 1 && build_.at(kids[0]).op == Op::LeftOut) return kids[0];
  if (kids.size() != 1 || !build_.toHas(kids[0])) return fail(name, "has() takes one field: has(a.b)");
  return kids[0];
}

Parser::Index Parser::memberCall(Index receiver, const Token& name) {
  if (const auto done = macro(receiver, name)) return *done;
  std::vector<Index> kids{receiver};
  if (!arguments(")", kids)) return nothing;
  return build_.call(name.at, name.text, true, kids);
}

/// range.all(x, …) and its like, from behind the bracket; nothing where it is an ordinary call.
std::optional<Parser::Index> Parser::macro(Index range, const Token& name) {
  const auto* const known =
      std::find_if(macros.begin(), macros.end(), [&](const Macro& m) { return m.name == name.text; });
  const bool transforms =
      std::find(transforming.begin(), transforming.end(), name.text) != transforming.end();
  if ((known == macros.end() && !transforms) || peek().kind != Token::Kind::Identifier || !peek(1).is(",") ||
      isKeyword(peek()))
    return std::nullopt;
  const auto slot = static_cast<std::uint32_t>(scope_.size());
  scope_.push_back(next().text);
  build_.needSlots(slot + 1);
  next();
  std::vector<Index> kids{range};
  arguments(")", kids);
  scope_.pop_back();
  if (failed()) return nothing;
  if (transforms || (kids.size() == 3 && known->op != Op::Transform && known->op != Op::Filter))
    return build_.leftOut(name.at, "comprehension with two variables");
  if (kids.size() != 2 && !(kids.size() == 3 && known->op == Op::Transform))
    return fail(name, std::string(name.text) + "() has the wrong number of arguments");
  return build_.node(known->op, name.at, kids, slot);
}

} // namespace countersign::cel
