// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/document.h"
#include "models/identity/json.h"
#include "models/identity/result.h"

#include <optional>
#include <string>
#include <string_view>

namespace countersign::kubernetes {

/// One event of the API server's audit log (audit.k8s.io/v1 Event), as ours.
struct AuditRecord {
  Event event; ///< id is auditID + "/" + stage
  std::string auditId;
  bool finished =
      true; ///< stage ResponseComplete or Panic; false: a later event of the same request is better
  bool maskBodies = false; ///< requestObject and responseObject may hold secrets and are not used
  bool zoneless = false;   ///< its time was written without an offset and read as UTC
};

/// A time of an audit event. The API server writes metav1.MicroTime, always in UTC; log services that spell
/// it without an offset have dropped the "Z". `zoneless` is set then. nullopt where it is no time.
std::optional<Instant> auditTime(std::string_view text, bool& zoneless);
/// stageTimestamp, else requestReceivedTimestamp.
std::optional<Instant> auditTimeOf(const Json& event, bool& zoneless);

/// True where `json` has the shape of an audit event; items of an EventList say no kind.
bool isAuditEvent(const Json& json);

/// Errors: MissingTime, Malformed (no auditID).
Result<AuditRecord> auditRecord(const Json& json, std::string_view cluster);

} // namespace countersign::kubernetes
