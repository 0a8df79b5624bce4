// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/statement_match.h"
#include "models/access/pattern_language.h"

#include <algorithm>
#include <utility>

namespace countersign::iam {
namespace {

using State = VariableValue::State;

/// Actions have no variables: `${…}` is text in them.
bool namesAction(const PatternList& list, std::string_view action) {
  return std::any_of(list.patterns.begin(), list.patterns.end(),
                     [action](const TextPattern& p) { return p.matches(action); });
}

/// Works out a truth, and takes down what it was made of where there are words for it.
class Matcher {
public:
  Matcher(const Statement& statement, const Request& request, const MatchRules& rules, bool allow,
          StatementMatch* words)
      : statement_(statement), request_(request), rules_(rules), allow_(allow), words_(words) {}

  StatementTruth run() {
    out_.rest = actions();
    if (out_.rest == Truth::No) return out_;
    out_.rest = both(out_.rest, resources());
    if (out_.rest == Truth::No) return out_;
    principal();
    if (out_.principal.any() == Truth::No) return out_;
    conditions();
    if (!statement_.notEvaluated.empty() && out_.rest != Truth::No) {
      out_.rest = both(out_.rest, Truth::Undecided);
      missing([this] { return statement_.notEvaluated; });
    }
    if (out_.rest == Truth::No && words_ != nullptr) words_->missing.clear();
    return out_;
  }

private:
  template <class Text>
  void missing(const Text& text) {
    if (words_ != nullptr) words_->missing.push_back(text());
  }

  /// Prefix and name of an action are compared without case (IAM User Guide, "IAM JSON policy elements:
  /// Action").
  Truth actions() const {
    const PatternList& list = statement_.actions;
    // What could not be read may be about any action.
    if (!statement_.notEvaluated.empty() && list.patterns.empty()) return Truth::Yes;
    return namesAction(list, request_.action) != list.negated ? Truth::Yes : Truth::No;
  }

  Truth resources() {
    const PatternList& list = statement_.resources;
    if (!list.present) {
      if (rules_.resourceRequired && statement_.notEvaluated.empty())
        missing([] { return std::string("the statement has neither Resource nor NotResource"); });
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
    const bool some = allow_ != statement_.resources.negated;
    if (pattern.isPlain()) {
      if (!request_.resourceIsPattern) return pattern.matches(request_.resource) ? Truth::Yes : Truth::No;
      const auto plainly = (some ? Shape::overlap : Shape::cover)(
          pattern.bytes(), pattern.shape(), request_.resource, request_.resourceShape());
      if (plainly) return *plainly;
    }
    const TextPattern::Resolved resolved =
        pattern.resolve([this](const std::string& key) { return variable(key); });
    if (resolved.state == State::Absent) return Truth::No;
    if (resolved.state == State::Unknown) return unknownVariable(pattern, resolved.key);
    if (resolved.state == State::Multivalued) {
      missing([&] { return "${" + resolved.key + "} has several values"; });
      return Truth::Undecided;
    }
    if (!request_.resourceIsPattern)
      return globMatches(resolved.get(), request_.resource) ? Truth::Yes : Truth::No;
    const Glob named(resolved.get()), asked(request_.symbols());
    const Truth fits = some ? overlaps(named, asked) : covers(named, asked);
    if (fits == Truth::Undecided)
      missing(
          [&] { return "how " + pattern.text() + " and " + request_.resource + " compare: too many steps"; });
    return fits;
  }

  Truth unknownVariable(const TextPattern& pattern, const std::string& key) {
    const Glob most(pattern.symbols([](const PolicyVariable&) { return anyRun; }));
    if (overlaps(most, Glob(request_.symbols())) == Truth::No) return Truth::No; // whatever its value
    if (words_ != nullptr)
      pending_.push_back("${" + key + "} in " + pattern.text() + " fits " + request_.resource);
    return Truth::If;
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
    if (words_ == nullptr) {
      out_.principal = matchPrincipal(list, request_.principal, request_.context.complete, nullptr);
      return;
    }
    PrincipalMatch match = matchPrincipal(list, request_.principal, request_.context.complete);
    out_.principal = match;
    words_->principalCondition = std::move(match.condition);
    if (!match.missing.empty()) words_->missing.push_back(std::move(match.missing));
  }

  void conditions() {
    for (const ConditionTest& test : statement_.conditions) {
      ConditionResult result = evaluateCondition(test, request_.context, allow_);
      out_.rest = both(out_.rest, result.truth);
      if (words_ == nullptr) {
        if (out_.rest == Truth::No) return;
        continue;
      }
      if (result.truth == Truth::If) words_->conditions.push_back(&test);
      if (result.truth == Truth::Undecided) words_->missing.push_back(std::move(result.missing));
      if (result.until && (!words_->until || *result.until < *words_->until)) words_->until = result.until;
    }
    if (words_ == nullptr) return;
    if (out_.rest == Truth::No)
      words_->conditions.clear();
    else
      words_->resourceConditions = std::move(pending_);
  }

  const Statement& statement_;
  const Request& request_;
  const MatchRules& rules_;
  bool allow_;
  StatementMatch* words_;
  StatementTruth out_;
  std::vector<std::string> pending_;
};

} // namespace

bool mayFit(const Statement& statement, const Request& request) {
  if (namesAction(statement.actions, request.action) == statement.actions.negated) return false;
  if (statement.resources.negated || !statement.resources.present || request.resourceIsPattern) return true;
  const auto& patterns = statement.resources.patterns;
  return std::any_of(patterns.begin(), patterns.end(), [&](const TextPattern& p) {
    return p.hasVariables() ||
           (p.isPlain() ? p.matches(request.resource) : globMatches(p.resolve({}).get(), request.resource));
  });
}

StatementTruth matchStatement(const Policy& policy, const Statement& statement, const Request& request,
                              const MatchRules& rules, Statement::Effect asked, StatementMatch* words) {
  StatementTruth out;
  if (words != nullptr) {
    words->policy = &policy;
    words->statement = &statement;
  }
  if (statement.effect == asked || statement.effect == Statement::Effect::Unknown)
    out = Matcher(statement, request, rules, asked == Statement::Effect::Allow, words).run();
  if (words != nullptr) static_cast<StatementTruth&>(*words) = out;
  return out;
}

} // namespace countersign::iam
