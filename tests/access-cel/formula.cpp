// SPDX-License-Identifier: Apache-2.0
#include "formula.h"

#include <algorithm>
#include <limits>

namespace formula {
namespace {

using State = Outcome::State;
constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();

std::size_t count(const std::vector<Outcome>& all, const Outcome& one) {
  return static_cast<std::size_t>(std::count(all.begin(), all.end(), one));
}

/// One decisive operand settles it; else what is not known; else what is wrong.
Outcome logical(const std::vector<Outcome>& all, bool decisive) {
  if (count(all, yesNo(decisive)) > 0) return yesNo(decisive);
  if (count(all, unknown()) > 0) return unknown();
  return count(all, yesNo(!decisive)) == all.size() ? yesNo(!decisive) : error();
}

bool addFits(std::int64_t a, std::int64_t b) {
  return b >= 0 ? a <= most - b : a >= least - b;
}

bool timesFits(std::int64_t a, std::int64_t b) {
  if (a == 0 || b == 0) return true;
  if (a == -1) return b != least;
  if (b == -1) return a != least;
  return (a > 0) == (b > 0) ? (a > 0 ? a <= most / b : a >= most / b)
                            : (a > 0 ? b >= least / a : a >= least / b);
}

Outcome calculated(const std::string& sign, std::int64_t a, std::int64_t b) {
  if (sign == "+") return addFits(a, b) ? integer(a + b) : error();
  if (sign == "-")
    return b == least ? (a < 0 ? integer(a - b) : error()) : addFits(a, -b) ? integer(a - b) : error();
  if (sign == "*") return timesFits(a, b) ? integer(a * b) : error();
  if (b == 0 || (a == least && b == -1)) return error();
  return integer(sign == "/" ? a / b : a % b);
}

Outcome binary(const std::string& sign, const Outcome& a, const Outcome& b) {
  if (a.state == State::Error || b.state == State::Error) return error();
  if (a.state == State::Unknown || b.state == State::Unknown) return unknown();
  if (sign == "==") return yesNo(a == b);
  if (sign == "!=") return yesNo(!(a == b));
  if (a.state != b.state) return error();
  if (sign == "<") return yesNo(a.number < b.number);
  if (sign == ">=") return yesNo(a.number >= b.number);
  return a.state == State::Int ? calculated(sign, a.number, b.number) : error();
}

} // namespace

Outcome yesNo(bool v) {
  return {State::Bool, v ? 1 : 0};
}
Outcome integer(std::int64_t v) {
  return {State::Int, v};
}
Outcome error() {
  return {State::Error, 0};
}
Outcome unknown() {
  return {State::Unknown, 0};
}

std::string Formula::text() const {
  if (kind == "name") return name;
  if (kind == "int") return std::to_string(number);
  if (kind == "bool") return number != 0 ? "true" : "false";
  if (kind == "!") return "!(" + parts[0].text() + ")";
  if (kind == "?:") return "(" + parts[0].text() + " ? " + parts[1].text() + " : " + parts[2].text() + ")";
  if (kind == "all" || kind == "exists" || kind == "exists_one") {
    std::string items;
    for (std::size_t i = 0; i + 1 < parts.size(); ++i)
      items += (i == 0 ? "" : ", ") + parts[i].text();
    return "[" + items + "]." + kind + "(" + name + ", " + parts.back().text() + ")";
  }
  std::string out;
  for (const Formula& part : parts)
    out += (out.empty() ? "(" : " " + kind + " ") + part.text();
  return out + ")";
}

Outcome Formula::value(const Names& names) const {
  if (kind == "int") return integer(number);
  if (kind == "bool") return yesNo(number != 0);
  if (kind == "name") {
    const auto at = names.find(name);
    return at == names.end() ? error() : at->second;
  }
  std::vector<Outcome> all;
  if (kind == "all" || kind == "exists" || kind == "exists_one") {
    bool open = false;
    for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
      Names inner = names;
      inner[name] = parts[i].value(names);
      if (inner[name].state == State::Error) return error(); // of the list itself
      open = open || inner[name].state == State::Unknown;
      all.push_back(parts.back().value(inner));
    }
    if (open) return unknown();
    if (kind != "exists_one") return logical(all, kind == "exists");
    const auto yes = count(all, yesNo(true));
    if (yes + count(all, yesNo(false)) + count(all, unknown()) < all.size()) return error();
    return count(all, unknown()) > 0 ? unknown() : yesNo(yes == 1);
  }
  for (const Formula& part : parts)
    all.push_back(part.value(names));
  if (kind == "&&" || kind == "||") return logical(all, kind == "||");
  if (kind == "!")
    return all[0].state == State::Bool      ? yesNo(all[0].number == 0)
           : all[0].state == State::Unknown ? unknown()
                                            : error();
  if (kind != "?:") return binary(kind, all[0], all[1]);
  if (all[0].state == State::Bool) return all[0].number != 0 ? all[1] : all[2];
  return all[0].state == State::Unknown ? unknown() : error();
}

Formula Maker::nameOf(std::vector<std::string> names) {
  names.insert(names.end(), bound_.begin(), bound_.end());
  return {"name", names[below(names.size())], 0, {}};
}

Formula Maker::any(int depth) {
  return below(8) == 0 ? number(depth) : truth(depth);
}

Formula Maker::number(int depth) {
  static const std::vector<std::int64_t> values{0, 1, 2, 3, -1, -2, 7, most, most - 1, least, least + 1};
  const std::size_t pick = depth <= 0 ? below(2) : below(5);
  if (pick == 0) return {"int", {}, values[below(values.size())], {}};
  if (pick == 1) return nameOf({"i", "j", "u", "nobody"});
  if (pick == 2) return {"?:", {}, 0, {truth(depth - 1), number(depth - 1), number(depth - 1)}};
  static const std::vector<std::string> signs{"+", "-", "*", "/", "%"};
  return {signs[below(signs.size())], {}, 0, {number(depth - 1), number(depth - 1)}};
}

Formula Maker::comprehension(int depth) {
  static const std::vector<std::string> kinds{"all", "exists", "exists_one"};
  Formula out{kinds[below(kinds.size())], "x" + std::to_string(below(2)), 0, {}};
  for (std::size_t i = below(4); i > 0; --i)
    out.parts.push_back(any(0));
  bound_.push_back(out.name);
  out.parts.push_back(truth(depth - 1));
  bound_.pop_back();
  return out;
}

Formula Maker::truth(int depth) {
  if (depth <= 0)
    return below(2) == 0 ? Formula{"bool", {}, static_cast<std::int64_t>(below(2)), {}}
                         : nameOf({"yes", "no", "u", "v", "nobody"});
  static const std::vector<std::string> comparisons{"==", "!=", "<", ">="};
  switch (below(7)) {
  case 0:
    return {"!", {}, 0, {truth(depth - 1)}};
  case 1:
    return {"?:", {}, 0, {truth(depth - 1), truth(depth - 1), any(depth - 1)}};
  case 2:
    return comprehension(depth);
  case 3:
    return {comparisons[below(4)], {}, 0, {number(depth - 1), number(depth - 1)}};
  case 4:
    return {comparisons[below(4)], {}, 0, {any(depth - 1), any(depth - 1)}};
  default: {
    Formula out{below(2) == 0 ? "&&" : "||", {}, 0, {}};
    for (std::size_t i = 2 + below(3); i > 0; --i)
      out.parts.push_back(below(6) == 0 ? any(depth - 1) : truth(depth - 1));
    return out;
  }
  }
}

} // namespace formula
