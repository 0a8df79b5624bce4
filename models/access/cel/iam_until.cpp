// SPDX-License-Identifier: Apache-2.0
// When a condition has to be worked out again: request.time is followed through the expression.
#include "models/access/cel/iam.h"

#include <algorithm>
#include <chrono>

namespace countersign::cel {
namespace {

using std::chrono::microseconds;

bool compares(Op op) {
  return op == Op::Less || op == Op::LessEqual || op == Op::Greater || op == Op::GreaterEqual ||
         op == Op::Equal || op == Op::Unequal;
}

/// How finely a getter looks at the time. Time zones are off by whole minutes, and by quarters of an hour as
/// a rule; what is in the expression decides.
microseconds stepOf(Fn fn, bool ownZone) {
  using std::chrono::minutes;
  if (fn == Fn::Milliseconds) return std::chrono::milliseconds(1);
  if (fn == Fn::Seconds || ownZone) return std::chrono::seconds(1);
  return fn == Fn::Minutes ? microseconds(minutes(1)) : microseconds(minutes(15));
}

/// How an expression uses the time of the request.
class TimeUse {
public:
  TimeUse(const Program& program, const Environment& environment)
      : program_(program), tree_(program.tree()), environment_(environment),
        parents_(tree_.nodes.size(), nothing) {
    for (std::uint32_t i = 0; i < tree_.nodes.size(); ++i)
      for (std::uint32_t k = 0; k < tree_.nodes[i].count; ++k)
        parents_[tree_.kids[tree_.nodes[i].first + k]] = i;
    for (std::uint32_t i = 0; i < tree_.nodes.size(); ++i)
      if (tree_.nodes[i].op == Op::Ident && tree_.names[tree_.nodes[i].data] == "request") follow(i);
  }
  bool any = false;
  std::optional<microseconds> step; ///< where it is looked at as a calendar
  std::vector<Timestamp> borders;   ///< that it is compared with

private:
  void follow(std::uint32_t request) {
    const std::uint32_t field = parents_[request];
    if (field == nothing) return finest();
    const Node& select = tree_.nodes[field];
    const bool named = select.op == Op::Select || select.op == Op::Has;
    if (!named) return finest(); // request["time"], request == x
    if (tree_.names[select.data] != "time" || select.op == Op::Has) return;
    any = true;
    const std::uint32_t user = parents_[field];
    if (user == nothing) return finest();
    const Node& node = tree_.nodes[user];
    if (compares(node.op)) return border(node, field);
    const bool getter = node.op == Op::Call && node.fn >= Fn::FullYear && tree_.kids[node.first] == field;
    if (!getter) return finest();
    finer(stepOf(node.fn, node.count > 1 && !quarterHours(node)));
  }

  /// Whether the zone of a getter keeps to quarters of an hour: all with a region's name do since 1972.
  bool quarterHours(const Node& node) const {
    const Node& zone = tree_.kid(node, 1);
    if (zone.op != Op::Const || !tree_.constants[zone.data].is(Kind::String)) return false;
    const std::string& name = tree_.constants[zone.data].asText();
    return name.find(':') == std::string::npos || name.ends_with(":00") || name.ends_with(":15") ||
           name.ends_with(":30") || name.ends_with(":45");
  }

  void border(const Node& node, std::uint32_t field) {
    const std::uint32_t first = tree_.kids[node.first], second = tree_.kids[node.first + 1];
    const std::uint32_t other = first == field ? second : first;
    if (!fixed(other)) return finest();
    const Value value = program_.evaluateNode(other, environment_);
    if (value.is(Kind::Timestamp)) borders.push_back(value.asTimestamp());
  }

  /// Whether a part of the expression is the same at all times and outside of all comprehensions.
  bool fixed(std::uint32_t node) const {
    std::vector<std::uint32_t> open{node};
    while (!open.empty()) {
      const Node& at = tree_.nodes[open.back()];
      open.pop_back();
      if (at.op == Op::Slot || (at.op == Op::Ident && tree_.names[at.data] == "request")) return false;
      for (std::uint32_t k = 0; k < at.count; ++k)
        open.push_back(tree_.kids[at.first + k]);
    }
    return true;
  }

  void finer(microseconds s) { step = step ? std::min(*step, s) : s; }
  void finest() {
    any = true;
    finer(microseconds(1));
  }

  const Program& program_;
  const Tree& tree_;
  const Environment& environment_;
  std::vector<std::uint32_t> parents_;
};

/// Yes, no, an error or unknown: all that matters of an outcome.
int outcome(const Program& condition, const Question& question, Instant now) {
  const Value value = condition.evaluate(iamEnvironment(question, now));
  return value.is(Kind::Bool) ? (value.asBool() ? 1 : 0) : 2 + static_cast<int>(value.kind());
}

/// The instants at and right behind the borders that lie ahead, in order.
std::vector<Instant> ahead(const std::vector<Timestamp>& borders, Instant now) {
  std::vector<Instant> out;
  for (const Timestamp& border : borders) {
    const Instant at = fromMicros(border.seconds * 1'000'000 + (border.nanos + 999) / 1000);
    for (const Instant one : {at, at + microseconds(1)})
      if (one > now) out.push_back(one);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

constexpr int mostSteps = 200; ///< of the calendar that are tried out
constexpr std::size_t mostBorders = 64;

} // namespace

std::optional<Instant> nextChange(const Program& condition, const Question& question) {
  if (question.context.count("request.time") > 0) return std::nullopt;
  const TimeUse use(condition, iamEnvironment(question, question.now));
  if (!use.any) return std::nullopt;
  std::vector<Instant> tries = ahead(use.borders, question.now);
  const bool cut = tries.size() > mostBorders;
  if (cut) tries.resize(mostBorders);
  if (use.step) {
    // Full steps of the clock, counted from 1970.
    const std::int64_t step = use.step->count(), now = toMicros(question.now);
    const std::int64_t first = now - ((now % step) + step) % step;
    if (*use.step < std::chrono::seconds(1)) return fromMicros(first + step);
    for (int i = 1; i <= mostSteps; ++i)
      tries.push_back(fromMicros(first + i * step));
    std::sort(tries.begin(), tries.end());
    const auto end = std::find(tries.begin(), tries.end(), fromMicros(first + mostSteps * step));
    tries.erase(std::next(end), tries.end());
  }
  const int current = outcome(condition, question, question.now);
  for (const Instant at : tries)
    if (outcome(condition, question, at) != current) return at;
  // Beyond what was tried nobody has looked.
  return (use.step || cut) && !tries.empty() ? std::optional(tries.back()) : std::nullopt;
}

} // namespace countersign::cel
