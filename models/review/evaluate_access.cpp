// SPDX-License-Identifier: Apache-2.0
#include "models/review/evaluate.h"

namespace countersign {
namespace {

PlaneGrants& planeOf(Evaluation& e, const std::string& system) {
  for (PlaneGrants& p : e.planes)
    if (p.system == system) return p;
  e.planes.push_back({system, {}, {}, {}});
  return e.planes.back();
}

bool startsWith(const std::string& text, std::string_view start) {
  return text.compare(0, start.size(), start) == 0;
}

void setHolder(GrantList& list, std::size_t from, const HeldDocumentPtr& holder) {
  for (std::size_t i = from; i < list.grants.size(); ++i)
    list.grants[i].holder = holder;
}

/// The worst that is known to be possible: certain before uncertain.
void settleReach(const std::string& system, const Grant& grant, Tri effective, Evaluation& e) {
  if (grant.deny) return;
  ++e.permissions;
  if (effective == Tri::Conditional) ++e.conditional;
  if (effective == Tri::Unknown) ++e.notEvaluated;
  if (effective == Tri::No) return;
  const Reach reach = meaningOf(system, grant).reach;
  const bool certain = effective == Tri::Yes;
  if (!e.reachReason.empty() && (reach < e.reach || (reach == e.reach && (e.reachCertain || !certain))))
    return;
  e.reach = reach;
  e.reachCertain = certain;
  e.reachReason = std::string(effective == Tri::Yes           ? "effective: "
                              : effective == Tri::Conditional ? "effective under conditions: "
                                                              : "applied: ") +
                  std::string(name(reach)) + " by " + grant.shown + " on " + grant.resource;
}

} // namespace

void addAccess(EvaluationContext& x, RecordingReader& reader, const HeldDocumentPtr& d, Evaluation& e) {
  const Description description = x.reader.description(d);
  const std::string& kind = d->document.object.kind;
  PlaneGrants& plane = planeOf(e, description.system);
  if (const Runtime* runtime = runtimeOf(kind)) {
    const std::size_t applied = plane.applied.grants.size(), requested = plane.requested.grants.size();
    runtime->give(reader, d, x.now, x.caches, plane);
    setHolder(plane.applied, applied, d);
    setHolder(plane.requested, requested, d);
  } else if (!startsWith(kind, "neutral.") && description.system == "aws") {
    GrantList& target = d->role == SourceRole::Intent ? plane.requested : plane.applied;
    for (const std::string& key : description.nameKeys)
      if (reader.withKey(key, {"aws.user"}).empty())
        target.missing.push_back("only credentials of this user were imported; 'aws iam "
                                 "get-account-authorization-details' shows its permissions");
  }
}

void addNeutralAccess(EvaluationContext& x, RecordingReader& reader, Evaluation& e) {
  std::set<std::pair<std::string, std::string>> keys;
  for (const Member& m : e.members)
    if (m.document)
      for (const std::string& key : x.reader.description(m.document).nameKeys)
        keys.emplace(x.reader.description(m.document).system, key);
  for (const auto& [system, key] : keys) {
    append(planeOf(e, system).applied, neutralGrants(reader, key, SourceRole::Live));
    append(planeOf(e, system).requested, neutralGrants(reader, key, SourceRole::Intent));
  }
}

void settleEffective(Evaluation& e) {
  for (const PlaneGrants& plane : e.planes) {
    if (plane.effective.until && (!e.timeFlip || *plane.effective.until < *e.timeFlip))
      e.timeFlip = plane.effective.until;
    for (const DecidedGrant& d : decidedGrants(plane))
      settleReach(plane.system, *d.grant, d.effective(), e);
    for (const UnappliedGrant& u : plane.effective.unapplied)
      settleReach(plane.system, u.grant, u.row.verdict, e);
  }
}

} // namespace countersign
