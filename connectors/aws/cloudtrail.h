// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/connector.h"

namespace countersign::aws {

/// AWS CloudTrail: log files ({"Records": […]}), lists of records, JSON lines, and the answer of
/// `aws cloudtrail lookup-events`. An audit source, true up to its last event.
const Connector& cloudTrail();

} // namespace countersign::aws
