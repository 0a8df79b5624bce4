// SPDX-License-Identifier: Apache-2.0
#include "models/access/kubernetes/effective.h"
#include "models/access/kubernetes/held_bindings.h"
#include "models/review/evaluate.h"

#include <unordered_map>

namespace countersign {
namespace {

PlaneGrants& planeOf(Evaluation& e, const std::string& system) {
  for (PlaneGrants& p : e.planes)
    if (p.system == system) return p;
  e.planes.push_back({system, {}, {}, {}});
  return e.planes.back();
}

void append(GrantList& to, GrantList&& from) {
  to.known = to.known || from.known;
  std::move(from.grants.begin(), from.grants.end(), std::back_inserter(to.grants));
  std::move(from.missing.begin(), from.missing.end(), std::back_inserter(to.missing));
}

void append(EffectiveList& to, EffectiveList&& from) {
  to.known = to.known || from.known;
  std::move(from.rows.begin(), from.rows.end(), std::back_inserter(to.rows));
  for (std::string& what : from.missing)
    if (std::find(to.missing.begin(), to.missing.end(), what) == to.missing.end())
      to.missing.push_back(std::move(what));
  if (from.until && (!to.until || *from.until < *to.until)) to.until = from.until;
}

void addAws(EvaluationContext& x, RecordingReader& reader, const HeldDocumentPtr& d, PlaneGrants& plane) {
  const HeldPolicies held = awsHeldPolicies(reader, d, d->role);
  const bool live = d->role != SourceRole::Intent;
  append(live ? plane.applied : plane.requested, awsGrants(reader, held));
  if (live) append(plane.effective, awsEffective(held, x.awsPolicies, x.now));
}

void addKubernetes(RecordingReader& reader, const HeldDocumentPtr& d, PlaneGrants& plane) {
  if (d->role == SourceRole::Intent) return append(plane.requested, kubernetesGrants(reader, d, d->role));
  GrantList applied = kubernetesGrants(kubernetesHeldBindings(reader, d, d->role));
  append(plane.effective, kubernetesEffective(applied));
  append(plane.applied, std::move(applied));
  append(plane.requested, kubernetesGrants(reader, d, SourceRole::Intent));
}

bool startsWith(const std::string& text, std::string_view start) {
  return text.compare(0, start.size(), start) == 0;
}

/// NotAction and NotResource stand in a grant as words, in a row as a language; several resources may stand
/// together in one grant.
bool isPartOf(const EffectiveRow& row, const Grant& grant) {
  constexpr std::string_view negated = "everything but ";
  return (row.ofAction == grant.action || startsWith(grant.action, negated)) &&
         (row.ofResource == grant.resource || startsWith(grant.resource, negated) ||
          grant.resource.find(row.ofResource) != std::string::npos);
}

std::string placeOf(const HeldDocumentPtr& document, const std::string& inner) {
  return (document ? document->digest.hex() : std::string()) + inner;
}

} // namespace

std::vector<DecidedGrant> decidedGrants(const PlaneGrants& plane) {
  std::unordered_map<std::string, std::vector<const EffectiveRow*>> exact, byPlace;
  for (const EffectiveRow& row : plane.effective.rows) {
    const std::string place = placeOf(row.document, row.inner);
    exact[place + '\n' + row.ofAction + '\n' + row.ofResource].push_back(&row);
    byPlace[place].push_back(&row);
  }
  std::vector<DecidedGrant> out;
  for (const Grant& g : plane.applied.grants) {
    const std::string place = placeOf(g.document, g.inner);
    std::vector<const EffectiveRow*> rows;
    if (g.exact) {
      if (const auto found = exact.find(place + '\n' + g.action + '\n' + g.resource); found != exact.end())
        rows = found->second;
    } else if (const auto found = byPlace.find(place); found != byPlace.end()) {
      for (const EffectiveRow* row : found->second)
        if (isPartOf(*row, g)) rows.push_back(row);
    }
    if (rows.empty()) out.push_back({&g, nullptr, false});
    for (const EffectiveRow* row : rows)
      out.push_back({&g, row, rows.size() > 1});
  }
  return out;
}

void addAccess(EvaluationContext& x, RecordingReader& reader, const HeldDocumentPtr& d, Evaluation& e) {
  const Description description = x.reader.description(d);
  const std::string& kind = d->document.object.kind;
  PlaneGrants& plane = planeOf(e, description.system);
  if (kind == "aws.role" || kind == "aws.user") {
    addAws(x, reader, d, plane);
  } else if (kind == "k8s.serviceaccount") {
    addKubernetes(reader, d, plane);
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
    for (const DecidedGrant& d : decidedGrants(plane)) {
      if (d.grant->deny) continue;
      const Tri effective = d.effective();
      if (effective != Tri::Yes && effective != Tri::No) ++e.undecided;
      if (effective == Tri::No) continue;
      const Reach reach = meaningOf(plane.system, *d.grant).reach;
      const bool certain = effective == Tri::Yes;
      if (!e.reachReason.empty() && (reach < e.reach || (reach == e.reach && (e.reachCertain || !certain))))
        continue;
      e.reach = reach;
      e.reachCertain = certain;
      e.reachReason = std::string(effective == Tri::Yes           ? "effective: "
                                  : effective == Tri::Conditional ? "effective under conditions: "
                                                                  : "applied: ") +
                      std::string(name(reach)) + " by " + d.grant->shown + " on " + d.grant->resource;
    }
  }
}

} // namespace countersign
