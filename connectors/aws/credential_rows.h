// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/batch.h"
#include "connectors/common/connector.h"

#include <string>
#include <string_view>

namespace countersign::aws {

/// The account that the report's ARNs name, empty where none does.
std::string_view accountOfReport(std::string_view csv);

/// Turns the rows of a credential report into documents and observations. `wrapped`: the text is not the
/// input's own bytes, so that places have a line only. Returns whether every row could be used. Errors:
/// Malformed (no header), WrongScope (users of two accounts), Cancelled.
Result<bool> takeCredentialRows(std::string_view csv, bool wrapped, const std::string& account,
                                const std::string& inputName, const ImportLimits& limits, BatchSink& sink);

} // namespace countersign::aws
