// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/cel/program.h"
#include "models/access/gcp/objects.h"
#include "models/access/gcp/truth.h"

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace countersign::gcp {

/// A resource and all that it lies in, from itself up.
struct Lineage {
  std::vector<std::string> nodes;
  std::vector<std::string> missing; ///< what of it is not known; then there may be more nodes
};

/// A role with its permissions as sorted numbers.
struct KnownRole {
  std::string name, title;
  std::vector<std::uint32_t> permissions;
  bool known = false, inactive = false;
};

/// Google Cloud's IAM objects, ready to be asked from any thread.
class Estate {
public:
  explicit Estate(Objects objects);
  Estate(const Estate&) = delete;
  Estate& operator=(const Estate&) = delete;

  const Objects& objects() const { return objects_; }
  /// A node by the name that is used here: projects by id where it is known.
  std::string canonical(const std::string& node) const;
  /// The number of a project; empty where it is not known.
  std::string numberOf(const std::string& project) const;
  Lineage lineage(const std::string& node) const;
  /// Whether `node` is `above` or lies in it. Unknown where the hierarchy is not whole.
  Truth within(const std::string& node, const std::string& above) const;

  const std::vector<const AllowPolicy*>& allowOn(const std::string& node) const;
  const std::vector<const DenyPolicy*>& denyOn(const std::string& node) const;
  /// Whether all allow or deny policies of a node have been shown.
  bool allowKnown(const std::string& node) const;
  bool denyKnown(const std::string& node) const;

  const KnownRole* role(const std::string& name) const;
  /// The permission's number, nullptr: in no role. Keys as `permissionKey` gives them.
  const std::uint32_t* permission(const std::string& key) const;
  const std::string& permissionName(std::uint32_t number) const { return permissions_[number]; }
  std::uint32_t permissionCount() const { return static_cast<std::uint32_t>(permissions_.size()); }
  Finding gives(const std::string& role, const std::string& permission) const;
  /// Whether any known permission is of this service ("storage.googleapis.com").
  bool knownService(const std::string& service) const { return services_.count(service) > 0; }

  const ServiceAccount* account(const std::string& email) const;
  const Key* key(const std::string& account, const std::string& id) const;
  const Group* group(const std::string& email) const;
  /// Groups that name this member directly.
  const std::vector<const Group*>& groupsNaming(const Member& member) const;
  /// Groups whose members are not all known, their own or those of groups in them.
  bool uncertain(const std::string& group) const { return uncertain_.count(group) > 0; }
  /// Groups that hold sets of principals other than groups.
  const std::vector<const Group*>& groupsOfSets() const { return groupsOfSets_; }

  /// The condition's program; the error where it cannot be read.
  const Result<cel::Program>& program(const std::string& expression) const;

private:
  void indexNodes();
  void indexRoles();
  void indexGroups();
  void indexPolicies();
  void addProgram(const std::string& expression);
  std::uint32_t intern(const std::string& permission);

  Objects objects_;
  std::unordered_map<std::string, std::string> idOf_, numberOf_, parentOf_;
  std::unordered_map<std::string, std::vector<const AllowPolicy*>> allow_;
  std::unordered_map<std::string, std::vector<const DenyPolicy*>> deny_;
  std::vector<std::string> permissions_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::unordered_set<std::string> services_;
  std::unordered_map<std::string, KnownRole> roles_;
  std::unordered_map<std::string, const ServiceAccount*> accounts_, accountNames_;
  std::unordered_map<std::string, const Key*> keys_;
  std::unordered_map<std::string, const Group*> groups_;
  std::unordered_map<std::string, std::vector<const Group*>> naming_;
  std::unordered_set<std::string> uncertain_;
  std::vector<const Group*> groupsOfSets_;
  std::map<std::string, Result<cel::Program>> programs_;
};

} // namespace countersign::gcp
