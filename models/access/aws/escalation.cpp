// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/escalation.h"

#include "models/access/aws/escalation_candidates.h"

#include <algorithm>
#include <map>

namespace countersign::iam {
namespace {

constexpr const char* notTold =
    "it was not worked out whether the permissions are of one and the same resource";

/// The resources of two languages together; Undecided where finding out takes too long.
Truth common(const Language& a, const Language& b, Language& both) {
  both = a;
  both.all.insert(both.all.end(), b.all.begin(), b.all.end());
  both.none.insert(both.none.end(), b.none.begin(), b.none.end());
  return someText(both).exists;
}

class Finder {
public:
  Finder(const GrantRows& rows, const std::string& principal) : candidates_(rows, principal) {
    if (!rows.complete) out_.missing.push_back(rows.reason);
  }

  EscalationPaths run(const std::vector<PathRule>& rules) {
    for (const PathRule& rule : rules)
      find(rule);
    if (candidates_.tooMuch())
      out_.missing.emplace_back("the policies are too long to look for all known paths");
    return std::move(out_);
  }

private:
  using Chosen = std::vector<const Candidate*>;

  struct Search {
    const PathRule& rule;
    Doubt most;
    std::size_t tries = 0;
    Chosen chosen = {};
    bool doubtful = false; ///< of what was chosen it is not told whether it is of the same resource
  };

  /// Takes the permissions in turn; `shared`: by the number of PathNeed::same what resources are left.
  bool choose(Search& search, std::size_t at, const std::map<int, Language>& shared) {
    if (at == search.rule.permissions.size()) return true;
    const PathNeed& need = search.rule.permissions[at];
    for (const Candidate& candidate : candidates_.of(need).list) {
      if (candidate.doubt > search.most) break;
      if (++search.tries > mostTries) return false;
      std::map<int, Language> next = shared;
      if (need.same != 0) {
        const auto before = shared.find(need.same);
        Language both = candidate.resources;
        if (before != shared.end()) {
          const Truth meet = common(before->second, candidate.resources, both);
          if (meet == Truth::No || (meet != Truth::Yes && search.most != Doubt::Other)) continue;
          search.doubtful = search.doubtful || meet != Truth::Yes;
        }
        next[need.same] = std::move(both);
      }
      search.chosen.push_back(&candidate);
      if (choose(search, at + 1, next)) return true;
      search.chosen.pop_back();
      if (need.same == 0) return false; // another row would make no difference
    }
    return false;
  }

  void find(const PathRule& rule) {
    bool whole = true;
    for (const PathNeed& need : rule.permissions) {
      const Candidates& candidates = candidates_.of(need);
      if (candidates.list.empty()) return;
      whole = whole && candidates.whole;
    }
    for (const Doubt most : {Doubt::None, Doubt::Guardrails, Doubt::Other}) {
      Search search{rule, most};
      if (choose(search, 0, {})) return add(rule, search.chosen, search.doubtful);
      whole = whole && search.tries <= mostTries;
    }
    if (whole) return;
    Chosen first; // it may be that no rows go together, and it may be that some do
    for (const PathNeed& need : rule.permissions)
      first.push_back(&candidates_.of(need).list.front());
    add(rule, first, true);
  }

  void add(const PathRule& rule, const Chosen& chosen, bool doubtful) {
    EscalationPath path;
    path.id = std::string(rule.id);
    path.title = std::string(rule.title);
    path.needs = std::string(rule.needs);
    Doubt worst = doubtful ? Doubt::Other : Doubt::None;
    const auto needs = [&](const std::string& text) {
      if (!text.empty() && path.needs.find(text) == std::string::npos)
        path.needs += (path.needs.empty() ? "" : "; ") + text;
    };
    for (const Candidate* c : chosen) {
      worst = std::max(worst, c->doubt);
      path.steps.push_back({"identity policy",
                            std::string(c->action) + " by " + c->row->action + " on " + c->row->resource +
                                " in " + c->row->policy,
                            c->row->document.empty() ? c->row->policy : c->row->document, c->row->pointer});
      needs(c->why);
      const std::string_view service = c->action.substr(0, c->action.find(':'));
      if (service != "kms" && service != "sts")
        continue; // what a row needs is of these two (GrantRow::needs)
      for (const std::string& text : c->row->needs)
        needs(text);
    }
    path.conditional = worst != Doubt::None;
    path.unlessGuarded = worst == Doubt::Guardrails;
    if (doubtful) needs(notTold);
    out_.list.push_back(std::move(path));
  }

  static constexpr std::size_t mostTries = 400;
  CandidateSearch candidates_;
  EscalationPaths out_;
};

} // namespace

EscalationPaths escalationPaths(const GrantRows& rows, const std::string& principal,
                                const std::vector<PathRule>& rules) {
  return Finder(rows, principal).run(rules);
}

EscalationPaths escalationPaths(const GrantRows& rows, const std::string& principal) {
  static const std::vector<PathRule> all = [] {
    std::vector<PathRule> out = identityPaths();
    out.insert(out.end(), servicePaths().begin(), servicePaths().end());
    return out;
  }();
  return escalationPaths(rows, principal, all);
}

} // namespace countersign::iam
