// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/connector.h"

namespace countersign::aws {

/// Exports and error answers of AWS that are known and cannot be used: they are named, together with the
/// export to make instead.
const Connector& otherExports();

} // namespace countersign::aws
