// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/aws/area.h"
#include "models/access/aws/policy.h"
#include "models/access/truth.h"

#include <string>
#include <vector>

namespace countersign::iam {

/// A part of what one set of policies gives and another does not give, or may not give.
struct Uncovered {
  Truth certain = Truth::Yes;            ///< Yes: it is not given; Undecided: `reason` decides
  std::string actions, resources;        ///< "s3:* but not s3:Get*", for people
  std::string action, resource;          ///< an example
  std::vector<std::string> conditions;   ///< of the statement that gives it
  std::string policy, document, pointer; ///< the statement that gives it
  std::string reason;                    ///< Undecided: what it depends on
};

struct Coverage {
  Truth covered = Truth::Yes; ///< Yes, No or Undecided
  std::vector<Uncovered> rest;
  std::string reason; ///< Undecided as a whole: there was too much to compare
};

/// Does `wide` give all that `narrow` gives? Both are what identity-based policies say together: what they
/// allow without what they deny. Actions and resources are compared as sets of texts. Conditions are equal
/// (the same operators, keys and values) or nothing is known of how they relate; a policy variable has the
/// same value on both sides. Other layers do not count.
Coverage coverage(const std::vector<const Policy*>& wide, const std::vector<const Policy*>& narrow);

} // namespace countersign::iam
