// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/log_append.h"
#include "models/review/refresh.h"

namespace countersign {

/// Compare and swap: in one short transaction works the record out again, refuses where its digest is not the
/// one that was on the screen or its seal is not good enough, otherwise signs and appends. `staged` (0: none)
/// is taken away with it.
Result<Outcome> attest(Workspace& w, const DecisionRequest& request, const Signing& signing,
                       const Clock& clock, std::size_t batch, std::int64_t staged);

/// The sentence beside the button, which is signed with the decision.
std::string meaningOf(Decision decision);
/// Whether the reviewer has a hand in the identity: its owner, creator, last changer, or holder of a
/// credential.
Result<evidence::Independence> independence(EvaluationPass& pass, const Evaluation& e,
                                            const StoredReviewer& reviewer);

} // namespace countersign
