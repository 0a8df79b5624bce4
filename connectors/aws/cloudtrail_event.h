// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/elements.h"

#include <string>

namespace countersign::aws {

/// Turns one CloudTrail record (AWS CloudTrail User Guide, "CloudTrail record contents") into an event, and
/// names the byte spans of secrets in it. `account` stands in where the record does not say its own. Errors:
/// Malformed (no eventTime, eventName or eventSource).
Result<void> takeRecord(const Element& element, const simdjson::dom::element& record,
                        const std::string& account, Batch& batch);
/// The same for an event of `aws cloudtrail lookup-events`, which holds the record as JSON text.
Result<void> takeLookedUp(const Element& element, const simdjson::dom::element& event,
                          const std::string& account, Batch& batch);

} // namespace countersign::aws
