// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/answer.h"
#include "models/access/aws/layers.h"

#include <vector>

namespace countersign::iam {

/// Fills the words of an answer from the layers that make it.
void explainDeny(const std::vector<Layer*>& layers, Answer& answer);
void explainClosed(const Layer& layer, Answer& answer);
void explainAllow(const std::vector<Layer*>& layers, Answer& answer);
void explainUndecided(const std::vector<Layer*>& layers, Answer& answer);
void explainConditions(const std::vector<StatementMatch>& pending, Answer& answer);

} // namespace countersign::iam
