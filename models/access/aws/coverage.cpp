// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/coverage.h"
#include "models/access/aws/condition.h"

#include <algorithm>
#include <map>
#include <utility>

namespace countersign::iam {
namespace {

constexpr std::size_t longestRest = 1'000;

struct Side {
  const Policy* policy = nullptr;
  const Statement* statement = nullptr;
  std::string condition; ///< canonical; empty: none
  bool variables = false;
  Area exact;  ///< a variable is a text of its own
  Area widest; ///< a variable is `*`
};

struct Sides {
  std::vector<Side> allows, denies;
  std::vector<Side> unreadable; ///< statements that cannot be compared
};

/// The same for conditions that are the same but for order and case.
std::string canonicalCondition(const Statement& statement) {
  std::vector<std::string> tests;
  const auto framed = [](const std::string& text) { return std::to_string(text.size()) + ':' + text; };
  for (const ConditionTest& test : statement.conditions) {
    std::vector<std::string> values = test.values;
    std::sort(values.begin(), values.end());
    std::string out = framed(lowered(test.operatorText)) + framed(test.lowerKey);
    for (const std::string& value : values)
      out += framed(value);
    tests.push_back(std::move(out));
  }
  std::sort(tests.begin(), tests.end());
  std::string out;
  for (const std::string& test : tests)
    out += framed(test);
  return out;
}

class Reader {
public:
  Sides read(const std::vector<const Policy*>& policies) {
    Sides out;
    for (const Policy* policy : policies)
      for (const Statement& statement : policy->statements)
        take(*policy, statement, out);
    return out;
  }

  bool tooMany() const { return tooMany_; }

private:
  void take(const Policy& policy, const Statement& statement, Sides& out) {
    Side side;
    side.policy = &policy;
    side.statement = &statement;
    if (!statement.notEvaluated.empty() || !statement.resources.present) {
      out.unreadable.push_back(std::move(side));
      return;
    }
    side.condition = canonicalCondition(statement);
    side.exact = areaOf(statement, [&](const TextPattern& pattern) { return exact(pattern); });
    side.widest = areaOf(statement, widest);
    for (const TextPattern& pattern : statement.resources.patterns)
      side.variables = side.variables || pattern.hasVariables();
    // Everything but a text that is not known: what that leaves at most is everything.
    if (side.variables && statement.resources.negated) side.widest.resources.globs.clear();
    (statement.effect == Statement::Effect::Allow ? out.allows : out.denies).push_back(std::move(side));
  }

  Glob exact(const TextPattern& pattern) {
    return Glob(pattern.symbols([this](const PolicyVariable& variable) {
      const std::string name = variable.key + '\0' + variable.fallback.value_or(std::string(1, '\0'));
      const std::size_t number = variables_.emplace(name, variables_.size()).first->second;
      tooMany_ = tooMany_ || number > 0xFFFFU - firstVariable;
      return static_cast<std::uint16_t>(firstVariable + (tooMany_ ? 0 : number));
    }),
                pattern.text());
  }

  std::map<std::string, std::size_t> variables_;
  bool tooMany_ = false;
};

class Comparison {
public:
  Comparison(Sides wide, Sides narrow) : wide_(std::move(wide)), narrow_(std::move(narrow)) {}

  Coverage run() {
    for (const Side& side : narrow_.unreadable)
      if (side.statement->effect != Statement::Effect::Deny) unreadable(side);
    for (const Side& allow : narrow_.allows)
      statement(allow);
    if (split_.tooMany || out_.rest.size() >= longestRest) {
      out_.covered = Truth::Undecided;
      out_.reason = "the policies overlap in too many parts to compare them";
    } else if (!out_.rest.empty()) {
      const bool certain = std::any_of(out_.rest.begin(), out_.rest.end(),
                                       [](const Uncovered& u) { return u.certain == Truth::Yes; });
      out_.covered = certain ? Truth::No : Truth::Undecided;
    }
    return std::move(out_);
  }

private:
  using Regions = std::vector<Region>;

  /// Action by action, each with the statements that are about it.
  void statement(const Side& allow) {
    given_ = &allow;
    const Area& area = allow.exact;
    if (area.actions.negated) return actions(Language{{}, area.actions.globs}, area.resources);
    for (const Glob& action : area.actions.globs)
      actions(Language{{action}, {}}, area.resources);
  }

  void actions(const Language& actions, const GlobList& resources) {
    about_.allows = about(wide_.allows, actions);
    about_.denies = about(wide_.denies, actions);
    ownDenies_ = about(narrow_.denies, actions);
    Regions held;
    for (Language& resource : split_.within(Language{}, resources))
      held.push_back({actions, std::move(resource)});
    for (const Side& deny : ownDenies_)
      if (deny.condition.empty()) held = split_.without(std::move(held), deny.exact);
    for (const Side& deny : about_.denies) {
      deniedAgain(held, deny);
      if (!deniesUnderCondition(deny)) held = split_.without(std::move(held), deny.exact);
    }
    for (const Side& side : wide_.unreadable)
      if (side.statement->effect != Statement::Effect::Allow)
        for (const Region& region : held)
          add(region, Truth::Undecided, reasonOf(side, "says"));
    for (const Side& other : about_.allows)
      if (sameCondition(other)) held = split_.without(std::move(held), other.exact);
    notAllowed(held);
  }

  /// Statements that are about some of the actions, with the patterns that are.
  static std::vector<Side> about(const std::vector<Side>& sides, const Language& actions) {
    std::vector<Side> out;
    for (const Side& side : sides) {
      const GlobList list = relevant(side.exact.actions, actions);
      if (isNothing(list)) continue;
      out.push_back({side.policy,
                     side.statement,
                     side.condition,
                     side.variables,
                     {list, side.exact.resources},
                     {list, side.widest.resources}});
    }
    return out;
  }

