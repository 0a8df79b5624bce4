// SPDX-License-Identifier: Apache-2.0
#include "models/access/gcp/evaluate.h"

#include "models/access/gcp/names.h"

#include <algorithm>

namespace countersign::gcp {
namespace {

void addDenials(const Estate& estate, const Principal& principal, const std::string& permission,
                const std::string& node, Conditions& conditions, Decision& out) {
  for (const DenyPolicy* policy : estate.denyOn(node)) {
    for (std::size_t i = 0; i < policy->rules.size(); ++i) {
      Finding one = denies(estate, policy->rules[i], principal, permission, conditions);
      if (one.truth == Truth::No) continue;
      out.deny |= one;
      out.denials.push_back({policy, i, std::move(one)});
    }
    if (!policy->problem.empty()) out.deny |= Finding::unknown(policy->problem);
  }
  if (isContainer(node) && !estate.denyKnown(node))
    out.deny |= Finding::unknown("the deny policies of " + node + " are not known");
}

void addGrants(const Estate& estate, const Principal& principal, const std::string& permission,
               const std::string& node, Conditions& conditions, Decision& out) {
  for (const AllowPolicy* policy : estate.allowOn(node))
    for (std::size_t i = 0; i < policy->bindings.size(); ++i) {
      const Binding& binding = policy->bindings[i];
      Finding one = estate.gives(binding.role, permission);
      if (one.truth == Truth::No) continue;
      std::size_t member = 0;
      one &= bestMember(binding, principal, member);
      if (one.truth == Truth::No) continue;
      one &= conditions.grants(binding.condition);
      if (one.truth == Truth::No) continue;
      out.allow |= one;
      out.grants.push_back({policy, i, member, std::move(one)});
    }
}

/// Allow policies of the line that nobody has shown. What lies in a bucket has its policy on the bucket as a
/// rule, so one of a service's own is enough.
Finding unseen(const Estate& estate, const Lineage& line) {
  Finding out;
  bool own = false;
  std::string first;
  for (const std::string& node : line.nodes) {
    if (!isContainer(node)) {
      if (first.empty()) first = node;
      own = own || estate.allowKnown(node);
    } else if (!estate.allowKnown(node)) {
      out |= Finding::unknown("the allow policy of " + node + " is not known");
    }
  }
  if (!first.empty() && !own) out |= Finding::unknown("the allow policy of " + first + " is not known");
  return out;
}

} // namespace

Finding bestMember(const Binding& binding, const Principal& principal, std::size_t& member) {
  Finding out;
  for (std::size_t i = 0; i < binding.members.size() && out.truth != Truth::Yes; ++i) {
    const Finding one = principal.is(binding.members[i]);
    if (one.truth > out.truth) member = i;
    out |= one;
  }
  return out;
}

Decision decide(const Estate& estate, const Principal& principal, const std::string& permission,
                const Lineage& line, Conditions& conditions) {
  Decision out;
  for (const std::string& node : line.nodes) {
    addDenials(estate, principal, permission, node, conditions, out);
    addGrants(estate, principal, permission, node, conditions, out);
  }
  if (!line.missing.empty()) {
    out.deny |= Finding{Truth::Unknown, {}, line.missing};
    out.allow |= Finding{Truth::Unknown, {}, line.missing};
  }
  out.allow |= unseen(estate, line);
  out.until = conditions.until();
  return out;
}

Standing standingOf(const Estate& estate, const Member& who, const std::string& key, Instant now) {
  Standing out;
  if (who.deleted) return {"deleted principal", who.text + " is deleted", {}, {}};
  if (who.kind != MemberKind::ServiceAccount) return out;
  const ServiceAccount* account = estate.account(who.name);
  if (account != nullptr && account->disabled)
    return {"disabled service account", who.name + " is disabled", {}, {}};
  const std::string project = estate.canonical(projectOfEmail(who.name));
  if (account == nullptr && projectOfEmail(who.name).starts_with("projects/") &&
      who.name.ends_with(".iam.gserviceaccount.com") && estate.objects().accountsListed.count(project) > 0)
    return {"no such service account", who.name + " is not among the service accounts of " + project, {}, {}};
  if (key.empty()) return out;
  const Key* found = estate.key(who.name, key);
  const std::string named = "key " + key + " of " + who.name;
  if (found == nullptr && estate.objects().keysListed.count(who.name) > 0)
    return {"deleted key", named + " is not among its keys", {}, {}};
  if (found == nullptr) {
    out.missing.push_back(named + " is not known");
    return out;
  }
  if (found->disabled) return {"disabled key", named + " is disabled", {}, {}};
  if (found->until && now >= *found->until) return {"expired key", named + " has expired", {}, {}};
  if (found->from && now < *found->from) return {"key", named + " is not valid yet", {}, found->from};
  out.until = found->until;
  return out;
}

Answer answer(const Estate& estate, const Question& question) {
  const Member who = readMember(question.principal);
  const std::string node = nodeName(question.resource);
  Answer out;
  if (who.kind == MemberKind::Other || who.kind == MemberKind::ProjectRole)
    out.missing.push_back(question.principal + " is no principal");
  if (node.empty()) out.missing.push_back(question.resource + " is no full resource name");
  if (question.action.find('.') == std::string::npos)
    out.missing.push_back(question.action + " is no permission");
  if (!out.missing.empty()) return out;
  const Lineage line = estate.lineage(node);
  const Principal principal(estate, who, question);
  Conditions conditions(estate, question, line.nodes.front());
  const Decision decision = decide(estate, principal, permissionKey(question.action), line, conditions);
  const auto key = question.context.find("key");
  const bool keyed = key != question.context.end() && !key->second.empty();
  return answerOf(estate, principal, decision,
                  standingOf(estate, who, keyed ? key->second.front() : std::string(), question.now));
}

} // namespace countersign::gcp
