// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/prepared.h"
#include "models/access/aws/condition.h"

#include <utility>

namespace countersign::iam {
namespace {

using State = VariableValue::State;

VariableValue valueOf(const Context& context, const std::string& key) {
  const std::vector<std::string>* values = context.find(key);
  if (context.knows(key) != Knowledge::Value) return {State::Unknown, {}};
  if (values == nullptr) return {State::Absent, {}};
  return values->size() == 1 ? VariableValue{State::Known, values->front()}
                             : VariableValue{State::Multivalued, {}};
}

class Preparer {
public:
  Preparer(const Policy& policy, std::size_t index, const Context& context, bool allow)
      : statement_(policy.statements[index]), context_(context), allow_(allow) {
    out_.policy = &policy;
    out_.statement = &statement_;
    out_.index = index;
  }

  void run(std::vector<Prepared>& to) {
    for (const TextPattern& pattern : statement_.actions.patterns)
      out_.area.actions.globs.push_back(widest(pattern));
    const bool readable = statement_.notEvaluated.empty();
    // What could not be read may be about anything.
    out_.area.actions.negated = statement_.actions.negated || (!readable && out_.area.actions.globs.empty());
    out_.area.resources.negated = statement_.resources.negated || !statement_.resources.present ||
                                  (!readable && statement_.resources.patterns.empty());
    if (!readable)
      undecided(statement_.notEvaluated);
    else if (!statement_.resources.present)
      undecided("the statement has neither Resource nor NotResource");
    conditions();
    GlobList open = out_.area.resources;
    for (const TextPattern& pattern : statement_.resources.patterns)
      resource(pattern, open);
    if (pending_.empty()) {
      to.push_back(std::move(out_));
      return;
    }
    if (!isNothing(out_.area.resources)) to.push_back(out_);
    out_.area.resources = std::move(open);
    out_.truth = both(out_.truth, Truth::If);
    for (std::string& text : pending_)
      out_.conditions.push_back(std::move(text));
    to.push_back(std::move(out_));
  }

private:
  void undecided(std::string what) {
    out_.truth = both(out_.truth, Truth::Undecided);
    out_.missing.push_back(std::move(what));
  }

  void conditions() {
    for (const ConditionTest& test : statement_.conditions) {
      const ConditionResult result = evaluateCondition(test, context_, allow_);
      out_.truth = both(out_.truth, result.truth);
      if (result.until && (!out_.until || *result.until < *out_.until)) out_.until = result.until;
      if (result.truth == Truth::If) out_.conditions.push_back(conditionText(test));
      if (result.truth == Truth::Undecided) out_.missing.push_back(result.missing);
    }
    if (out_.truth == Truth::No) out_.conditions.clear();
  }

  /// Adds to the patterns that are known, or to `open`, those that the statement may be about besides.
  void resource(const TextPattern& pattern, GlobList& open) {
    const auto resolved = pattern.resolve([this](const std::string& key) { return valueOf(context_, key); });
    const Glob glob = resolved.state == State::Known ? Glob(resolved.get(), pattern.text()) : widest(pattern);
    if (resolved.state == State::Absent) return;
    if (resolved.state == State::Known) {
      out_.area.resources.globs.push_back(glob);
      open.globs.push_back(glob);
      return;
    }
    if (resolved.state == State::Multivalued) undecided("${" + resolved.key + "} has several values");
    // NotResource: what the pattern may stand for is left out of what is sure, and not of what is possible.
    (out_.area.resources.negated ? out_.area.resources : open).globs.push_back(glob);
    pending_.push_back("${" + resolved.key + "} in " + pattern.text() + " fits the resource");
  }

  const Statement& statement_;
  const Context& context_;
  bool allow_;
  Prepared out_;
  std::vector<std::string> pending_;
};

} // namespace

std::vector<Prepared> prepare(const std::vector<const Policy*>& policies, Statement::Effect effect,
                              const Context& context) {
  std::vector<Prepared> out;
  for (const Policy* policy : policies)
    for (std::size_t i = 0; i < policy->statements.size(); ++i) {
      const Statement& statement = policy->statements[i];
      if (statement.effect == effect || statement.effect == Statement::Effect::Unknown)
        Preparer(*policy, i, context, effect == Statement::Effect::Allow).run(out);
    }
  return out;
}

} // namespace countersign::iam
