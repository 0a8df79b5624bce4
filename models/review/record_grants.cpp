// SPDX-License-Identifier: Apache-2.0
#include "models/access/meaning.h"
#include "models/drift/states.h"
#include "models/review/record_build.h"

#include <algorithm>
#include <map>

namespace countersign {
namespace {

GrantRow rowOf(ViewContext& x, const std::string& system, const Grant& g) {
  const Meaning meaning = meaningOf(system, g);
  GrantRow row;
  row.title = meaning.title;
  row.action = g.shown;
  row.resource = g.resource;
  row.path = g.path;
  row.condition = g.condition;
  row.deny = g.deny;
  row.weight = g.deny ? 0 : static_cast<int>(meaning.reach) * 10;
  row.trace = x.trace(g.document, g.inner);
  if (g.deny) row.title = "Deny: " + row.title;
  return row;
}

std::string joined(const std::vector<std::string>& texts, const char* between) {
  std::string out;
  for (const std::string& t : texts)
    out += (out.empty() ? "" : between) + t;
  return out;
}

/// What stands beside the third column: what denies it, under which conditions it holds, what is not known.
std::string effectiveNote(const EffectiveRow& row) {
  std::string out;
  if (row.verdict == Tri::No)
    out = "denied by " + (row.deniedBy.empty() ? std::string("its own conditions") : row.deniedBy);
  else if (row.verdict == Tri::Unknown)
    out = "not evaluated: " + joined(row.missing, "; ");
  else if (row.verdict == Tri::Conditional)
    out = joined(row.conditions, " and ");
  if (row.verdict != Tri::No && !row.needs.empty())
    out += (out.empty() ? "" : "; ") + std::string("needs ") + joined(row.needs, " and ");
  return out;
}

/// The chain of a permission, from what gives it to what limits it.
std::vector<ChainStep> chainOf(ViewContext& x, const Grant& g, const EffectiveRow* row) {
  std::vector<ChainStep> out{{g.deny ? "denies" : "gives", g.path, x.trace(g.document, g.inner)}};
  if (row == nullptr) return out;
  for (const WhyStep& step : row->limits)
    out.push_back({step.layer, step.text, step.held ? x.trace(step.held, step.pointer) : Trace()});
  for (const std::string& what : row->conditions)
    out.push_back({"condition", what, {}});
  for (const std::string& what : row->missing)
    out.push_back({"not known", what, {}});
  for (const std::string& what : row->needs)
    out.push_back({"needs", what, {}});
  return out;
}

/// "s3:* but not s3:getobject" with the actions as their policies write them.
std::string spelled(ViewContext& x, const std::string& actions) {
  std::string out;
  for (std::size_t at = 0; at < actions.size();) {
    const std::size_t end = std::min(actions.find_first_of(" ,", at), actions.size());
    out += x.pass.reader.spelling(actions.substr(at, end - at));
    if (end < actions.size()) out += actions[end];
    at = end + 1;
  }
  return out;
}

void addEffective(ViewContext& x, const drift::State& state, GrantRow& row) {
  row.effective = state.row != nullptr ? state.row->verdict : Tri::Unknown;
  row.chain = chainOf(x, *state.grant, state.row);
  if (state.row == nullptr) return;
  row.effectiveNote = effectiveNote(*state.row);
  if (!state.effectivePart) return;
  if (state.row->action != state.row->ofAction) row.action = spelled(x, state.row->action);
  row.resource = state.row->resource;
}

/// Which part of its permission a row is about.
std::string ofWhat(ViewContext& x, const drift::State& state) {
  if (!state.rest.empty()) return ": " + spelled(x, state.rest);
  return state.part.whole ? std::string()
                          : ": a part of " + state.grant->shown + " on " + state.grant->resource;
}

/// What there is to say of a part that was requested, or was not.
void remarkRequested(ViewContext& x, const PlaneGrants& plane, const drift::State& state, GrantRow& row) {
  const GrantPart& part = state.part;
  const bool deny = state.grant->deny;
  row.requested = part.given;
  const bool harmless = row.effective == Tri::No;
  if (harmless) row.weight = 0;
  if (part.held == Tri::No) {
    row.remark = "Denied by its own policies";
    if (state.rest.empty() || row.requested == Tri::No)
      row.remark += (state.rest.empty() ? "" : "; in part never requested") + ofWhat(x, state);
  } else if (row.requested == Tri::No && !deny) {
    row.alarm = !harmless;
    row.remark = "Applied, never requested" + ofWhat(x, state) + (harmless ? "; not effective" : "");
    row.weight += harmless ? 100 : 1000;
  } else if (row.requested == Tri::Conditional) {
    row.remark = "Requested under another condition: " + part.reason;
    row.weight += harmless ? 0 : 200;
  } else if (row.requested == Tri::Unknown && plane.requested.known) {
    row.remark = "Not known whether it was requested: " + part.reason;
  } else if (harmless && !deny) {
    row.remark = "Applied, not effective";
  }
}

/// A permission that was taken apart shows the part.
void showPart(ViewContext& x, const drift::State& state, GrantRow& row) {
  if (state.part.whole || !state.rest.empty()) return;
  row.action = spelled(x, state.part.action);
  row.resource = state.part.resource;
}

GrantRow appliedRow(ViewContext& x, const PlaneGrants& plane, const drift::State& state) {
  GrantRow row = rowOf(x, plane.system, *state.grant);
  row.applied = drift::appliedOf(state);
  addEffective(x, state, row);
  remarkRequested(x, plane, state, row);
  showPart(x, state, row);
  return row;
}

/// Given by the policy of a resource that names the principal, and by none of its own grants.
GrantRow unappliedRow(ViewContext& x, const PlaneGrants& plane, const UnappliedGrant& u,
                      const GrantParts& parts) {
  GrantRow row = rowOf(x, plane.system, u.grant);
  row.applied = u.applied;
  row.requested = drift::verdictOf(parts) == Tri::Yes ? Tri::Yes : Tri::Unknown;
  row.effective = u.row.verdict;
  row.effectiveNote = effectiveNote(u.row);
  row.chain = chainOf(x, u.grant, &u.row);
  if (u.applied != Tri::No) {
    row.remark = "Given by the policy of a resource";
  } else if (u.row.verdict == Tri::Yes || u.row.verdict == Tri::Conditional) {
    row.alarm = row.requested != Tri::Yes;
    row.remark = "Effective without being applied";
    row.weight += 800;
  }
  return row;
}

GrantRow requestedRow(ViewContext& x, const PlaneGrants& plane, const drift::State& state) {
  const Grant& g = *state.grant;
  GrantRow row = rowOf(x, plane.system, g);
  row.requested = drift::requestedOf(state);
  row.applied = state.part.given;
  if (row.applied == Tri::No && !g.deny) {
    row.remark = "Requested, not applied" + ofWhat(x, state);
    row.weight += 500;
  } else if (row.applied == Tri::Unknown && plane.applied.known) {
    row.remark = "Not known whether it is applied: " + state.part.reason;
  }
  showPart(x, state, row);
  return row;
}

bool same(const ChainStep& a, const ChainStep& b) {
  return a.layer == b.layer && a.text == b.text && a.trace.document == b.trace.document &&
         a.trace.snapshot == b.trace.snapshot && a.trace.inner == b.trace.inner;
}

/// The same permission by several paths is one row.
void mergePaths(std::vector<GrantRow>& rows) {
  std::map<std::string, std::size_t> first;
  std::vector<GrantRow> out;
  for (GrantRow& row : rows) {
    std::string key = row.action + '\n' + row.resource + '\n' + row.condition + (row.deny ? "\nd" : "\na") +
                      row.effectiveNote + '\n';
    for (const Tri state : {row.requested, row.applied, row.effective})
      key += static_cast<char>('0' + static_cast<int>(state));
    const auto [at, isNew] = first.emplace(key, out.size());
    if (isNew) {
      out.push_back(std::move(row));
      continue;
    }
    GrantRow& there = out[at->second];
    if (there.path.find(row.path) == std::string::npos) there.path += "; " + row.path;
    for (ChainStep& step : row.chain)
      if (std::none_of(there.chain.begin(), there.chain.end(), [&](const auto& s) { return same(s, step); }))
        there.chain.push_back(std::move(step));
  }
  rows = std::move(out);
}

void noteGaps(const PlaneGrants& plane, std::vector<std::string>& notEvaluated) {
  const auto add = [&](const std::string& what) {
    if (std::find(notEvaluated.begin(), notEvaluated.end(), what) == notEvaluated.end())
      notEvaluated.push_back(what);
  };
  for (const std::string& what : plane.applied.missing)
    add(what);
  for (const std::string& what : plane.effective.missing)
    add(what);
  if (!plane.requested.known)
    add("requested is unknown: no intent source says what " + plane.system + " permissions it should have");
  if (!plane.applied.known && !plane.requested.grants.empty())
    add("applied is unknown: no live source shows its " + plane.system + " permissions");
  if (!plane.effective.known && !plane.applied.grants.empty())
    add("effective is unknown: there is no evaluator for permissions of " + plane.system);
}

} // namespace

std::vector<WayRow> wayRows(ViewContext& x, const Evaluation& e) {
  std::vector<WayRow> out;
  for (const PlaneGrants& plane : e.planes)
    for (const EscalationPath& path : plane.effective.escalations) {
      WayRow row{path.title, path.needs, path.conditional, {}};
      for (const WhyStep& step : path.steps)
        row.chain.push_back({step.layer, step.text, step.held ? x.trace(step.held, step.pointer) : Trace()});
      out.push_back(std::move(row));
    }
  std::stable_sort(out.begin(), out.end(),
                   [](const WayRow& a, const WayRow& b) { return a.conditional < b.conditional; });
  return out;
}

std::vector<GrantRow> grantRows(ViewContext& x, const Evaluation& e, std::vector<std::string>& notEvaluated) {
  std::vector<GrantRow> out;
  for (const PlaneGrants& plane : e.planes) {
    const auto compared = x.pass.comparer.compare(plane);
    for (const drift::State& state : drift::appliedStates(plane, *compared))
      out.push_back(appliedRow(x, plane, state));
    for (std::size_t i = 0; i < plane.effective.unapplied.size(); ++i)
      out.push_back(unappliedRow(x, plane, plane.effective.unapplied[i], compared->unapplied[i]));
    for (const drift::State& state : drift::missingStates(plane, *compared))
      out.push_back(requestedRow(x, plane, state));
    noteGaps(plane, notEvaluated);
  }
  if (std::string words = e.ownWords.text(); !words.empty()) notEvaluated.push_back(std::move(words));
  mergePaths(out);
  std::stable_sort(out.begin(), out.end(), [](const GrantRow& a, const GrantRow& b) {
    return std::tie(b.weight, a.action, a.resource) < std::tie(a.weight, b.action, b.resource);
  });
  return out;
}

} // namespace countersign
