// SPDX-License-Identifier: Apache-2.0
#include "models/access/gcp/rows.h"

#include "models/access/gcp/names.h"

#include <set>

namespace countersign::gcp {
namespace {

/// Gathers whom bindings name, groups taken apart.
class Candidates {
public:
  Candidates(const Estate& estate, std::size_t most) : estate_(estate), most_(most) {}

  void add(const Member& member) {
    std::vector<const Member*> open{&member};
    while (!open.empty()) {
      const Member& one = *open.back();
      open.pop_back();
      if (one.deleted || !seen_.insert(one.key()).second) continue;
      if (list_.size() >= most_) {
        cut_ = true;
        return;
      }
      if (one.kind == MemberKind::ProjectRole) {
        addProject(one, open);
        continue;
      }
      const Group* group = one.kind == MemberKind::Group ? estate_.group(one.name) : nullptr;
      if (group == nullptr) list_.push_back(one);
      if (group != nullptr)
        for (const Member& inner : group->members)
          open.push_back(&inner);
    }
  }
  const std::vector<Member>& list() const { return list_; }
  bool cut() const { return cut_; }

private:
  void addProject(const Member& member, std::vector<const Member*>& open) const {
    for (const std::string& node : estate_.lineage(member.name).nodes)
      for (const AllowPolicy* policy : estate_.allowOn(node))
        for (const Binding& binding : policy->bindings)
          if (binding.role == member.attribute)
            for (const Member& one : binding.members)
              open.push_back(&one);
  }

  const Estate& estate_;
  std::size_t most_;
  std::set<std::string> seen_;
  std::vector<Member> list_;
  bool cut_ = false;
};

} // namespace

WhoCan whoCan(const Estate& estate, const Question& question, std::size_t most) {
  WhoCan out;
  const std::string node = nodeName(question.resource);
  if (node.empty()) {
    out.missing.push_back(question.resource + " is no full resource name");
    return out;
  }
  const Lineage line = estate.lineage(node);
  const std::string permission = permissionKey(question.action);
  Candidates candidates(estate, most);
  for (const std::string& at : line.nodes) {
    if (!estate.allowKnown(at) && (isContainer(at) || at == line.nodes.front()))
      out.missing.push_back("the allow policy of " + at + " is not known");
    for (const AllowPolicy* policy : estate.allowOn(at))
      for (const Binding& binding : policy->bindings)
        if (estate.gives(binding.role, permission).truth != Truth::No)
          for (const Member& member : binding.members)
            candidates.add(member);
  }
  addOnce(out.missing, line.missing);
  out.cut = candidates.cut();
  Conditions conditions(estate, question, line.nodes.front());
  for (const Member& member : candidates.list()) {
    const Principal principal(estate, member, question);
    const Decision decision = decide(estate, principal, permission, line, conditions);
    Who who{member, answerOf(estate, principal, decision, standingOf(estate, member, {}, question.now))};
    if (who.answer.verdict != Verdict::Denied && !decision.grants.empty()) out.list.push_back(std::move(who));
  }
  return out;
}

} // namespace countersign::gcp
