// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/aws/policy.h"
#include "models/access/sayings.h"

#include <cstddef>
#include <map>
#include <string>

namespace countersign::iam {

/// Makes statements ready to be compared. One for both sides: a policy variable has the same value on both.
class SideReader {
public:
  /// `name`: of the statement, for people.
  pattern::Saying read(const Statement& statement, std::string name);
  /// There were more policy variables than can be told apart: what came out says nothing.
  bool tooMany() const { return tooMany_; }

private:
  pattern::Glob exact(const TextPattern& pattern);

  std::map<std::string, std::size_t> variables_;
  bool tooMany_ = false;
};

} // namespace countersign::iam
