// SPDX-License-Identifier: Apache-2.0
#include "models/access/vault/holder.h"

#include <algorithm>
#include <deque>

namespace countersign::vault {
namespace {

/// The groups of an entity with those that they are members of; cycles and repetitions are met once.
class Membership {
public:
  Membership(const Estate& estate, const Entity& entity) : estate_(estate) {
    for (const auto& [id, group] : estate.groups) {
      if (std::find(group.memberEntityIds.begin(), group.memberEntityIds.end(), entity.id) !=
          group.memberEntityIds.end())
        reach(id, {});
      for (const std::string& member : group.memberGroupIds)
        parents_[member].push_back(id);
    }
    for (const std::string& id : entity.groupIds)
      reach(id, {});
    while (!open_.empty()) {
      const std::string id = open_.front();
      open_.pop_front();
      climb(id);
    }
  }

  std::vector<const Group*> groups;
  std::map<std::string, std::string> by; ///< group id → the group through which it is reached
  std::vector<std::string> unknown;      ///< ids of groups that were not imported

private:
  void reach(const std::string& id, const std::string& through) {
    if (!by.emplace(id, through).second) return;
    const auto found = estate_.groups.find(id);
    if (found == estate_.groups.end()) {
      unknown.push_back(id);
      return;
    }
    groups.push_back(&found->second);
    open_.push_back(id);
  }
  void climb(const std::string& id) {
    const Group& group = estate_.groups.at(id);
    for (const std::string& parent : group.parentGroupIds)
      reach(parent, group.name);
    for (const std::string& parent : parents_[id])
      reach(parent, group.name);
  }

  const Estate& estate_;
  std::map<std::string, std::vector<std::string>> parents_;
  std::deque<std::string> open_;
};

class Builder {
public:
  Builder(const Estate& estate, const Engine& engine, Instant now)
      : estate_(estate), holder_{Acl(engine, now), {}, {}, {}} {
    values_.now = now;
  }

  void give(const std::vector<std::string>& names, const std::string& by) {
    for (const std::string& name : names)
      if (held_[name].insert(by).second) holder_.policies.push_back({name, by});
  }

  /// The policies of an entity and its groups (request_handling.go, fetchEntityAndDerivedPolicies).
  void entity(const std::string& id, const std::optional<std::vector<std::string>>& recorded) {
    if (id.empty()) return;
    const Entity* entity = find(id);
    if (entity == nullptr) {
      entityAbsent(id, recorded);
      return;
    }
    if (entity->disabled) holder_.refused = "entity " + entity->name + " is disabled";
    values_.entity = entity;
    values_.namespaceId = entity->namespaceId;
    give(entity->policies, "entity " + entity->name);
    const Membership membership(estate_, *entity);
    values_.groups = membership.groups;
    values_.groupsIncomplete = !entity->groupsListed || !membership.unknown.empty();
    for (const Group* group : membership.groups)
      ofGroup(*group, *entity, membership.by.at(group->id));
    if (!values_.groupsIncomplete) return;
    if (recorded)
      give(*recorded, "identity, as the login said");
    else
      groupsAbsent(*entity, membership.unknown);
  }

  void entityUnknown(const std::string& reason) {
    values_.entityUnknown = true;
    holder_.missing.push_back(reason);
  }

  Holder build() {
    if (held_.count("root") != 0) {
      holder_.acl.setRoot();
      if (held_.size() > 1) holder_.refused = "the policy root stands beside others";
      return std::move(holder_);
    }
    std::set<std::string_view> added;
    for (const PolicyPath& path : holder_.policies)
      if (added.insert(path.policy).second) addPolicy(path.policy);
    return std::move(holder_);
  }

private:
  const Entity* find(const std::string& id) const {
    const auto found = estate_.entities.find(id);
    if (found != estate_.entities.end()) return &found->second;
    for (const auto& [other, entity] : estate_.entities)
      if (std::find(entity.mergedIds.begin(), entity.mergedIds.end(), id) != entity.mergedIds.end())
        return &entity;
    return nullptr;
  }

  void entityAbsent(const std::string& id, const std::optional<std::vector<std::string>>& recorded) {
    values_.entityUnknown = true;
    const bool listed = !estate_.entityIds || estate_.entityIds->count(id) != 0;
    if (recorded && listed)
      give(*recorded, "identity, as the login said");
    else
      holder_.missing.push_back("entity " + id +
                                (listed ? " was not imported" : " is not in the list of entities"));
  }

  void groupsAbsent(const Entity& entity, const std::vector<std::string>& unknown) {
    if (!entity.groupsListed) holder_.missing.push_back("in which groups entity " + entity.name + " is");
    for (const std::string& group : unknown)
      holder_.missing.push_back("group " + group + " was not imported");
  }

  void ofGroup(const Group& group, const Entity& entity, const std::string& through) {
    if (group.namespaceId != entity.namespaceId) {
      if (!group.policies.empty())
        holder_.missing.push_back("policies of group " + group.name + " in another namespace");
      return;
    }
    give(group.policies,
         "group " + group.name + (through.empty() ? "" : ", of which group " + through + " is a member"));
  }

  /// A policy that does not exist gives nothing; one that was not imported could give anything.
  void addPolicy(const std::string& name) {
    const auto text = estate_.policies.find(name);
    if (text == estate_.policies.end()) {
      if (!estate_.policyNames || estate_.policyNames->count(name) != 0)
        holder_.missing.push_back("policy " + name + " was not imported");
      return;
    }
    auto policy = parsePolicy(text->second.text, holder_.acl.engine());
    if (!policy) {
      holder_.missing.push_back("policy " + name + " cannot be read: " + policy.error().text());
      return;
    }
    policy->name = name;
    values_.blocked.clear();
    if (holder_.acl.engine().blocksSubstitutions()) {
      if (!text->second.allowsSlashValues) values_.blocked.emplace_back("/");
      if (!text->second.allowsWildcardValues) values_.blocked.insert(values_.blocked.end(), {"*", "+"});
    }
    if (const auto added = holder_.acl.add(*policy, values_); !added)
      holder_.missing.push_back("policy " + name + ": " + added.error().message);
  }

  const Estate& estate_;
  Holder holder_;
  TemplateValues values_;
  std::map<std::string, std::set<std::string>> held_; ///< by policy: the reasons
};

} // namespace

std::vector<std::string> Holder::reasonsFor(std::string_view policy) const {
  std::vector<std::string> out;
  for (const PolicyPath& path : policies)
    if (path.policy == policy) out.push_back(path.by);
  return out;
}

Holder holderOfToken(const Estate& estate, const Token& token, const Engine& engine, Instant now) {
  Builder builder(estate, engine, now);
  builder.give(token.policies, "token");
  builder.entity(token.entityId, token.identityPolicies);
  return builder.build();
}

Holder holderOfRole(const Estate& estate, const Role& role, std::optional<std::string> entityId,
                    const Engine& engine, Instant now) {
  Builder builder(estate, engine, now);
  builder.give(role.policies, "role " + role.name + " of auth/" + role.mount);
  if (!role.noDefaultPolicy) builder.give({"default"}, "every token");
  if (entityId)
    builder.entity(*entityId, std::nullopt);
  else
    builder.entityUnknown("which entity logs in with role " + role.name);
  return builder.build();
}

Holder holderOfEntity(const Estate& estate, const std::string& entityId, const Engine& engine, Instant now) {
  Builder builder(estate, engine, now);
  builder.entity(entityId, std::nullopt);
  return builder.build();
}

} // namespace countersign::vault
