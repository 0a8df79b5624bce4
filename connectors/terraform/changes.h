// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/terraform/reading.h"
#include "models/identity/time.h"

#include <optional>

namespace countersign::terraform {

/// One of a plan's `resource_changes` ("plan:<address>") or `resource_drift` ("drift:<address>": what
/// Terraform found changed behind its back). What changes nothing is left out.
void readChange(Reading& reading, ElementScope& scope, bool drift, std::optional<Instant> at, Batch& batch);

} // namespace countersign::terraform
