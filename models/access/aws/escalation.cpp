// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/escalation.h"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>

namespace countersign::iam {
namespace {

constexpr const char* notTold =
    "it was not worked out whether the permissions are of one and the same resource";

/// What a permission rests on beside its row: nothing, guardrails that were not imported, anything else.
enum class Doubt { None, Guardrails, Other };

/// A row that gives one permission of a path.
struct Candidate {
  const GrantRow* row = nullptr;
  std::string_view action;
  Language resources; ///< those of the row that the permission is about
  Doubt doubt = Doubt::None;
  std::string why; ///< of the doubt
};

struct Candidates {
  std::vector<Candidate> list; ///< sure ones first
  bool whole = true;           ///< false: there are more
};

Glob literal(std::string_view text) {
  return Glob(literalSymbols(text), std::string(text));
}

std::size_t lengthOf(const Language& language) {
  std::size_t out = 0;
  for (const auto* globs : {&language.all, &language.none})
    for (const Glob& glob : *globs)
      out += glob.tokens().size();
  return out;
}

/// A pattern of the row begins with something else than the action: most rows are put aside by this.
bool beginsOtherwise(const Language& actions, std::string_view action) {
  return std::any_of(actions.all.begin(), actions.all.end(), [&](const Glob& glob) {
    std::size_t i = 0;
    for (const Glob::Token token : glob.tokens()) {
      if (token >= Glob::run) return false;
      if (i >= action.size() || token != static_cast<unsigned char>(action[i])) return true;
      ++i;
    }
    return i != action.size();
  });
}

/// The resources of two languages together; Undecided where finding out takes too long.
Truth common(const Language& a, const Language& b, Language& both) {
  both = a;
  both.all.insert(both.all.end(), b.all.begin(), b.all.end());
  both.none.insert(both.none.end(), b.none.begin(), b.none.end());
  return someText(both).exists;
}

class Finder {
public:
  Finder(const GrantRows& rows, const std::string& principal) {
    if (!principal.empty()) setPrincipal(principal);
    for (const GrantRow& row : rows.rows)
      if (row.effect == Statement::Effect::Allow && row.verdict != GrantVerdict::Denied)
        rows_.push_back(&row);
    if (!rows.complete) out_.missing.push_back(rows.reason);
  }

  EscalationPaths run(const std::vector<PathRule>& rules) {
    for (const PathRule& rule : rules)
      find(rule);
    if (tooMuch_) out_.missing.emplace_back("the policies are too long to look for all known paths");
    return std::move(out_);
  }

private:
  using Chosen = std::vector<const Candidate*>;

  void setPrincipal(const std::string& arn) {
    self_.globs = namesOf(arn);
    const std::string_view rest(arn);
    if (rest.substr(0, 4) != "arn:") return;
    partition_ = rest.substr(4, rest.find(':', 4) - 4);
    const auto iam = rest.find(":iam::");
    const auto end = iam == std::string_view::npos ? iam : rest.find(':', iam + 6);
    if (end != std::string_view::npos && rest.find('/', end) != std::string_view::npos)
      account_ = rest.substr(iam + 6, end - iam - 6);
  }

  /// The resources of a permission: in the principal's partition; of IAM in its account.
  GlobList kindOf(std::string_view resource, std::string_view action) const {
    constexpr std::string_view any = "arn:*:", account = "????????????";
    GlobList out;
    if (resource.substr(0, any.size()) != any) return {{Glob(wildcardSymbols(resource))}, false};
    std::string rest(resource.substr(any.size()));
    const auto at = rest.find(account);
    if (!account_.empty() && at != std::string::npos && action.substr(0, 4) == "iam:")
      rest.replace(at, account.size(), account_);
    const std::vector<std::string> partitions = partition_.empty()
                                                    ? std::vector<std::string>{"aws", "aws-cn", "aws-us-gov"}
                                                    : std::vector{partition_};
    for (const std::string& partition : partitions)
      out.globs.emplace_back(wildcardSymbols("arn:" + partition + ':' + rest));
    return out;
  }

  // --- what gives one permission ---------------------------------------------------------------------------

  const Candidates& candidatesOf(const PathNeed& need) {
    const auto [before, first] = byNeed_.try_emplace(&need, nullptr);
    if (first) before->second = &search(need);
    return *before->second;
  }

