// SPDX-License-Identifier: Apache-2.0
#include "models/access/meaning.h"
#include "models/drift/compare.h"
#include "models/review/record_build.h"

#include <algorithm>
#include <map>

namespace countersign {
namespace {

constexpr std::size_t mostRows = 16; ///< that one grant is taken apart into

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

/// What there is to say of a part that was requested, or was not.
void remarkRequested(const PlaneGrants& plane, const GrantPart& part, const Grant& g, GrantRow& row) {
  row.requested = part.given;
  if (part.held == Tri::No) row.applied = Tri::No;
  const bool harmless = row.effective == Tri::No;
  if (harmless) row.weight = 0;
  const std::string of = part.whole ? "" : ": a part of " + g.shown + " on " + g.resource;
  if (part.held == Tri::No) {
    row.remark = "Denied by its own policies" + of;
  } else if (row.requested == Tri::No && !g.deny) {
    row.alarm = !harmless;
    row.remark = "Applied, never requested" + of + (harmless ? "; not effective" : "");
    row.weight += harmless ? 100 : 1000;
  } else if (row.requested == Tri::Conditional) {
    row.remark = "Requested under another condition: " + part.reason;
    row.weight += harmless ? 0 : 200;
  } else if (row.requested == Tri::Unknown && plane.requested.known) {
    row.remark = "Not known whether it was requested: " + part.reason;
  } else if (harmless && !g.deny) {
    row.remark = "Applied, not effective";
  }
}

/// All parts as one, where they cannot be told apart by what becomes of them in the end.
GrantPart together(const GrantParts& parts) {
  GrantPart out = parts.front();
  out.given = drift::verdictOf(parts);
  out.held = Tri::Yes;
  out.whole = true;
  out.region.reset();
  for (const GrantPart& part : parts)
    if (part.given == out.given && !part.reason.empty()) out.reason = part.reason;
  return out;
}

bool hasVariables(const pattern::Region& region) {
  const auto any = [](const std::vector<pattern::Glob>& globs) {
    return std::any_of(globs.begin(), globs.end(), [](const pattern::Glob& g) { return g.hasVariables(); });
  };
  return any(region.resources.all) || any(region.resources.none);
}

/// The parts of a grant inside of what fares alike in the end; nothing where that cannot be told.
GrantParts partsWithin(const DecidedGrant& d, const GrantParts& parts) {
  if (parts.size() == 1 || !d.part) return parts;
  GrantParts out;
  if (!d.row->region) return out;
  pattern::Splitter split;
  for (const GrantPart& part : parts) {
    if (!part.region || hasVariables(*part.region)) return {};
    for (pattern::Region& region : split.within(*d.row->region, *part.region)) {
      out.push_back(part);
      out.back().action = languageText(region.actions);
      out.back().resource = languageText(region.resources);
      out.back().region = std::move(region);
    }
  }
  return split.tooMany ? GrantParts() : out;
}

void appliedRows(ViewContext& x, const PlaneGrants& plane, const DecidedGrant& d, const GrantParts& parts,
                 std::vector<GrantRow>& out) {
  const Grant& g = *d.grant;
  GrantRow row = rowOf(x, plane.system, g);
  row.applied = g.condition.empty() ? Tri::Yes : Tri::Conditional;
  addEffective(x, d, row);
  const GrantParts shown = partsWithin(d, parts);
  if (shown.empty() || shown.size() > mostRows) {
    remarkRequested(plane, together(parts), g, row);
    const std::string rest = drift::remainderText(parts);
    if (row.requested != Tri::Yes && !rest.empty()) row.remark += ": " + rest;
    return out.push_back(std::move(row));
  }
  for (const GrantPart& part : shown) {
    out.push_back(row);
    remarkRequested(plane, part, g, out.back());
    if (shown.size() == 1) continue;
    out.back().action = part.action;
    out.back().resource = part.resource;
  }
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

GrantRow requestedRow(ViewContext& x, const PlaneGrants& plane, const Grant& g, const GrantPart& part) {
  GrantRow row = rowOf(x, plane.system, g);
  row.requested = g.condition.empty() ? Tri::Yes : Tri::Conditional;
  row.applied = part.given;
  if (!part.whole) {
    row.action = part.action;
    row.resource = part.resource;
  }
  const std::string of = part.whole ? "" : ": a part of " + g.shown + " on " + g.resource;
  if (row.applied == Tri::No && !g.deny) {
    row.remark = "Requested, not applied" + of;
    row.weight += 500;
  } else if (row.applied == Tri::Unknown) {
    row.remark = "Not known whether it is applied: " + part.reason;
  }
  return row;
}

void requestedRows(ViewContext& x, const PlaneGrants& plane, const Grant& g, const GrantParts& parts,
                   std::vector<GrantRow>& out) {
  const auto isOpen = [](const GrantPart& p) {
    return p.held != Tri::No && (p.given == Tri::No || p.given == Tri::Unknown);
  };
  const auto open = std::count_if(parts.begin(), parts.end(), isOpen);
  if (static_cast<std::size_t>(open) > mostRows) {
    out.push_back(requestedRow(x, plane, g, together(parts)));
    out.back().remark += ": " + drift::remainderText(parts);
    return;
  }
  for (const GrantPart& part : parts)
    if (isOpen(part)) out.push_back(requestedRow(x, plane, g, part));
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
  drift::Comparer comparer(x.pass.context.caches);
  for (const PlaneGrants& plane : e.planes) {
    const auto compared = comparer.compare(plane);
    for (const DecidedGrant& d : decidedGrants(plane))
      appliedRows(x, plane, d,
                  compared->applied[static_cast<std::size_t>(d.grant - plane.applied.grants.data())], out);
    for (std::size_t i = 0; i < plane.effective.unapplied.size(); ++i)
      out.push_back(unappliedRow(x, plane, plane.effective.unapplied[i], compared->unapplied[i]));
    for (std::size_t i = 0; i < plane.requested.grants.size(); ++i)
      requestedRows(x, plane, plane.requested.grants[i], compared->requested[i], out);
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
