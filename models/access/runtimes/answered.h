// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/answered_rows.h"
#include "models/access/effective.h"

namespace countersign {

/// Rows that were answered one by one, as a list.
EffectiveList effectiveOf(AnsweredRows rows);

} // namespace countersign
