// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/document.h"
#include "models/identity/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace countersign::vault {

/// One entry of an audit device (docs "Audit Devices"), as ours.
struct AuditRecord {
  Event event;
  std::string requestId;
  bool response = false;          ///< false: the entry of the request, after which that of the response comes
  std::vector<std::string> masks; ///< pointers to what is not kept, also where it is an HMAC
};

/// True where `json` has the shape of an entry.
bool isAuditEntry(const Json& json);
/// `scope` is that of the log: a cluster. Errors: MissingTime, Malformed (no request).
Result<AuditRecord> auditRecord(const Json& json, std::string_view scope);

} // namespace countersign::vault
