// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/effective.h"

namespace countersign {

struct HeldBindings;

/// What RBAC in the end decides of the rules that bindings give: all of them hold, for RBAC has no denials
/// (Kubernetes documentation, "Using RBAC Authorization"). Other authorizers and admission are not among the
/// documents.
EffectiveList kubernetesEffective(const GrantList& applied);
/// What follows from them (consequences.h): the account's own rules alone are looked at.
std::vector<EscalationPath> kubernetesEscalations(DocumentReader& reader, const HeldBindings& held);

/// May this service account do this? Reads the bindings that name it or a group that it is always in, and
/// their roles. `question.action` and `resource` as Cluster's readQuestion() has them.
Answer kubernetesAnswer(DocumentReader& reader, const HeldDocumentPtr& account, const Question& question);

} // namespace countersign
