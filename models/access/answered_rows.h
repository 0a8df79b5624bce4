// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/answer.h"
#include "models/identity/held.h"

#include <string>
#include <vector>

namespace countersign {

/// One thing that a principal can do, or is kept from, as the runtime decides it.
struct AnsweredRow {
  std::string action;   ///< in the runtime's own words
  std::string resource; ///< likewise; can be a pattern
  Answer answer;
  HeldDocumentPtr document; ///< what gives it; may be null
  std::string inner;        ///< JSON pointer into the document's content
};

/// All of them. Nothing that is not here is allowed, unless something is missing.
struct AnsweredRows {
  std::vector<AnsweredRow> rows;
  std::vector<std::string> missing; ///< what is not known: there can be rows more than these
  std::vector<std::string> notes;   ///< on what the answers rest: the engine's version …
  bool known = false;               ///< the principal is one that can be asked for
};

} // namespace countersign
