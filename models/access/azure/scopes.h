// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/azure/objects.h"
#include "models/access/truth.h"

#include <string>
#include <string_view>

namespace countersign::azure {

using pattern::Truth;

bool isManagementGroup(std::string_view scope);
/// "/subscriptions/x" of a scope inside one; empty elsewhere.
std::string_view subscriptionOf(std::string_view scope);

/// Which scopes lie in which: the top "/", management groups, subscriptions, resource groups, resources and
/// their parts. All scopes in normal form.
class Hierarchy {
public:
  explicit Hierarchy(const std::map<std::string, std::string, std::less<>>& parents);

  /// Is `inner` the scope `outer`, or below it? Undecided where it is not known in which management groups a
  /// subscription is.
  Truth contains(std::string_view outer, std::string_view inner) const;
  /// Subscriptions and management groups that are known to lie below a management group.
  Texts below(std::string_view managementGroup) const;
  /// The management groups over a scope, nearest first; `whole` gets whether the top is among them.
  Texts above(std::string_view scope, bool* whole = nullptr) const;

private:
  std::map<std::string, std::string, std::less<>> parents_;
  std::map<std::string, Texts, std::less<>> children_;
};

} // namespace countersign::azure
