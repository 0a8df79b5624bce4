// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/evaluate.h"

namespace countersign {

/// What moved between two states of a record, in words: permissions first, then owners, trust, keys, other
/// content. Errors: NotFound where a digest was never a state of this record that is still known.
Result<std::vector<Difference>> differencesOf(Workspace& w, RecordId id, const Digest& from, const Digest& to,
                                              Instant now);
/// The same between two times.
Result<std::vector<Difference>> differencesBetweenTimes(Workspace& w, RecordId id, Instant from, Instant to,
                                                        Instant now);

/// Windows in force in a workspace.
Result<Windows> windowsOf(Workspace& w);

} // namespace countersign
