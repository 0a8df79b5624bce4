// SPDX-License-Identifier: Apache-2.0
#include "models/access/cel/evaluator.h"

#include <cmath>
#include <limits>

namespace countersign::cel {
namespace {

std::string_view signOf(Op op) {
  switch (op) {
  case Op::Add:
    return "+";
  case Op::Subtract:
    return "-";
  case Op::Multiply:
    return "*";
  case Op::Divide:
    return "/";
  case Op::Remainder:
    return "%";
  default:
    return "a comparison";
  }
}

Value overflow() {
  return Value::fault("integer overflow");
}

template <class Int>
Value integers(Op op, Int a, Int b) {
  Int out = 0;
  bool wrong = false;
  switch (op) {
  case Op::Add:
    wrong = __builtin_add_overflow(a, b, &out);
    break;
  case Op::Subtract:
    wrong = __builtin_sub_overflow(a, b, &out);
    break;
  case Op::Multiply:
    wrong = __builtin_mul_overflow(a, b, &out);
    break;
  default:
    if (b == 0) return Value::fault(op == Op::Divide ? "division by zero" : "modulus by zero");
    if constexpr (std::numeric_limits<Int>::is_signed)
      if (a == std::numeric_limits<Int>::min() && b == -1) return overflow();
    out = op == Op::Divide ? static_cast<Int>(a / b) : static_cast<Int>(a % b);
  }
  return wrong ? overflow() : Value(out);
}

Value doubles(Op op, double a, double b) {
  switch (op) {
  case Op::Add:
    return Value(a + b);
  case Op::Subtract:
    return Value(a - b);
  case Op::Multiply:
    return Value(a * b);
  default:
    return Value(a / b);
  }
}

template <class T>
Value orRange(const std::optional<T>& v) {
  return v ? Value(*v) : Value::fault("range: a time or duration that cannot be");
}

Value times(Op op, const Value& a, const Value& b) {
  const bool add = op == Op::Add, subtract = op == Op::Subtract;
  if (a.is(Kind::Duration) && b.is(Kind::Duration) && (add || subtract)) {
    std::int64_t out = 0;
    const bool wrong = add ? __builtin_add_overflow(a.asDuration().nanos, b.asDuration().nanos, &out)
                           : __builtin_sub_overflow(a.asDuration().nanos, b.asDuration().nanos, &out);
    return orRange(wrong ? std::nullopt : std::optional(Duration{out}));
  }
  if (a.is(Kind::Timestamp) && b.is(Kind::Duration) && add)
    return orRange(plus(a.asTimestamp(), b.asDuration()));
  if (a.is(Kind::Duration) && b.is(Kind::Timestamp) && add)
    return orRange(plus(b.asTimestamp(), a.asDuration()));
  if (a.is(Kind::Timestamp) && b.is(Kind::Duration) && subtract)
    return orRange(minus(a.asTimestamp(), b.asDuration()));
  if (a.is(Kind::Timestamp) && b.is(Kind::Timestamp) && subtract)
    return orRange(difference(a.asTimestamp(), b.asTimestamp()));
  return noOverload(signOf(op), a, b);
}

Value joined(const Value& a, const Value& b, Meter& meter) {
  if (a.is(Kind::List)) {
    if (!meter.spend(a.asList().size() + b.asList().size())) return limitReached();
    Value::List out = a.asList();
    out.insert(out.end(), b.asList().begin(), b.asList().end());
    return Value::list(std::move(out));
  }
  const bool text = a.is(Kind::String);
  const std::string& front = text ? a.asText() : a.asBytes();
  const std::string& back = text ? b.asText() : b.asBytes();
  if (!meter.spend((front.size() + back.size()) / 64)) return limitReached();
  return text ? Value::text(front + back) : Value::bytes(front + back);
}

/// The place that a number means in a list; nothing where it is no whole number.
std::optional<std::uint64_t> place(const Value& at) {
  if (at.is(Kind::Int))
    return at.asInt() < 0 ? std::numeric_limits<std::uint64_t>::max()
                          : static_cast<std::uint64_t>(at.asInt());
  if (at.is(Kind::Uint)) return at.asUint();
  if (!at.is(Kind::Double) || std::trunc(at.asDouble()) != at.asDouble()) return std::nullopt;
  if (at.asDouble() < 0 || at.asDouble() > 1e15) return std::numeric_limits<std::uint64_t>::max();
  return static_cast<std::uint64_t>(at.asDouble());
}

} // namespace

Value noOverload(std::string_view what, const Value& a) {
  return Value::fault("no such overload: " + std::string(what) + " of " + std::string(typeName(a.kind())));
}

Value noOverload(std::string_view what, const Value& a, const Value& b) {
  return Value::fault("no such overload: " + std::string(what) + " of " + std::string(typeName(a.kind())) +
                      " and " + std::string(typeName(b.kind())));
}

Value arithmetic(Op op, const Value& a, const Value& b, Meter& meter) {
  const bool same = a.kind() == b.kind();
  if (same && a.is(Kind::Int)) return integers(op, a.asInt(), b.asInt());
  if (same && a.is(Kind::Uint)) return integers(op, a.asUint(), b.asUint());
  if (same && a.is(Kind::Double) && op != Op::Remainder) return doubles(op, a.asDouble(), b.asDouble());
  if (same && op == Op::Add && (a.is(Kind::String) || a.is(Kind::Bytes) || a.is(Kind::List)))
    return joined(a, b, meter);
  return times(op, a, b);
}

Value compared(Op op, const Value& a, const Value& b) {
  const auto order = ordered(a, b);
  if (!order) return noOverload(signOf(op), a, b);
  switch (op) {
  case Op::Less:
    return Value(*order < 0);
  case Op::LessEqual:
    return Value(*order <= 0);
  case Op::Greater:
    return Value(*order > 0);
  default:
    return Value(*order >= 0);
  }
}

Value contained(const Value& item, const Value& in, Meter& meter) {
  if (in.is(Kind::Map)) {
    meter.spend(in.asMap().entries().size() / 64);
    const Value* const found = in.asMap().find(item);
    if (found == nullptr && !in.asMap().complete()) return Value::unknownAttribute(in.asMap().path());
    return found != nullptr && found->isUnknown() ? *found : Value(found != nullptr);
  }
  if (!in.is(Kind::List)) return noOverload("in", item, in);
  Fold fold(true);
  for (const Value& one : in.asList())
    if (fold.take(equal(item, one, meter)) || meter.spent()) break;
  return fold.outcome();
}

Value indexed(const Value& in, const Value& at, Meter& meter) {
  if (in.is(Kind::Map)) {
    meter.spend(in.asMap().entries().size() / 64);
    if (const Value* found = in.asMap().find(at)) return *found;
    return in.asMap().complete() ? Value::fault("no such key: " + describe(at))
                                 : Value::unknownAttribute(in.asMap().path() + '[' + describe(at) + ']');
  }
  if (!in.is(Kind::List)) return noOverload("an index", in, at);
  const auto i = place(at);
  if (!i) return Value::fault("invalid argument: no place in a list: " + describe(at));
  return *i < in.asList().size() ? in.asList()[static_cast<std::size_t>(*i)]
                                 : Value::fault("invalid argument: the list has no place " + describe(at));
}

} // namespace countersign::cel
