// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/statement_match.h"
#include "models/access/pattern_language.h"

#include <algorithm>
#include <utility>

namespace countersign::iam {
namespace {

using State = VariableValue::State;

class Matcher {
public:
  Matcher(const Statement& statement, const Request& request, const MatchRules& rules, bool allow,
          StatementMatch& out)
      : statement_(statement), request_(request), rules_(rules), allow_(allow), out_(out) {}

  void run() {
    out_.rest = actions();
    if (out_.rest == Truth::No) return;
    out_.rest = both(out_.rest, resources());
    if (out_.rest == Truth::No) return;
    principal();
    if (out_.principal.any() == Truth::No) return;
    conditions();
    if (!statement_.notEvaluated.empty() && out_.rest != Truth::No) undecided(statement_.notEvaluated);
    if (out_.rest == Truth::No) out_.missing.clear();
  }

private:
  void undecided(std::string what) {
    out_.rest = both(out_.rest, Truth::Undecided);
    out_.missing.push_back(std::move(what));
  }

  /// Prefix and name of an action are compared without case (IAM User Guide, "IAM JSON policy elements:
  /// Action").
  Truth actions() const {
    const PatternList& list = statement_.actions;
    // What could not be read may be about any action.
    if (!statement_.notEvaluated.empty() && list.patterns.empty()) return Truth::Yes;
    const bool named = std::any_of(list.patterns.begin(), list.patterns.end(), [&](const TextPattern& p) {
      return globMatches(p.resolve({}).get(), request_.action);
    });
    return named != list.negated ? Truth::Yes : Truth::No;
  }

  Truth resources() {
    const PatternList& list = statement_.resources;
    if (!list.present) {
      if (rules_.resourceRequired && statement_.notEvaluated.empty())
        out_.missing.push_back("the statement has neither Resource nor NotResource");
      return rules_.resourceRequired ? Truth::Undecided : Truth::Yes;
    }
    if (!statement_.notEvaluated.empty() && list.patterns.empty()) return Truth::Yes;
    Truth named = Truth::No;
    for (const TextPattern& pattern : list.patterns)
      named = either(named, resource(pattern));
    return list.negated ? inverse(named) : named;
  }

  /// One pattern of Resource, or of NotResource. A request about a pattern is allowed where they overlap and
  /// denied where all of it is; NotResource the other way round.
  Truth resource(const TextPattern& pattern) {
    const TextPattern::Resolved resolved =
        pattern.resolve([this](const std::string& key) { return variable(key); });
    if (resolved.state == State::Absent) return Truth::No;
    if (resolved.state == State::Unknown) {
      const Glob most(pattern.symbols([](const PolicyVariable&) { return anyRun; }));
      if (overlaps(most, Glob(request_.resourceSymbols)) == Truth::No) return Truth::No; // whatever its value
      pending_.push_back("${" + resolved.key + "} in " + pattern.text() + " fits " + request_.resource);
      return Truth::If;
    }
    if (resolved.state == State::Multivalued) {
      out_.missing.push_back("${" + resolved.key + "} has several values");
      return Truth::Undecided;
    }
    if (!request_.resourceIsPattern)
      return globMatches(resolved.get(), request_.resource) ? Truth::Yes : Truth::No;
    const Glob named(resolved.get()), asked(request_.resourceSymbols);
    const bool some = allow_ != statement_.resources.negated;
    const Truth fits = some ? overlaps(named, asked) : covers(named, asked);
    if (fits == Truth::Undecided)
      out_.missing.push_back("how " + pattern.text() + " and " + request_.resource +
                             " compare: too many steps");
    return fits;
  }

  VariableValue variable(const std::string& key) const {
    const std::vector<std::string>* values = request_.context.find(key);
    const Knowledge known = request_.context.knows(key);
    if (known == Knowledge::Nothing || (known == Knowledge::Presence && values != nullptr))
      return {State::Unknown, {}};
    if (values == nullptr) return {known == Knowledge::Sample ? State::Unknown : State::Absent, {}};
    return values->size() == 1 ? VariableValue{State::Known, values->front()}
                               : VariableValue{State::Multivalued, {}};
  }

  void principal() {
    const PrincipalList& list = statement_.principal;
    const bool everyone = rules_.principal == PrincipalElement::Ignored ||
                          (rules_.principal == PrincipalElement::Optional && !list.present);
    if (everyone) {
      out_.principal.direct = Truth::Yes;
      return;
    }
    if (!list.present) {
      if (!statement_.notEvaluated.empty()) out_.principal.direct = Truth::Yes;
      return;
    }
    // NotPrincipal with Deny always denies a principal that has a permissions boundary, whatever it names
    // (IAM User Guide, "Permissions boundaries").
    if (list.negated && !allow_ && rules_.hasBoundary && request_.principal.isIam()) {
      out_.principal.direct = Truth::Yes;
      return;
    }
    out_.principal = matchPrincipal(list, request_.principal, request_.context.complete);
    if (!out_.principal.missing.empty()) out_.missing.push_back(out_.principal.missing);
  }

  void conditions() {
    for (const ConditionTest& test : statement_.conditions) {
      const ConditionResult result = evaluateCondition(test, request_.context, allow_);
      out_.rest = both(out_.rest, result.truth);
      if (result.truth == Truth::If) out_.conditions.push_back(&test);
      if (result.truth == Truth::Undecided) out_.missing.push_back(result.missing);
      if (result.until && (!out_.until || *result.until < *out_.until)) out_.until = result.until;
    }
    if (out_.rest == Truth::No)
      out_.conditions.clear();
    else
      out_.resourceConditions = std::move(pending_);
  }

  const Statement& statement_;
  const Request& request_;
  const MatchRules& rules_;
  bool allow_;
  StatementMatch& out_;
  std::vector<std::string> pending_;
};

} // namespace

bool mayFit(const Statement& statement, const Request& request) {
  const auto any = [](const PatternList& list, const auto& fits) {
    return std::any_of(list.patterns.begin(), list.patterns.end(), fits);
  };
  const bool named = any(statement.actions, [&](const TextPattern& p) {
    return globMatches(p.resolve({}).get(), request.action);
  });
  if (named == statement.actions.negated) return false;
  if (statement.resources.negated || !statement.resources.present || request.resourceIsPattern) return true;
  return any(statement.resources, [&](const TextPattern& p) {
    return p.hasVariables() || globMatches(p.resolve({}).get(), request.resource);
  });
}

StatementMatch matchStatement(const Policy& policy, const Statement& statement, const Request& request,
                              const MatchRules& rules, Statement::Effect asked) {
  StatementMatch out;
  out.policy = &policy;
  out.statement = &statement;
  if (statement.effect != asked && statement.effect != Statement::Effect::Unknown) return out;
  Matcher(statement, request, rules, asked == Statement::Effect::Allow, out).run();
  return out;
}

} // namespace countersign::iam