  bool sameCondition(const Side& side) const {
    return side.condition.empty() || side.condition == given_->condition;
  }

  /// What no statement of the other set gives for certain: some may, under a condition or for some value of a
  /// variable.
  void notAllowed(const Regions& rest) {
    for (const Region& region : rest) {
      Regions never{region};
      for (const Side& other : about_.allows) {
        if (sameCondition(other) && !other.variables && !given_->variables) continue;
        const Regions maybe = split_.within(widened(region), other.widest);
        for (const Region& part : maybe)
          add(part, Truth::Undecided, reasonOf(other, "gives"));
        if (given_->variables && !maybe.empty())
          never.clear();
        else
          never = split_.without(std::move(never), other.widest);
      }
      for (const Region& part : never)
        withReservations(part);
    }
  }

  /// Not given, unless a statement that cannot be read gives it or what gives it here is denied here.
  void withReservations(const Region& region) {
    if (!wide_.unreadable.empty())
      return add(region, Truth::Undecided, reasonOf(wide_.unreadable.front(), "says"));
    for (const Side& deny : ownDenies_)
      if (deniesUnderCondition(deny) && !split_.within(widened(region), deny.widest).empty())
        return add(region, Truth::Undecided, reasonOf(deny, "denies"));
    for (const Side& side : narrow_.unreadable)
      if (side.statement->effect != Statement::Effect::Allow)
        return add(region, Truth::Undecided, reasonOf(side, "says"));
    add(region, Truth::Yes, {});
  }

  static bool deniesUnderCondition(const Side& deny) { return !deny.condition.empty() || deny.variables; }

  /// What the other set denies and this one does not deny as well.
  void deniedAgain(const Regions& held, const Side& deny) {
    for (const Region& region : held) {
      Regions parts = split_.within(widened(region), deny.widest);
      for (const Side& own : ownDenies_)
        if (own.condition == deny.condition) {
          // The very same variables deny the same here and there.
          const bool same = own.variables && own.exact.resources.globs == deny.exact.resources.globs &&
                            own.exact.resources.negated == deny.exact.resources.negated;
          if (!own.variables || same) parts = split_.without(std::move(parts), same ? own.widest : own.exact);
        }
      for (const Region& part : parts)
        deniesUnderCondition(deny) || given_->variables
            ? add(part, Truth::Undecided, reasonOf(deny, "denies"))
            : withReservations(part);
    }
  }

  /// Its variables read as `*`; what must not match and has variables is left out.
  static Region widened(Region region) {
    for (Glob& glob : region.resources.all)
      if (glob.hasVariables()) glob = glob.widened();
    auto& none = region.resources.none;
    none.erase(std::remove_if(none.begin(), none.end(), [](const Glob& glob) { return glob.hasVariables(); }),
               none.end());
    return region;
  }

  static std::string reasonOf(const Side& side, const char* verb) {
    const Statement& s = *side.statement;
    const std::string where = side.policy->name + s.pointer;
    if (!s.notEvaluated.empty()) return "what " + where + " " + verb + ": " + s.notEvaluated;
    if (!s.resources.present)
      return "what " + where + " " + verb + ": it has neither Resource nor NotResource";
    std::string out = where + " " + verb + " it under another condition";
    if (side.condition.empty()) out = where + " " + verb + " it for some values of policy variables";
    for (std::size_t i = 0; i < s.conditions.size(); ++i)
      out += (i == 0 ? ": " : " and ") + conditionText(s.conditions[i]);
    return out;
  }

  void unreadable(const Side& side) {
    given_ = &side;
    Uncovered out = about(side);
    out.certain = Truth::Undecided;
    out.reason = reasonOf(side, "gives");
    out_.rest.push_back(std::move(out));
  }

  static Uncovered about(const Side& side) {
    Uncovered out;
    out.policy = side.policy->name;
    out.document = side.policy->document;
    out.pointer = side.statement->pointer;
    for (const ConditionTest& test : side.statement->conditions)
      out.conditions.push_back(conditionText(test));
    return out;
  }

  void add(const Region& region, Truth certain, std::string reason) {
    if (split_.tooMany || out_.rest.size() >= longestRest) return;
    const SomeText action = someText(region.actions), resource = someText(region.resources);
    if (action.exists == Truth::No || resource.exists == Truth::No) return;
    const bool known = action.exists == Truth::Yes && resource.exists == Truth::Yes;
    Uncovered out = about(*given_);
    out.certain = known ? certain : Truth::Undecided;
    out.actions = languageText(region.actions);
    out.resources = languageText(region.resources);
    out.action = action.text;
    out.resource = resource.text;
    out.reason =
        known ? std::move(reason) : "too many steps to find out whether there is such an action and resource";
    out_.rest.push_back(std::move(out));
  }

  Sides wide_, narrow_;
  Sides about_;                 ///< of the other set, about the actions at hand
  std::vector<Side> ownDenies_; ///< likewise
  const Side* given_ = nullptr;
  Splitter split_;
  Coverage out_;
};

} // namespace

Coverage coverage(const std::vector<const Policy*>& wide, const std::vector<const Policy*>& narrow) {
  Reader reader; // one for both: a variable is the same on both sides
  Sides wideSides = reader.read(wide), narrowSides = reader.read(narrow);
  if (reader.tooMany())
    return {Truth::Undecided, {}, "the policies have too many policy variables to compare them"};
  return Comparison(std::move(wideSides), std::move(narrowSides)).run();
}

} // namespace countersign::iam
