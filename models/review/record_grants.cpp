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

GrantRow appliedRow(ViewContext& x, const PlaneGrants& plane, const Grant& g) {
  GrantRow row = rowOf(x, plane.system, g);
  row.applied = g.condition.empty() ? Tri::Yes : Tri::Conditional;
  row.requested = plane.requested.known ? anyGives(plane.requested, g) : Tri::Unknown;
  if (row.requested == Tri::No && !g.deny) {
    row.alarm = true;
    row.remark = "Applied, never requested";
    row.weight += 1000;
  } else if (row.requested == Tri::Conditional) {
    row.remark = "Requested under another condition";
    row.weight += 200;
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

/// The same permission by several paths is one row.
void mergePaths(std::vector<GrantRow>& rows) {
  std::map<std::string, std::size_t> first;
  std::vector<GrantRow> out;
  for (GrantRow& row : rows) {
    const std::string key =
        row.action + '\n' + row.resource + '\n' + row.condition + (row.deny ? "\nd" : "\na");
    const auto [at, isNew] = first.emplace(key, out.size());
    if (isNew) {
      out.push_back(std::move(row));
      continue;
    }
    GrantRow& there = out[at->second];
    if (there.path.find(row.path) == std::string::npos) there.path += "; " + row.path;
  }
  rows = std::move(out);
}

} // namespace

std::vector<GrantRow> grantRows(ViewContext& x, const Evaluation& e, std::vector<std::string>& notEvaluated) {
  std::vector<GrantRow> out;
  for (const PlaneGrants& plane : e.planes) {
    for (const Grant& g : plane.applied.grants)
      out.push_back(appliedRow(x, plane, g));
    for (const Grant& g : plane.requested.grants)
      if (anyGives(plane.applied, g) == Tri::No || anyGives(plane.applied, g) == Tri::Unknown)
        out.push_back(requestedRow(x, plane, g));
    notEvaluated.insert(notEvaluated.end(), plane.applied.missing.begin(), plane.applied.missing.end());
    if (!plane.requested.known)
      notEvaluated.push_back("requested is unknown: no intent source says what " + plane.system +
                             " permissions it should have");
  }
  mergePaths(out);
  std::stable_sort(out.begin(), out.end(), [](const GrantRow& a, const GrantRow& b) {
    return std::tie(b.weight, a.action, a.resource) < std::tie(a.weight, b.action, b.resource);
  });
  notEvaluated.push_back(
      "effective is unknown: this version compares what is requested with what is applied");
  return out;
}

} // namespace countersign
