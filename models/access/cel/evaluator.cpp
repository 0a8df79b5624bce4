// SPDX-License-Identifier: Apache-2.0
#include "models/access/cel/evaluator.h"

#include "models/access/cel/lexer.h"
#include "models/access/cel/parser.h"

namespace countersign::cel {

Result<Program> Program::parse(std::string_view text, const Limits& limits) {
  if (text.size() > limits.bytes)
    return failure(errorAt({}, 0, "the expression is too long", ErrorCode::Limit));
  COUNTERSIGN_ASSIGN(std::vector<Token> parts, tokens(text, limits.tokens));
  COUNTERSIGN_ASSIGN(Tree tree, Parser(text, std::move(parts), limits).run());
  return Program(std::make_shared<const Tree>(std::move(tree)));
}

Value Program::evaluate(const Environment& environment, std::uint64_t steps) const {
  return evaluateNode(tree_->root, environment, steps);
}

Value Program::evaluateNode(std::uint32_t node, const Environment& environment, std::uint64_t steps) const {
  return Evaluator(*tree_, environment, steps).run(node);
}

const Value* Environment::find(std::string_view name) const {
  const auto at = attributes_.find(name);
  return at == attributes_.end() ? nullptr : &at->second;
}

const HostFunction* Environment::function(std::string_view name) const {
  const auto at = functions_.find(name);
  return at == functions_.end() ? nullptr : &at->second;
}

bool Fold::take(Value one) {
  if (one.isBool(decisive_))
    decided_ = true;
  else if (one.isUnknown())
    unknown_ = merged(unknown_, one);
  else if (one.isFault() && !fault_.isFault())
    fault_ = std::move(one);
  else if (!one.is(Kind::Bool) && !fault_.isFault())
    fault_ = noOverload(decisive_ ? "||" : "&&", one);
  return decided_;
}

Value Fold::outcome() const {
  if (decided_) return Value(decisive_);
  if (unknown_.isUnknown()) return unknown_;
  return fault_.isFault() ? fault_ : Value(!decisive_);
}

Value Evaluator::value(const Node& node) {
  if (!meter_.spend(1)) return limitReached();
  if (node.op >= Op::Equal && node.op <= Op::Remainder) return binary(node);
  switch (node.op) {
  case Op::Const:
    return tree_.constants[node.data];
  case Op::Slot:
    return slots_[node.data];
  case Op::Ident:
    return ident(node);
  case Op::Select:
  case Op::Has:
    return select(node);
  case Op::Index:
    return index(node);
  case Op::Call:
    return call(node);
  case Op::Host:
    return host(node);
  case Op::List:
    return list(node);
  case Op::Map:
    return map(node);
  case Op::And:
  case Op::Or:
    return logical(node, node.op == Op::Or);
  case Op::Not:
  case Op::Negate:
    return negate(node);
  case Op::Choose:
    return choose(node);
  case Op::LeftOut:
    return Value::unknownBecause("not evaluated here: " + tree_.names[node.data]);
  default:
    return comprehension(node);
  }
}

Value Evaluator::ident(const Node& node) {
  const std::string& name = tree_.names[node.data];
  if (const Value* known = environment_.find(name)) return *known;
  return environment_.complete() ? Value::fault("undeclared reference to " + name)
                                 : Value::unknownAttribute(name);
}

Value Evaluator::logical(const Node& node, bool decisive) {
  Fold fold(decisive);
  for (std::uint32_t i = 0; i < node.count; ++i)
    if (fold.take(kid(node, i))) break;
  return fold.outcome();
}

Value Evaluator::choose(const Node& node) {
  Value condition = kid(node, 0);
  if (condition.isFault() || condition.isUnknown()) return condition;
  if (!condition.is(Kind::Bool)) return noOverload("?", condition);
  return kid(node, condition.asBool() ? 1 : 2);
}

Value Evaluator::select(const Node& node) {
  if (environment_.dotted() && node.op == Op::Select)
    if (const Value* whole = environment_.find(tree_.path(node))) return *whole;
  const Node& from = tree_.kid(node, 0);
  Value operand = value(from);
  const std::string& field = tree_.names[node.data];
  if (operand.isFault()) return operand;
  if (operand.isUnknown()) {
    // Of an attribute that is not known, the field is what is asked for.
    const Missing& why = operand.asUnknown();
    const bool name = from.op == Op::Ident || from.op == Op::Select;
    return name && why.attributes.size() == 1 && why.reasons.empty()
               ? Value::unknownAttribute(*why.attributes.begin() + '.' + field)
               : operand;
  }
  if (!operand.is(Kind::Map)) return noOverload("." + field, operand);
  meter_.spend(operand.asMap().entries().size() / 64);
  const Value* found = operand.asMap().find(field);
  if (found == nullptr && !operand.asMap().complete())
    return Value::unknownAttribute(operand.asMap().path() + '.' + field);
  if (node.op == Op::Has && (found == nullptr || !found->isUnknown())) return Value(found != nullptr);
  return found != nullptr ? *found : Value::fault("no such key: " + field);
}

Value Evaluator::index(const Node& node) {
  Arguments both;
  const Value stop = operands(node, both);
  return stop.is(Kind::Null) ? indexed(both[0], both[1], meter_) : stop;
}

Value Evaluator::negate(const Node& node) {
  Value operand = kid(node, 0);
  if (operand.isFault() || operand.isUnknown()) return operand;
  if (node.op == Op::Not) return operand.is(Kind::Bool) ? Value(!operand.asBool()) : noOverload("!", operand);
  if (operand.is(Kind::Double)) return Value(-operand.asDouble());
  if (!operand.is(Kind::Int)) return noOverload("-", operand);
  std::int64_t out = 0;
  if (__builtin_sub_overflow(std::int64_t{0}, operand.asInt(), &out)) return Value::fault("integer overflow");
  return Value(out);
}

Value Evaluator::binary(const Node& node) {
  Value a = kid(node, 0);
  if (a.isFault()) return a;
  Value b = kid(node, 1);
  if (b.isFault()) return b;
  if (a.isUnknown() || b.isUnknown()) return merged(a, b);
  switch (node.op) {
  case Op::Equal:
    return equal(a, b, meter_);
  case Op::Unequal: {
    Value same = equal(a, b, meter_);
    return same.is(Kind::Bool) ? Value(!same.asBool()) : same;
  }
  case Op::In:
    return contained(a, b, meter_);
  case Op::Less:
  case Op::LessEqual:
  case Op::Greater:
  case Op::GreaterEqual:
    return compared(node.op, a, b);
  default:
    return arithmetic(node.op, a, b, meter_);
  }
}

Value Evaluator::operands(const Node& node, Arguments& out, std::uint32_t first) {
  Value unknown;
  out.reserve(node.count);
  for (std::uint32_t i = first; i < node.count; ++i) {
    Value one = kid(node, i);
    if (one.isFault()) return one;
    if (one.isUnknown()) unknown = merged(unknown, one);
    out.push_back(std::move(one));
  }
  return unknown;
}

Value Evaluator::list(const Node& node) {
  // An item that is not known may be an error for the engine, and the list with it.
  Arguments items;
  Value stop = operands(node, items);
  return stop.is(Kind::Null) ? Value::list(std::move(items)) : stop;
}

Value Evaluator::map(const Node& node) {
  std::vector<Map::Entry> entries;
  Value unknown;
  for (std::uint32_t i = 0; i + 1 < node.count; i += 2) {
    Value key = kid(node, i);
    if (key.isFault()) return key;
    if (key.isUnknown()) unknown = merged(unknown, key);
    Value one = kid(node, i + 1);
    if (one.isFault()) return one;
    if (one.isUnknown()) unknown = merged(unknown, one);
    entries.emplace_back(std::move(key), std::move(one));
  }
  return unknown.isUnknown() ? unknown : Map::make(std::move(entries));
}

} // namespace countersign::cel
