// SPDX-License-Identifier: Apache-2.0
#include "models/access/azure/scopes.h"

#include <algorithm>
#include <set>

namespace countersign::azure {
namespace {

constexpr std::string_view groups = "/providers/microsoft.management/managementgroups/";
constexpr std::string_view subscriptions = "/subscriptions/";
constexpr std::size_t highest = 64; ///< Azure allows six levels

bool plainly(std::string_view outer, std::string_view inner) {
  if (outer == "/" || outer == inner) return true;
  return inner.size() > outer.size() && inner[outer.size()] == '/' && inner.substr(0, outer.size()) == outer;
}

/// The management group that a scope begins with.
std::string_view groupOf(std::string_view scope) {
  return scope.substr(0, scope.find('/', groups.size()));
}

} // namespace

bool isManagementGroup(std::string_view scope) {
  return scope.size() > groups.size() && scope.substr(0, groups.size()) == groups;
}

std::string_view subscriptionOf(std::string_view scope) {
  if (scope.substr(0, subscriptions.size()) != subscriptions) return {};
  return scope.substr(0, scope.find('/', subscriptions.size()));
}

Hierarchy::Hierarchy(const std::map<std::string, std::string, std::less<>>& parents) : parents_(parents) {
  for (const auto& [child, parent] : parents_)
    if (!parent.empty()) children_[parent].push_back(child);
}

Texts Hierarchy::above(std::string_view scope, bool* whole) const {
  Texts out;
  std::string at(isManagementGroup(scope) ? groupOf(scope) : subscriptionOf(scope));
  if (whole != nullptr) *whole = false;
  while (out.size() < highest) {
    const auto found = parents_.find(at);
    if (found == parents_.end()) return out;
    if (found->second.empty()) {
      if (whole != nullptr) *whole = true;
      return out;
    }
    at = found->second;
    out.push_back(at);
  }
  return out; // in a circle: nothing is known for certain
}

Truth Hierarchy::contains(std::string_view outer, std::string_view inner) const {
  if (plainly(outer, inner)) return Truth::Yes;
  const bool may = isManagementGroup(outer) && (isManagementGroup(inner) || !subscriptionOf(inner).empty());
  if (!may) return Truth::No;
  bool whole = false;
  const Texts over = above(inner, &whole);
  if (std::find(over.begin(), over.end(), outer) != over.end()) return Truth::Yes;
  if (isManagementGroup(inner) && groupOf(inner) == outer) return Truth::Yes;
  return whole ? Truth::No : Truth::Undecided;
}

Texts Hierarchy::below(std::string_view managementGroup) const {
  Texts out;
  std::set<std::string, std::less<>> seen{std::string(managementGroup)};
  Texts open{std::string(managementGroup)};
  while (!open.empty()) {
    const auto found = children_.find(open.back());
    open.pop_back();
    if (found == children_.end()) continue;
    for (const std::string& child : found->second)
      if (seen.insert(child).second) {
        out.push_back(child);
        open.push_back(child);
      }
  }
  std::sort(out.begin(), out.end());
  return out;
}

} // namespace countersign::azure
