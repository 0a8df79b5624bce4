// SPDX-License-Identifier: Apache-2.0
#include "models/access/gcp/estate.h"

#include "models/access/gcp/names.h"

#include <algorithm>

namespace countersign::gcp {
namespace {

/// As deep as no hierarchy is: Google allows ten levels of folders.
constexpr std::size_t deepest = 100;

template <class Map>
auto* found(const Map& map, const std::string& key) {
  const auto at = map.find(key);
  return at == map.end() ? nullptr : &at->second;
}
template <class Map>
auto pointer(const Map& map, const std::string& key) -> typename Map::mapped_type {
  const auto at = map.find(key);
  return at == map.end() ? nullptr : at->second;
}

} // namespace

Estate::Estate(Objects objects) : objects_(std::move(objects)) {
  indexNodes();
  for (ServiceAccount& one : objects_.accounts) {
    one.project = canonical(one.project);
    accounts_.insert_or_assign(one.email, &one);
    accountNames_.insert_or_assign(one.email, &one);
    if (!one.uniqueId.empty()) accountNames_.insert_or_assign(one.uniqueId, &one);
  }
  indexRoles();
  indexGroups();
  indexPolicies();
  for (const Key& one : objects_.keys)
    keys_.insert_or_assign(one.account + '/' + one.id, &one);
}

void Estate::indexNodes() {
  for (const Node& node : objects_.nodes)
    if (!node.number.empty() && node.name.starts_with("projects/") && !isNumber(node.name.substr(9))) {
      idOf_.insert_or_assign("projects/" + node.number, node.name);
      numberOf_.insert_or_assign(node.name, node.number);
    }
  for (const Node& node : objects_.nodes)
    if (!node.parent.empty()) parentOf_.insert_or_assign(canonical(node.name), canonical(node.parent));
  for (auto* set : {&objects_.denyListed, &objects_.accountsListed}) {
    std::set<std::string> named;
    for (const std::string& one : *set)
      named.insert(canonical(one));
    *set = std::move(named);
  }
}

std::uint32_t Estate::intern(const std::string& permission) {
  const auto [at, added] = numbers_.emplace(permission, static_cast<std::uint32_t>(permissions_.size()));
  if (added) {
    permissions_.push_back(permission);
    services_.insert(permission.substr(0, permission.find('/')));
  }
  return at->second;
}

void Estate::indexRoles() {
  for (Role& role : objects_.roles) {
    KnownRole known{role.name, role.title, {}, role.known, role.inactive};
    for (const std::string& one : role.permissions)
      known.permissions.push_back(intern(one));
    std::sort(known.permissions.begin(), known.permissions.end());
    known.permissions.erase(std::unique(known.permissions.begin(), known.permissions.end()),
                            known.permissions.end());
    // One that shows what the role holds is better than one that does not.
    const KnownRole* other = this->role(role.name);
    if (other == nullptr || known.known || known.inactive || !other->known)
      roles_.insert_or_assign(role.name, std::move(known));
    role.permissions = {};
  }
}

void Estate::indexGroups() {
  for (const Group& group : objects_.groups)
    groups_.insert_or_assign(group.email, &group);
  std::vector<std::string> open;
  std::unordered_map<std::string, std::vector<std::string>> above;
  for (const auto& [email, group] : groups_) {
    bool sets = false;
    for (const Member& member : group->members) {
      naming_[member.key()].push_back(group);
      if (member.kind == MemberKind::Group) {
        above[member.name].push_back(email);
        if (groups_.count(member.name) == 0) open.push_back(member.name);
      } else {
        sets = sets || !member.single();
      }
    }
    if (sets) groupsOfSets_.push_back(group);
  }
  while (!open.empty()) {
    const std::string at = std::move(open.back());
    open.pop_back();
    if (!uncertain_.insert(at).second) continue;
    if (const auto* more = found(above, at)) open.insert(open.end(), more->begin(), more->end());
  }
}

void Estate::addProgram(const std::string& expression) {
  if (!expression.empty() && programs_.count(expression) == 0)
    programs_.emplace(expression, cel::Program::parse(expression));
}

void Estate::indexPolicies() {
  for (AllowPolicy& policy : objects_.allow) {
    policy.node = canonical(policy.node);
    for (const Binding& binding : policy.bindings)
      addProgram(binding.condition.expression);
    // The later one of a node counts.
    allow_[policy.node] = {&policy};
  }
  for (DenyPolicy& policy : objects_.deny) {
    policy.node = canonical(policy.node);
    for (const DenyRule& rule : policy.rules)
      addProgram(rule.condition.expression);
    auto& all = deny_[policy.node];
    const auto same =
        std::find_if(all.begin(), all.end(), [&](const auto* p) { return p->name == policy.name; });
    if (same == all.end())
      all.push_back(&policy);
    else
      *same = &policy;
  }
}

std::string Estate::canonical(const std::string& node) const {
  const std::string* id = found(idOf_, node);
  if (id != nullptr) return *id;
  if (!node.starts_with("//")) return node;
  // A resource's own name is kept; only service accounts have several.
  constexpr std::string_view accounts = "//iam.googleapis.com/projects/";
  const auto at = node.find("/serviceAccounts/");
  if (!node.starts_with(accounts) || at == std::string::npos) return node;
  const std::string who = lowered(std::string_view(node).substr(at + 17));
  if (const ServiceAccount* one = pointer(accountNames_, who); one != nullptr && !one->project.empty())
    return "//iam.googleapis.com/" + one->project + "/serviceAccounts/" + one->email;
  const std::string project = canonical("projects/" + node.substr(accounts.size(), at - accounts.size()));
  return "//iam.googleapis.com/" + project + "/serviceAccounts/" + who;
}

std::string Estate::numberOf(const std::string& project) const {
  if (project.starts_with("projects/") && isNumber(project.substr(9))) return project.substr(9);
  const std::string* number = found(numberOf_, project);
  return number == nullptr ? std::string() : *number;
}

Lineage Estate::lineage(const std::string& node) const {
  Lineage out;
  std::string at = canonical(node);
  out.nodes.push_back(at);
  if (!isContainer(at)) {
    for (std::string& inside : prefixesOf(at))
      out.nodes.push_back(std::move(inside));
    std::string above = canonical(containerIn(at));
    // The project of a bucket is told by an export only, perhaps of what it lies in.
    for (std::size_t i = 0; i < out.nodes.size() && above.empty(); ++i)
      if (const std::string* parent = found(parentOf_, out.nodes[i]);
          parent != nullptr && isContainer(*parent))
        above = *parent;
    if (above.empty()) {
      out.missing.push_back("the project of " + at + " is not known");
      return out;
    }
    at = above;
    out.nodes.push_back(at);
  }
  for (std::size_t depth = 0; !at.starts_with("organizations/"); ++depth) {
    const std::string* parent = found(parentOf_, at);
    if (parent == nullptr || depth > deepest || !isContainer(*parent)) {
      out.missing.push_back(parent == nullptr ? "what " + at + " lies in is not known"
                                              : "the hierarchy above " + at + " has no end");
      return out;
    }
    at = *parent;
    if (std::find(out.nodes.begin(), out.nodes.end(), at) != out.nodes.end()) {
      out.missing.push_back("the hierarchy above " + at + " is a circle");
      return out;
    }
    out.nodes.push_back(at);
  }
  return out;
}

Truth Estate::within(const std::string& node, const std::string& above) const {
  const Lineage line = lineage(node);
  if (std::find(line.nodes.begin(), line.nodes.end(), canonical(above)) != line.nodes.end())
    return Truth::Yes;
  return line.missing.empty() ? Truth::No : Truth::Unknown;
}

const std::vector<const AllowPolicy*>& Estate::allowOn(const std::string& node) const {
  static const std::vector<const AllowPolicy*> none;
  const auto* all = found(allow_, node);
  return all == nullptr ? none : *all;
}

const std::vector<const DenyPolicy*>& Estate::denyOn(const std::string& node) const {
  static const std::vector<const DenyPolicy*> none;
  const auto* all = found(deny_, node);
  return all == nullptr ? none : *all;
}

bool Estate::allowKnown(const std::string& node) const {
  return objects_.allowComplete || allow_.count(node) > 0;
}
bool Estate::denyKnown(const std::string& node) const {
  return objects_.denyComplete || objects_.denyListed.count(node) > 0;
}

const KnownRole* Estate::role(const std::string& name) const {
  return found(roles_, name);
}
const std::uint32_t* Estate::permission(const std::string& key) const {
  return found(numbers_, key);
}

Finding Estate::gives(const std::string& name, const std::string& permission) const {
  const KnownRole* known = role(name);
  if (known != nullptr && known->inactive) return Finding::no();
  if (known == nullptr || !known->known)
    return Finding::unknown("what " + (name.empty() ? "a role without a name" : name) +
                            " permits is not known");
  const std::uint32_t* number = this->permission(permission);
  const bool holds =
      number != nullptr && std::binary_search(known->permissions.begin(), known->permissions.end(), *number);
  return holds ? Finding::yes() : Finding::no();
}

const ServiceAccount* Estate::account(const std::string& email) const {
  return pointer(accounts_, email);
}
const Key* Estate::key(const std::string& account, const std::string& id) const {
  return pointer(keys_, account + '/' + id);
}
const Group* Estate::group(const std::string& email) const {
  return pointer(groups_, email);
}

const std::vector<const Group*>& Estate::groupsNaming(const Member& member) const {
  static const std::vector<const Group*> none;
  const auto* all = found(naming_, member.key());
  return all == nullptr ? none : *all;
}

const Result<cel::Program>& Estate::program(const std::string& expression) const {
  static const Result<cel::Program> unknown = failure(ErrorCode::NotFound, "no such condition");
  const auto at = programs_.find(expression);
  return at == programs_.end() ? unknown : at->second;
}

} // namespace countersign::gcp
