// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/terraform/reading.h"
#include "models/identity/time.h"

#include <optional>

namespace countersign::terraform {

/// What a plan says of itself (Terraform, "JSON Output Format": `timestamp`, `errored`, `applyable`).
struct PlanWord {
  std::optional<Instant> at;
  bool errored = false;  ///< it ended with an error: not all of it may be in it, and none can be applied
  bool applyable = true; ///< false: applying it as it is would do nothing, or is refused
};

/// One of a plan's `resource_changes` ("plan:<address>") or `resource_drift` ("drift:<address>": what
/// Terraform found changed behind its back, which nobody asked it for). What changes nothing is left out.
void readChange(Reading& reading, ElementScope& scope, bool drift, const PlanWord& plan, Batch& batch);

} // namespace countersign::terraform
