// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/aws/area.h"
#include "models/access/aws/request.h"

#include <optional>
#include <string>
#include <vector>

namespace countersign::iam {

/// What is known of a statement before there is a request: its area, and whether its conditions hold. A
/// statement that has policy variables without a value becomes two: with the patterns that have none, and
/// with all of them under a condition.
struct Prepared {
  const Policy* policy = nullptr;
  const Statement* statement = nullptr;
  std::size_t index = 0; ///< of the statement
  Area area;
  Truth truth = Truth::Yes;            ///< of its conditions
  std::vector<std::string> conditions; ///< If: those that are not known to hold
  std::vector<std::string> missing;    ///< Undecided: what is not known
  std::optional<Instant> until;        ///< a condition on the time may turn out otherwise from then on
};

/// The statements of policies that have an effect (or none that can be read). Those whose conditions do not
/// hold are there too.
std::vector<Prepared> prepare(const std::vector<const Policy*>& policies, Statement::Effect effect,
                              const Context& context);

} // namespace countersign::iam