  /// The same permission is in several rules.
  const Candidates& search(const PathNeed& need) {
    std::string key(need.resource);
    key += need.other ? " other" : " any";
    for (const std::string_view action : need.actions)
      key.append(1, ' ').append(action);
    const auto [at, isNew] = known_.try_emplace(key);
    if (!isNew) return at->second;
    for (const std::string_view action : need.actions) {
      const std::string lower = lowered(action);
      std::optional<Permission> permission;
      for (const GrantRow* row : rows_) {
        if (tooMuch_ || beginsOtherwise(row->region.actions, lower)) continue;
        if (!permission)
          permission =
              Permission{action, {{literal(lower)}, false}, kindOf(need.resource, action), need.other};
        add(at->second, *row, *permission);
      }
    }
    if (at->second.list.empty()) return at->second;
    constexpr std::size_t most = 100;
    auto& list = at->second.list;
    std::stable_sort(list.begin(), list.end(),
                     [](const auto& a, const auto& b) { return a.doubt < b.doubt; });
    at->second.whole = list.size() <= most;
    if (list.size() > most) list.erase(list.begin() + most, list.end());
    return at->second;
  }

  struct Permission {
    std::string_view action;
    GlobList named, kind; ///< the action, and its resources
    bool other = false;
  };

  void add(Candidates& out, const GrantRow& row, const Permission& wanted) {
    constexpr std::size_t budget = 1'000'000'000, base = 64, factor = 64;
    work_ += factor * (base + lengthOf(row.region.actions) + lengthOf(row.region.resources));
    tooMuch_ = work_ > budget;
    Splitter split;
    if (split.within(row.region.actions, wanted.named).empty()) return;
    for (Language& part : split.within(row.region.resources, wanted.kind)) {
      if (wanted.other && !self_.globs.empty()) {
        auto rest = split.without(part, self_);
        if (rest.empty()) continue;
        part = std::move(rest.front());
      }
      out.list.push_back(candidate(row, wanted.action, std::move(part), split));
    }
  }

  static Candidate candidate(const GrantRow& row, std::string_view action, Language part,
                             const Splitter& split) {
    Candidate out{&row, action, std::move(part), Doubt::None, {}};
    const auto doubt = [&](const std::string& why, Doubt how = Doubt::Other) {
      out.doubt = std::max(out.doubt, how);
      if (out.why.find(why) == std::string::npos) out.why += (out.why.empty() ? "" : "; ") + why;
    };
    if (row.verdict != GrantVerdict::Effective)
      for (const auto* list : {&row.conditions, &row.missing})
        for (const std::string& text : *list)
          doubt(text, row.unlessGuarded ? Doubt::Guardrails : Doubt::Other);
    if (row.verdict != GrantVerdict::Effective && out.doubt == Doubt::None)
      doubt(std::string(name(row.verdict)));
    for (const auto* globs : {&out.resources.all, &out.resources.none})
      for (const Glob& glob : *globs)
        if (glob.hasVariables()) doubt("what the variables of " + glob.text() + " stand for is not known");
    if (split.undecided || split.tooMany) doubt("the patterns are too long to compare");
    return out;
  }

  // --- one path --------------------------------------------------------------------------------------------

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
    for (const Candidate& candidate : candidatesOf(need).list) {
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
      const Candidates& candidates = candidatesOf(need);
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
      first.push_back(&candidatesOf(need).list.front());
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
  std::string partition_, account_; ///< of the principal, where it is known
  GlobList self_;
  std::vector<const GrantRow*> rows_;
  std::unordered_map<std::string, Candidates> known_;
  std::unordered_map<const PathNeed*, const Candidates*> byNeed_;
  std::size_t work_ = 0;
  bool tooMuch_ = false;
  EscalationPaths out_;
};

} // namespace

std::vector<Glob> namesOf(const std::string& arn) {
  std::vector<Glob> out{literal(arn)};
  const std::string_view rest(arn);
  const auto iam = rest.substr(0, 4) == "arn:" ? rest.find(":iam::") : std::string_view::npos;
  const auto end = iam == std::string_view::npos ? iam : rest.find(':', iam + 6);
  const auto kind = end == std::string_view::npos ? end : rest.find('/', end);
  if (kind == std::string_view::npos) return out;
  const std::string name(rest.substr(rest.rfind('/') + 1)), before(rest.substr(0, kind + 1));
  out.push_back(literal(before + name));
  Symbols deeper = literalSymbols(before);
  deeper.push_back(anyRun);
  for (const std::uint16_t symbol : literalSymbols('/' + name))
    deeper.push_back(symbol);
  out.emplace_back(deeper, before + "*/" + name);
  return out;
}

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
