// SPDX-License-Identifier: Apache-2.0
#include "tests/estate/planted_causes.h"

#include "tests/estate/calls.h"
#include "tests/estate/policies.h"

#include <utility>

namespace countersign::estate {

namespace {

template <class Below>
std::vector<std::string> uidsOf(const Plan& plan, const Below& below) {
  std::vector<std::string> out;
  for (const Kind kind : {Kind::Role, Kind::User})
    for (std::size_t i = 0; i < plan.count(kind); ++i)
      // What was made again on that day did not live before.
      if (const Identity id = plan.identity(kind, i); below(id) && id.fault.kind != FaultKind::Recreated)
        out.push_back(id.uid);
  return out;
}

} // namespace

std::vector<PlantedCause> plantedCauses(const Plan& plan) {
  std::vector<PlantedCause> out;
  const auto add = [&](PlantedCause cause, const auto& below) {
    cause.uids = uidsOf(plan, below);
    if (cause.uids.size() > 1) out.push_back(std::move(cause));
  };
  if (const auto edited = plan.editedPolicy())
    add({"shared-policy-edited",
         sharedPolicy(edited->account, edited->block, true).name,
         awsActor(Actor::Oncall, edited->account),
         awsActorFrom(Actor::Oncall),
         {}},
        [&](const Identity& id) { return plan.holdsEditedPolicy(id); });
  if (const auto edited = plan.editedGroup())
    add({"group-edited",
         groupName(edited->account, edited->block),
         awsActor(Actor::ByHand, edited->account),
         awsActorFrom(Actor::ByHand),
         {}},
        [&](const Identity& id) { return plan.inEditedGroup(id); });
  // The trail of the organization's own account is not exported.
  if (plan.guardrailEdited())
    add({"scp-edited", guardrail(true).name, {}, {}, {}},
        [&](const Identity& id) { return plan.underEditedGuardrail(id); });
  return out;
}

} // namespace countersign::estate
