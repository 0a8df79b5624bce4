// SPDX-License-Identifier: Apache-2.0
#include "models/access/meaning.h"
#include "models/access/pattern.h"
#include "models/review/record_build.h"

#include <algorithm>
#include <map>

namespace countersign {
namespace {

/// Does one grant give all that the other asks for? Conditions: equal or none on the giving side is yes,
/// another one is conditional.
Tri gives(const Grant& wide, const Grant& narrow) {
  if (wide.deny != narrow.deny) return Tri::No;
  if (!wide.exact || !narrow.exact)
    return wide.action == narrow.action && wide.resource == narrow.resource &&
                   wide.condition == narrow.condition
               ? Tri::Yes
               : Tri::Unknown;
  const bool scopes = wide.scope.empty() || wide.scope == narrow.scope || wide.scope == "cluster-wide";
  if (!scopes || !covers(wide.action, narrow.action)) return Tri::No;
  const bool resources = wide.resource == narrow.resource || covers(wide.resource, narrow.resource) ||
                         (wide.scope == "cluster-wide" && wide.resource == wide.scope);
  if (!resources) return Tri::No;
  return wide.condition.empty() || wide.condition == narrow.condition ? Tri::Yes : Tri::Conditional;
}

/// The best answer among many: yes, then conditional, then unknown, then no.
Tri anyGives(const GrantList& list, const Grant& wanted) {
  Tri best = Tri::No;
  for (const Grant& g : list.grants) {
    const Tri answer = gives(g, wanted);
    if (answer == Tri::Yes) return Tri::Yes;
    if (answer == Tri::Conditional || (answer == Tri::Unknown && best == Tri::No)) best = answer;
  }
  return best;
}

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

void addEffective(ViewContext& x, const DecidedGrant& d, GrantRow& row) {
  row.effective = d.effective();
  row.chain = chainOf(x, *d.grant, d.row);
  if (d.row == nullptr) return;
  row.effectiveNote = effectiveNote(*d.row);
  if (!d.part) return;
  row.action = d.row->action == d.row->ofAction ? row.action : d.row->action;
  row.resource = d.row->resource;
}

GrantRow appliedRow(ViewContext& x, const PlaneGrants& plane, const DecidedGrant& d) {
  const Grant& g = *d.grant;
  GrantRow row = rowOf(x, plane.system, g);
  row.applied = g.condition.empty() ? Tri::Yes : Tri::Conditional;
  row.requested = plane.requested.known ? anyGives(plane.requested, g) : Tri::Unknown;
  addEffective(x, d, row);
  const bool harmless = row.effective == Tri::No;
  if (harmless) row.weight = 0;
  if (row.requested == Tri::No && !g.deny) {
    row.alarm = !harmless;
    row.remark = harmless ? "Applied, never requested; not effective" : "Applied, never requested";
    row.weight += harmless ? 100 : 1000;
  } else if (row.requested == Tri::Conditional) {
    row.remark = "Requested under another condition";
    row.weight += harmless ? 0 : 200;
  } else if (harmless && !g.deny) {
    row.remark = "Applied, not effective";
  }
  return row;
}

/// Given by the policy of a resource that names the principal, and by none of its own grants.
GrantRow unappliedRow(ViewContext& x, const PlaneGrants& plane, const UnappliedGrant& u) {
  GrantRow row = rowOf(x, plane.system, u.grant);
  row.applied = u.applied;
  row.requested =
      plane.requested.known && anyGives(plane.requested, u.grant) == Tri::Yes ? Tri::Yes : Tri::Unknown;
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

GrantRow requestedRow(ViewContext& x, const PlaneGrants& plane, const Grant& g) {
  GrantRow row = rowOf(x, plane.system, g);
  row.requested = g.condition.empty() ? Tri::Yes : Tri::Conditional;
  row.applied = plane.applied.known && plane.applied.missing.empty() ? Tri::No : Tri::Unknown;
  if (row.applied == Tri::No && !g.deny) {
    row.remark = "Requested, not applied";
    row.weight += 500;
  }
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
    const std::string key = row.action + '\n' + row.resource + '\n' + row.condition +
                            (row.deny ? "\nd" : "\na") + row.effectiveNote;
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
    for (const DecidedGrant& d : decidedGrants(plane))
      out.push_back(appliedRow(x, plane, d));
    for (const UnappliedGrant& u : plane.effective.unapplied)
      out.push_back(unappliedRow(x, plane, u));
    for (const Grant& g : plane.requested.grants)
      if (anyGives(plane.applied, g) == Tri::No || anyGives(plane.applied, g) == Tri::Unknown)
        out.push_back(requestedRow(x, plane, g));
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
