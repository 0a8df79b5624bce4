// SPDX-License-Identifier: Apache-2.0
#include "models/access/gcp/rows.h"

#include <algorithm>
#include <map>
#include <set>

namespace countersign::gcp {
namespace {

using Numbers = std::vector<std::uint32_t>;

/// What a deny rule takes of all known permissions.
struct Taken {
  Numbers sure, perhaps;
  std::vector<std::string> why; ///< of those that it takes perhaps
  Finding principal;
};

class Collector {
public:
  Collector(const Estate& estate, const Question& question)
      : estate_(estate), principal_(estate, readMember(question.principal), question),
        conditions_(estate, anywhere(question), {}),
        standing_(standingOf(estate, principal_.who(), {}, question.now)) {}

  Rows collect(std::size_t most) {
    for (const AllowPolicy& policy : estate_.objects().allow)
      if (estate_.allowOn(policy.node).back() == &policy)
        for (std::size_t i = 0; i < policy.bindings.size(); ++i)
          add(policy, i, most);
    std::stable_sort(out_.rows.begin(), out_.rows.end(), [](const Row& a, const Row& b) {
      return std::tie(a.node, a.role) < std::tie(b.node, b.role);
    });
    addOnce(out_.missing, estate_.objects().problems);
    unseen();
    return std::move(out_);
  }

private:
  static Question anywhere(Question question) {
    question.contextComplete = false;
    return question;
  }

  void add(const AllowPolicy& policy, std::size_t i, std::size_t most) {
    const Binding& binding = policy.bindings[i];
    Granting granting{&policy, i, 0, {}};
    granting.finding = bestMember(binding, principal_, granting.member);
    if (granting.finding.truth == Truth::No) return;
    if (out_.rows.size() >= most) {
      out_.cut = true;
      return;
    }
    Row row;
    row.policy = &policy;
    row.binding = i;
    row.role = binding.role;
    row.node = policy.node;
    row.member = granting.named().text;
    row.condition = binding.condition;
    row.why = stepsOf(principal_, granting);
    row.allow = granting.finding;
    fill(row);
    out_.rows.push_back(std::move(row));
  }

  void fill(Row& row) {
    Conditions own = conditions_;
    const KnownRole* role = estate_.role(row.role);
    if (role != nullptr && role->known) row.contents = role;
    const Finding when = own.grants(row.condition);
    row.until = own.until();
    const bool inactive = role != nullptr && role->inactive;
    if (row.contents == nullptr && !inactive)
      row.allow &= Finding::unknown("what " + row.role + " permits is not known");
    row.allow &= when;
    if (inactive) row.allow = Finding::no();
    const Finding deny = denials(row, own);
    if (own.until() && (!row.until || *own.until() < *row.until)) row.until = own.until();
    if (!standing_.layer.empty())
      row.deniedBy = standing_.layer;
    else if (inactive)
      row.deniedBy = "inactive role";
    else if (when.truth == Truth::No)
      row.deniedBy = "condition";
    else if (deny.truth == Truth::Yes)
      row.deniedBy = deniedBy(row);
    settle(row, deny);
  }

  static std::string deniedBy(const Row& row) {
    for (const DeniedPart& part : row.denied)
      if (part.everywhere && part.finding.truth == Truth::Yes) return "deny policy at " + part.policy->node;
    return {};
  }

  void settle(Row& row, const Finding& deny) const {
    if (!row.deniedBy.empty()) {
      row.verdict = Verdict::Denied;
      return;
    }
    row.conditions = row.allow.conditions;
    row.missing = row.allow.missing;
    addOnce(row.missing, deny.missing);
    addOnce(row.conditions, deny.conditions);
    if (estate_.objects().boundaries)
      addOnce(row.missing, {"principal access boundary policies are not evaluated"});
    const bool open = deny.truth == Truth::Unknown || estate_.objects().boundaries;
    row.verdict = row.allow.truth == Truth::Unknown                         ? Verdict::NotEvaluated
                  : row.allow.truth == Truth::If || deny.truth == Truth::If ? Verdict::Conditional
                  : open                                                    ? Verdict::NotEvaluated
                                                                            : Verdict::Allowed;
  }

  /// Whether everything of the row is denied: Yes; whether something may be that nobody knows of: Unknown.
  Finding denials(Row& row, Conditions& conditions) {
    const Lineage line = estate_.lineage(row.node);
    Finding out;
    if (!line.missing.empty()) out |= Finding{Truth::Unknown, {}, line.missing};
    for (const std::string& node : line.nodes)
      if (!estate_.denyKnown(node) && (node.front() != '/'))
        out |= Finding::unknown("the deny policies of " + node + " are not known");
    std::set<std::uint32_t> gone;
    for (const auto& [policy, above] : near(row.node, line)) {
      if (above && !policy->problem.empty()) out |= Finding::unknown(policy->problem);
      for (std::size_t i = 0; i < policy->rules.size(); ++i)
        part(row, *policy, i, above, conditions, gone);
    }
    const bool all = row.contents != nullptr && !row.contents->permissions.empty() &&
                     gone.size() == row.contents->permissions.size();
    return all ? Finding::yes() : out;
  }

