// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/answer.h"
#include "models/review/record_view.h"

#include <cstddef>
#include <string>
#include <vector>

namespace countersign {

/// What a runtime answers of one principal of a record.
struct PrincipalAnswer {
  RecordId record = 0;
  std::string recordUid, recordName;
  std::string principal; ///< uid: "aws:<arn>", "k8s:<cluster>:system:serviceaccount:ns:n"
  std::string system;
  Answer answer;
  std::vector<ChainStep> chain; ///< Answer::why, with the places where it was read
};

/// Who may do something, and how many were asked.
struct WhoCanAnswer {
  std::vector<PrincipalAnswer> answers; ///< whom something allows, allowed ones first
  std::size_t asked = 0, denied = 0;
  /// Nothing that was imported allows them; what was not imported, might. They are not in the list.
  std::size_t unsupported = 0;
  std::vector<std::string> missing; ///< what that is
};

} // namespace countersign
