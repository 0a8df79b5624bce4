// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/effective.h"
#include "models/identity/json.h"
#include "models/review/desk.h"

#include <string>
#include <vector>

namespace countersign::cli {

/// "key=value" and "key=a,b"; the same key again adds to it. Error: InvalidArgument.
Result<void> addContext(const std::vector<std::string>& pairs, Question& to);

/// One line of a batch: {"principal", "action", "resource"?, "context"?: {key: value or [values]},
/// "contextComplete"?: true}. Errors: Malformed, with what is wrong.
Result<Question> questionFromJson(const std::string& line);

Json answerJson(const PrincipalAnswer& answer);
/// "allowed", "denied by SCP at r-x1", "conditional: if …", "not evaluated: …", in one line.
std::string answerText(const Answer& answer);

/// Exit code for a script: Done where all allow, Failed where one denies, Refused where one is open.
int exitOf(const std::vector<PrincipalAnswer>& answers);

} // namespace countersign::cli
