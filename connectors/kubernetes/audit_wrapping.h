// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/json.h"

#include <string>
#include <string_view>
#include <vector>

namespace countersign::kubernetes {

/// An audit event, taken out of what a log service put around it.
struct Unwrapped {
  Json event;
  std::string pointer;   ///< to the event, or to the string that holds it
  bool inString = false; ///< it is JSON inside a JSON string
};

/// The audit events in one element: an event itself, an EventList, or a record of CloudWatch Logs
/// ({"message": "…"}, {"@message": …}, a subscription's {"logEvents": [{"message"}]}), Azure Monitor
/// ({"properties": {"log": "…"}}) or a container log ({"log": "…"}). Empty where there is none.
std::vector<Unwrapped> unwrapAudit(const Json& element);

/// "/aws/eks/<cluster>/cluster" → cluster, the name EKS gives its log group; empty for others.
std::string_view clusterOfLogGroup(std::string_view logGroup);

} // namespace countersign::kubernetes
