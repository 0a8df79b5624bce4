// SPDX-License-Identifier: Apache-2.0
#include "models/access/gcp/principal.h"

#include "models/access/gcp/names.h"

#include <algorithm>

namespace countersign::gcp {
namespace {

constexpr std::string_view prefix = "principal.";

/// GKE's identities tell some of their attributes by themselves.
void addKnown(const Member& who, std::map<std::string, std::vector<std::string>>& attributes) {
  const bool gke = who.kind == MemberKind::Subject && who.pool.ends_with(".svc.id.goog");
  if (!gke || !who.name.starts_with("ns/")) return;
  const auto end = who.name.find('/', 3);
  if (end != std::string::npos) attributes["namespace"] = {who.name.substr(3, end - 3)};
}

std::string domainOf(const std::string& email) {
  const auto at = email.rfind('@');
  return at == std::string::npos ? std::string() : email.substr(at + 1);
}

} // namespace

std::string projectOfEmail(const std::string& email) {
  const std::string domain = domainOf(email), local = email.substr(0, email.find('@'));
  constexpr std::string_view own = ".iam.gserviceaccount.com";
  if (domain.ends_with(own) && domain.size() > own.size()) {
    const std::string project = domain.substr(0, domain.size() - own.size());
    return project.starts_with("gcp-sa-") ? std::string() : "projects/" + project;
  }
  if (domain == "appspot.gserviceaccount.com") return "projects/" + local;
  constexpr std::string_view compute = "-compute";
  if (domain == "developer.gserviceaccount.com" && local.ends_with(compute) &&
      isNumber(local.substr(0, local.size() - compute.size())))
    return "projects/" + local.substr(0, local.size() - compute.size());
  return {};
}

Principal::Principal(const Estate& estate, Member who, const Question& question)
    : estate_(&estate), who_(std::move(who)), complete_(question.contextComplete) {
  for (const auto& [key, values] : question.context)
    if (key.starts_with(prefix)) attributes_[key.substr(prefix.size())] = values;
  addKnown(who_, attributes_);
  reach();
}

void Principal::reach() {
  std::vector<std::string> open;
  const auto enter = [&](const Group& group, const std::string& below) {
    if (groups_.emplace(group.email, below).second) open.push_back(group.email);
  };
  if (who_.kind == MemberKind::Group && !who_.deleted) {
    groups_.emplace(who_.name, std::string());
    open.push_back(who_.name);
  }
  for (const Group* group : estate_->groupsNaming(who_))
    enter(*group, {});
  std::vector<std::pair<std::string, std::string>> maybe;
  for (const Group* group : estate_->groupsOfSets())
    for (const Member& member : group->members) {
      if (member.single() || member.kind == MemberKind::Group) continue;
      const Finding in = plain(member);
      if (in.truth == Truth::Yes) enter(*group, {});
      if (in.truth == Truth::Unknown || in.truth == Truth::If)
        maybe.emplace_back(group->email, "whether it is in " + member.text + " of group " + group->email);
    }
  const auto above = [&](const std::string& email) -> const std::vector<const Group*>& {
    return estate_->groupsNaming(readMember("group:" + email));
  };
  while (!open.empty()) {
    const std::string at = std::move(open.back());
    open.pop_back();
    for (const Group* group : above(at))
      enter(*group, at);
  }
  while (!maybe.empty()) {
    const auto [at, why] = std::move(maybe.back());
    maybe.pop_back();
    if (!perhaps_.emplace(at, why).second) continue;
    for (const Group* group : above(at))
      maybe.emplace_back(group->email, why);
  }
}

Finding Principal::inGroup(const Member& group) const {
  if (groups_.count(group.name) > 0) return Finding::yes();
  // Everybody is in no group whose members do not say so.
  if (who_.kind == MemberKind::AllUsers || who_.kind == MemberKind::AllAuthenticated) return Finding::no();
  if (const auto maybe = perhaps_.find(group.name); maybe != perhaps_.end())
    return Finding::unknown(maybe->second + " is not known");
  if (estate_->group(group.name) == nullptr)
    return Finding::unknown("the members of group " + group.name + " are not known");
  if (estate_->uncertain(group.name))
    return Finding::unknown("the members of a group in group " + group.name + " are not known");
  return Finding::no();
}

Finding Principal::inPool(const Member& member) const {
  if (who_.pool.empty() || who_.pool != member.pool || who_.deleted) return Finding::no();
  if (member.kind == MemberKind::Pool) return Finding::yes();
  if (who_.kind != MemberKind::Subject) return who_.same(member) ? Finding::yes() : Finding::no();
  const std::string name = member.kind == MemberKind::PoolGroup ? "group" : member.attribute;
  const auto at = attributes_.find(name);
  if (at != attributes_.end()) {
    const bool has = std::find(at->second.begin(), at->second.end(), member.name) != at->second.end();
    return has ? Finding::yes() : Finding::no();
  }
  if (complete_) return Finding::no();
  return {Truth::If,
          {name + " of " + who_.name + " is " + member.name},
          {std::string(prefix) + name + " of " + who_.name + " is not known"}};
}

/// Cloud Storage documentation, "Overview of access control": convenience values stand for who has the basic
/// role on the project.
Finding Principal::hasProjectRole(const Member& member) const {
  const std::string project = estate_->canonical(member.name);
  Finding out;
  const Lineage line = estate_->lineage(project);
  for (const std::string& node : line.nodes) {
    if (!estate_->allowKnown(node)) out |= Finding::unknown("the allow policy of " + node + " is not known");
    for (const AllowPolicy* policy : estate_->allowOn(node))
      for (const Binding& binding : policy->bindings) {
        if (binding.role != member.attribute) continue;
        for (const Member& one : binding.members) {
          Finding in = one.kind == MemberKind::ProjectRole ? Finding::no() : is(one);
          if (in.truth == Truth::No) continue;
          if (node != project || !binding.condition.expression.empty())
            in &= Finding::unknown("whether " + member.text + " counts who has " + member.attribute + " on " +
                                   node + (node == project ? " under a condition" : ""));
          out |= in;
        }
      }
  }
  if (!line.missing.empty()) out |= Finding{Truth::Unknown, {}, line.missing};
  return out;
}

Finding Principal::isAccountOf(const Member& member) const {
  if (who_.kind != MemberKind::ServiceAccount || who_.deleted) return Finding::no();
  const ServiceAccount* account = estate_->account(who_.name);
  const std::string project =
      account != nullptr && !account->project.empty() ? account->project : projectOfEmail(who_.name);
  const std::string why = "the project of " + who_.name + " is not known";
  if (project.empty()) return Finding::unknown(why);
  const Truth in = estate_->within(estate_->canonical(project), member.name);
  if (in == Truth::Unknown) return Finding::unknown("whether " + who_.name + " is in " + member.name);
  return in == Truth::Yes ? Finding::yes() : Finding::no();
}

Finding Principal::plain(const Member& member) const {
  switch (member.kind) {
  case MemberKind::AllUsers:
    return Finding::yes();
  case MemberKind::AllAuthenticated:
    // IAM reference, Binding: no identities that come from external identity providers.
    return who_.pool.empty() && who_.kind != MemberKind::AllUsers && who_.kind != MemberKind::Other
               ? Finding::yes()
               : Finding::no();
  case MemberKind::Domain:
    return (who_.kind == MemberKind::User || who_.kind == MemberKind::Group) &&
                   domainOf(who_.name) == member.name
               ? Finding::yes()
               : Finding::no();
  case MemberKind::Pool:
  case MemberKind::PoolGroup:
  case MemberKind::PoolAttribute:
    return inPool(member);
  case MemberKind::AccountsOf:
    return isAccountOf(member);
  default:
    return Finding::unknown(member.text + " is a form of principal that is not known here");
  }
}

Finding Principal::is(const Member& member) const {
  if (who_.same(member)) return Finding::yes();
  if (member.deleted || who_.deleted) {
    const ServiceAccount* account = estate_->account(who_.name);
    const bool again = member.deleted && !member.uid.empty() && account != nullptr &&
                       account->uniqueId == member.uid && who_.kind == member.kind;
    return again ? Finding::unknown(member.text + " is named as deleted but is listed") : Finding::no();
  }
  switch (member.kind) {
  case MemberKind::User:
  case MemberKind::ServiceAccount:
  case MemberKind::Subject:
    return Finding::no();
  case MemberKind::Group:
    return inGroup(member);
  case MemberKind::ProjectRole:
    return hasProjectRole(member);
  default:
    return plain(member);
  }
}

std::vector<std::string> Principal::groupsTo(const Member& member) const {
  std::vector<std::string> out;
  if (member.kind != MemberKind::Group) return out;
  for (auto at = groups_.find(member.name); at != groups_.end() && out.size() < 100;
       at = groups_.find(at->second)) {
    if (!(who_.kind == MemberKind::Group && at->first == who_.name)) out.insert(out.begin(), at->first);
    if (at->second.empty()) break;
  }
  return out;
}

std::vector<Member> Principal::names() const {
  std::vector<Member> out{who_, readMember("allUsers"), readMember("allAuthenticatedUsers")};
  for (const auto& entry : groups_)
    out.push_back(readMember("group:" + entry.first));
  return out;
}

} // namespace countersign::gcp
