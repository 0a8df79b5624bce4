// SPDX-License-Identifier: Apache-2.0
#include "models/drift/disagreement.h"

#include <algorithm>
#include <array>

namespace countersign::drift {
namespace {

struct Words {
  Kind kind;
  std::string_view name, title;
};
constexpr std::array words{
    Words{Kind::NeverRequested, "never-requested", "Never requested"},
    Words{Kind::NotApplied, "not-applied", "Requested, not applied"},
    Words{Kind::NotEffective, "not-effective", "Not effective"},
    Words{Kind::EffectiveUnapplied, "effective-unapplied", "Effective, not applied"},
    Words{Kind::OtherCondition, "other-condition", "Under another condition"},
    Words{Kind::Undeclared, "undeclared", "Undeclared identity"},
    Words{Kind::Missing, "missing", "Declared, not there"},
    Words{Kind::StillThere, "still-there", "Revoked, still there"},
    Words{Kind::WindowClosed, "window-closed", "Window closed, still there"},
};

/// The policy that gives it, by the name that its system never gives twice.
std::string causeKeyOf(const Grant& g) {
  return g.document ? "by:" + std::to_string(g.document->object) : "by:" + g.path;
}

Disagreement base(const PlaneGrants& plane, const State& state) {
  const Grant& g = *state.grant;
  Disagreement out;
  out.system = plane.system;
  out.grant = &g;
  out.action = g.shown;
  out.resource = g.resource;
  if (state.effectivePart && state.row != nullptr) {
    if (state.row->action != state.row->ofAction) out.action = state.row->action;
    out.resource = state.row->resource;
  }
  if (!state.part.whole && state.rest.empty()) {
    out.action = state.part.action;
    out.resource = state.part.resource;
  }
  return out;
}

/// Adds what an applied permission, or a part of one, comes to.
void addApplied(const PlaneGrants& plane, const State& state, Disagreements& to) {
  const Grant& g = *state.grant;
  if (g.deny || state.part.held == Tri::No) return;
  Disagreement d = base(plane, state);
  d.requested = state.part.given;
  d.applied = appliedOf(state);
  d.effective = state.row != nullptr ? state.row->verdict : Tri::Unknown;
  if (d.requested == Tri::Unknown && d.effective != Tri::No) return;
  ++to.permissions;
  if (d.requested == Tri::No) {
    d.kind = Kind::NeverRequested;
    d.alarm = d.effective != Tri::No;
    d.cause = g.path;
    d.causeKey = causeKeyOf(g);
  } else if (d.effective == Tri::No) {
    d.kind = Kind::NotEffective;
    d.cause = "denied by " + (state.row->deniedBy.empty() ? "its own conditions" : state.row->deniedBy);
    d.causeKey = "denied:" + d.cause;
    for (const WhyStep& step : state.row->limits)
      if (step.held) {
        d.causeKey = "denied:" + std::to_string(step.held->object);
        break;
      }
  } else if (d.requested == Tri::Conditional) {
    d.kind = Kind::OtherCondition;
    d.cause = state.part.reason;
    d.causeKey = causeKeyOf(g);
  } else {
    ++to.agree;
    return;
  }
  to.list.push_back(std::move(d));
}

void addMissing(const PlaneGrants& plane, const State& state, Disagreements& to) {
  const Grant& g = *state.grant;
  if (g.deny || state.part.given != Tri::No) return;
  Disagreement d = base(plane, state);
  d.kind = Kind::NotApplied;
  d.requested = requestedOf(state);
  d.applied = Tri::No;
  d.effective = Tri::No;
  d.cause = g.document ? "declared by " + g.document->sourceName : g.path;
  d.causeKey = causeKeyOf(g);
  ++to.permissions;
  to.list.push_back(std::move(d));
}

void addUnapplied(const PlaneGrants& plane, const UnappliedGrant& u, const GrantParts& parts,
                  Disagreements& to) {
  const bool can = u.row.verdict == Tri::Yes || u.row.verdict == Tri::Conditional;
  if (u.grant.deny || u.applied != Tri::No || !can) return;
  ++to.permissions;
  Disagreement d;
  d.kind = Kind::EffectiveUnapplied;
  d.system = plane.system;
  d.grant = &u.grant;
  d.action = u.grant.shown;
  d.resource = u.grant.resource;
  d.requested = verdictOf(parts) == Tri::Yes ? Tri::Yes : Tri::Unknown;
  d.applied = Tri::No;
  d.effective = u.row.verdict;
  d.alarm = d.requested != Tri::Yes;
  d.cause = u.grant.path;
  d.causeKey = causeKeyOf(u.grant);
  to.list.push_back(std::move(d));
}

} // namespace

std::string_view name(Kind kind) {
  return words[static_cast<std::size_t>(kind)].name;
}
std::string_view title(Kind kind) {
  return words[static_cast<std::size_t>(kind)].title;
}

std::optional<Kind> kindFrom(std::string_view text) {
  for (const Words& w : words)
    if (w.name == text) return w.kind;
  return std::nullopt;
}

const std::vector<Kind>& allKinds() {
  static const std::vector<Kind> all = [] {
    std::vector<Kind> out;
    for (const Words& w : words)
      out.push_back(w.kind);
    return out;
  }();
  return all;
}

Disagreements disagreementsOf(const PlaneGrants& plane, const Comparison& compared) {
  Disagreements out;
  for (const State& state : appliedStates(plane, compared))
    addApplied(plane, state, out);
  for (std::size_t i = 0; i < plane.effective.unapplied.size(); ++i)
    addUnapplied(plane, plane.effective.unapplied[i], compared.unapplied[i], out);
  for (const State& state : missingStates(plane, compared))
    addMissing(plane, state, out);
  return out;
}

} // namespace countersign::drift
