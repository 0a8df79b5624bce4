// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/aws/layers.h"
#include "models/access/pattern_language.h"

#include <string>
#include <vector>

namespace countersign::iam {

/// What a policy says that depends on which principal holds it, beyond its account and kind.
struct PolicySharing {
  bool asksWho = false; ///< it has conditions or variables on the name of who asks
  /// Patterns of resources that may be just the principal itself, or hardly more. Ways to more are over
  /// others than oneself; of a pattern like "role/*" others are left whoever asks.
  std::vector<Glob> narrow;
};
PolicySharing sharingOf(const Policy& policy);

/// Of a principal what evaluation looks at where no policy asks who it is.
std::string classOf(const std::string& arn);
/// Whether some of the patterns may be the principal itself.
bool mayBeSelf(const std::vector<Glob>& narrow, const std::string& arn);

/// Calls `each` with every policy that is attached to the principal or above it.
template <class Each>
void forEachAttached(const PolicySet& set, const Each& each) {
  for (const auto* layer : {&set.identity, &set.boundary, &set.session})
    for (const Policy* policy : *layer)
      each(*policy);
  for (const OrganizationLevel& level : set.serviceControl)
    for (const Policy* policy : level.policies)
      each(*policy);
}

} // namespace countersign::iam
