// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/connector.h"

#include <memory>
#include <vector>

namespace countersign {

/// Terraform and OpenTofu: raw state (`terraform state pull`, version 4), `terraform show -json` of a state
/// and of a plan (format version 1, and the 0.x of Terraform before 1.1). What they declare is intent.
/// Formats: developer.hashicorp.com/terraform/internals/json-format, internal/states/statefile/version4.go.
std::vector<std::unique_ptr<Connector>> terraformConnectors();

} // namespace countersign
