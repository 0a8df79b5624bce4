// SPDX-License-Identifier: Apache-2.0
#pragma once

// Inside models/store only: how a change is kept.

#include "models/identity/document.h"

namespace countersign::store {

/// Everything of a change but its id, its time and its place in the bytes.
Json changeJson(const Change& change);
/// The same back. Of changes that were kept before they said what they ask for, the id says where they come
/// from ("plan:", "drift:"). Errors: Malformed.
Result<void> readChangeJson(const Json& json, Change& change);

} // namespace countersign::store
