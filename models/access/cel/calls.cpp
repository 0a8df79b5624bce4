// SPDX-License-Identifier: Apache-2.0
#include "models/access/cel/evaluator.h"

namespace countersign::cel {

Value Evaluator::call(const Node& node) {
  Arguments arguments;
  Value stop = operands(node, arguments);
  if (!stop.is(Kind::Null)) return stop;
  Prepared prepared;
  if (node.extra != nothing && node.fn == Fn::Matches) prepared.pattern = tree_.patterns[node.extra].get();
  if (node.extra != nothing && node.fn != Fn::Matches) prepared.zone = tree_.zones[node.extra].get();
  return callFunction(node.fn, arguments, prepared, meter_);
}

Value Evaluator::host(const Node& node) {
  const std::string& name = tree_.names[node.data];
  const HostFunction* f = nullptr;
  std::uint32_t first = 0;
  if (node.extra != nothing && (f = environment_.function(tree_.names[node.extra])) != nullptr) first = 1;
  if (f == nullptr) f = environment_.function(name);
  if (f == nullptr) {
    const std::string& shown = node.extra != nothing ? tree_.names[node.extra] : name;
    if (environment_.functionsComplete()) return Value::fault("unbound function " + shown);
    return Value::unknownBecause("the function " + shown + "() is not known here");
  }
  Arguments arguments;
  Value stop = operands(node, arguments, first);
  return stop.is(Kind::Null) ? (*f)(arguments) : stop;
}

Value Evaluator::comprehension(const Node& node) {
  Value range = kid(node, 0);
  if (range.isFault() || range.isUnknown()) return range;
  Value::List keys;
  if (range.is(Kind::Map)) {
    if (!range.asMap().complete()) return Value::unknownAttribute(range.asMap().path());
    for (const Map::Entry& entry : range.asMap().entries())
      keys.push_back(entry.first);
    if (!meter_.spend(keys.size())) return limitReached();
  } else if (!range.is(Kind::List)) {
    return noOverload("a comprehension", range);
  }
  const Value::List& items = range.is(Kind::Map) ? keys : range.asList();
  switch (node.op) {
  case Op::All:
  case Op::Exists:
    return quantified(node, items);
  case Op::ExistsOne:
    return counted(node, items);
  default:
    return collected(node, items);
  }
}

Value Evaluator::quantified(const Node& node, const Value::List& items) {
  Fold fold(node.op == Op::Exists);
  for (const Value& item : items) {
    slots_[node.data] = item;
    if (fold.take(kid(node, 1)) || meter_.spent()) break;
  }
  return fold.outcome();
}

Value Evaluator::counted(const Node& node, const Value::List& items) {
  std::size_t n = 0;
  Value unknown;
  for (const Value& item : items) {
    slots_[node.data] = item;
    Value one = kid(node, 1);
    if (one.isFault()) return one;
    if (one.isUnknown())
      unknown = merged(unknown, one);
    else if (!one.is(Kind::Bool))
      return noOverload("exists_one", one);
    else
      n += one.asBool() ? 1U : 0U;
    if (meter_.spent()) break;
  }
  return unknown.isUnknown() ? unknown : Value(n == 1);
}

Value Evaluator::collected(const Node& node, const Value::List& items) {
  const bool filters = node.op == Op::Filter || node.count == 3;
  Value::List out;
  Value unknown;
  for (const Value& item : items) {
    slots_[node.data] = item;
    Value wanted = filters ? kid(node, 1) : Value(true);
    if (wanted.isFault()) return wanted;
    if (wanted.isUnknown()) unknown = merged(unknown, wanted);
    if (!wanted.isUnknown() && !wanted.is(Kind::Bool)) return noOverload("a filter", wanted);
    if (meter_.spent()) break;
    if (wanted.isBool(false)) continue;
    Value one = node.op == Op::Filter ? item : kid(node, node.count - 1);
    // Behind a filter that is not known, a fault may never come to pass.
    if (one.isFault() && !wanted.isUnknown()) return one;
    if (one.isUnknown()) unknown = merged(unknown, one);
    out.push_back(std::move(one));
  }
  if (meter_.spent()) return limitReached();
  return unknown.isUnknown() ? unknown : Value::list(std::move(out));
}

} // namespace countersign::cel