  /// Deny policies on a node, above it (true) or in it.
  const std::vector<std::pair<const DenyPolicy*, bool>>& near(const std::string& node, const Lineage& line) {
    const auto found = near_.find(node);
    if (found != near_.end()) return found->second;
    std::vector<std::pair<const DenyPolicy*, bool>> out;
    for (const DenyPolicy& policy : estate_.objects().deny) {
      const auto& here = estate_.denyOn(policy.node);
      if (std::find(here.begin(), here.end(), &policy) == here.end()) continue;
      const bool above = std::find(line.nodes.begin(), line.nodes.end(), policy.node) != line.nodes.end();
      if (above || estate_.within(policy.node, node) != Truth::No) out.emplace_back(&policy, above);
    }
    return near_.emplace(node, std::move(out)).first->second;
  }

  void part(Row& row, const DenyPolicy& policy, std::size_t i, bool everywhere, Conditions& conditions,
            std::set<std::uint32_t>& gone) {
    const Taken& taken = takenBy(policy.rules[i]);
    if (taken.principal.truth == Truth::No || row.contents == nullptr) return;
    Finding finding = taken.principal;
    finding &= conditions.denies(policy.rules[i].condition);
    if (finding.truth == Truth::No) return;
    const auto take = [&](const Numbers& some, Finding how) {
      Numbers both;
      std::set_intersection(some.begin(), some.end(), row.contents->permissions.begin(),
                            row.contents->permissions.end(), std::back_inserter(both));
      if (both.empty()) return;
      if (everywhere && how.truth == Truth::Yes) gone.insert(both.begin(), both.end());
      DeniedPart one{&policy, i, {}, std::move(how), everywhere};
      for (const std::uint32_t number : both)
        one.permissions.push_back(estate_.permissionName(number));
      std::sort(one.permissions.begin(), one.permissions.end());
      row.denied.push_back(std::move(one));
    };
    take(taken.sure, finding);
    take(taken.perhaps, finding &= Finding{Truth::Unknown, {}, taken.why});
  }

  const Taken& takenBy(const DenyRule& rule) {
    const auto found = taken_.find(&rule);
    if (found != taken_.end()) return found->second;
    Taken out;
    out.principal = aboutPrincipal(rule, principal_);
    for (std::uint32_t n = 0; out.principal.truth != Truth::No && n < estate_.permissionCount(); ++n) {
      const Finding one = aboutPermission(estate_, rule, estate_.permissionName(n));
      if (one.truth == Truth::Yes) out.sure.push_back(n);
      if (one.truth == Truth::Unknown || one.truth == Truth::If) {
        out.perhaps.push_back(n);
        addOnce(out.why, one.missing);
      }
    }
    return taken_.emplace(&rule, std::move(out)).first->second;
  }

  void unseen() {
    std::set<std::string> without;
    for (const Node& node : estate_.objects().nodes) {
      const std::string name = estate_.canonical(node.name);
      if (name.front() != '/' && !estate_.allowKnown(name)) without.insert(name);
    }
    constexpr std::size_t shown = 20;
    std::size_t n = 0;
    for (const std::string& node : without)
      if (n++ < shown) out_.missing.push_back("the allow policy of " + node + " is not known");
    if (without.size() > shown)
      out_.missing.push_back("the allow policies of " + std::to_string(without.size() - shown) +
                             " more projects, folders and organizations are not known");
    if (!estate_.objects().allowComplete)
      out_.missing.emplace_back("resources whose allow policies were not exported may give more");
    if (estate_.objects().boundaries)
      out_.missing.emplace_back("principal access boundary policies are not evaluated");
  }

  const Estate& estate_;
  Principal principal_;
  Conditions conditions_;
  Standing standing_;
  std::map<const DenyRule*, Taken> taken_;
  std::map<std::string, std::vector<std::pair<const DenyPolicy*, bool>>> near_;
  Rows out_;
};

} // namespace

Rows rowsOf(const Estate& estate, const Question& question, std::size_t most) {
  const Member who = readMember(question.principal);
  if (who.kind == MemberKind::Other || who.kind == MemberKind::ProjectRole)
    return {{}, {question.principal + " is no principal"}, false};
  return Collector(estate, question).collect(most);
}

} // namespace countersign::gcp
