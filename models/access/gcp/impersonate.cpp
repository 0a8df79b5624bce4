// SPDX-License-Identifier: Apache-2.0
#include "models/access/gcp/impersonate.h"

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <set>
#include <unordered_set>

namespace countersign::gcp {
namespace {

struct Way {
  Means means;
  const char* name;
  const char* permission;
  const char* condition;
};
constexpr std::array<Way, 8> ways{{
    {Means::AccessToken, "getAccessToken", "iam.googleapis.com/serviceAccounts.getAccessToken", ""},
    {Means::SignJwt, "signJwt", "iam.googleapis.com/serviceAccounts.signJwt", ""},
    {Means::SignBlob, "signBlob", "iam.googleapis.com/serviceAccounts.signBlob", ""},
    {Means::Delegate, "implicitDelegation", "iam.googleapis.com/serviceAccounts.implicitDelegation", ""},
    {Means::OpenIdToken, "getOpenIdToken", "iam.googleapis.com/serviceAccounts.getOpenIdToken", ""},
    {Means::ActAs, "actAs", "iam.googleapis.com/serviceAccounts.actAs",
     "with a service that runs work as the account"},
    {Means::CreateKey, "serviceAccountKeys.create", "iam.googleapis.com/serviceAccountKeys.create",
     "unless an organization policy forbids keys"},
    {Means::SetPolicy, "setIamPolicy", "iam.googleapis.com/serviceAccounts.setIamPolicy",
     "after changing the allow policy of the account"},
}};

/// What somebody may do to service accounts: looked at once for each node, so that accounts out of reach cost
/// next to nothing.
class Asker {
public:
  Asker(const Estate& estate, Member who, const Question& question)
      : estate_(estate), question_(question), principal_(estate, std::move(who), question),
        standing_(standingOf(estate, principal_.who(), {}, question.now)) {
    for (const AllowPolicy& policy : estate.objects().allow)
      for (const Binding& binding : policy.bindings)
        if (useful(binding)) nodes_.insert(policy.node);
  }

  bool any() const { return standing_.layer.empty() && !nodes_.empty(); }
  bool holdsOn(const Lineage& line) const {
    return std::any_of(line.nodes.begin(), line.nodes.end(),
                       [&](const std::string& node) { return nodes_.count(node) > 0; });
  }
  Answer ask(const Lineage& line, const Way& way, Conditions& conditions, bool& granted) const {
    const Decision decision = decide(estate_, principal_, way.permission, line, conditions);
    granted = !decision.grants.empty();
    return answerOf(estate_, principal_, decision, standing_);
  }

private:
  bool useful(const Binding& binding) const {
    const bool any = std::any_of(ways.begin(), ways.end(), [&](const Way& way) {
      return estate_.gives(binding.role, way.permission).truth != Truth::No;
    });
    std::size_t member = 0;
    return any && bestMember(binding, principal_, member).truth != Truth::No;
  }

  const Estate& estate_;
  const Question& question_;
  Principal principal_;
  Standing standing_;
  std::unordered_set<std::string> nodes_;
};

class Walk {
public:
  Walk(const Estate& estate, const Question& question, std::size_t work)
      : estate_(estate), question_(question), work_(work) {
    for (const ServiceAccount& account : estate.objects().accounts) {
      if (account.disabled || estate.account(account.email) != &account) continue;
      const std::string project = account.project.empty() ? projectOfEmail(account.email) : account.project;
      targets_.emplace_back(account.email, estate.lineage("//iam.googleapis.com/" + project +
                                                          "/serviceAccounts/" + account.email));
    }
  }

  Impersonations walk() {
    follow(readMember(question_.principal), Impersonation::origin, false, true);
    while (out_.whole && (!sure_.empty() || !unsure_.empty())) {
      auto& queue = sure_.empty() ? unsure_ : sure_;
      const Next next = queue.front();
      queue.pop_front();
      const Impersonation step = out_.list[next.step];
      if (entered_.emplace(step.account, next.delegated).second)
        follow(readMember("serviceAccount:" + step.account), next.step, next.delegated, step.sure);
    }
    if (!out_.whole) out_.missing.emplace_back("there are more chains than were looked at");
    return std::move(out_);
  }

private:
  struct Next {
    std::size_t step;
    bool delegated;
  };

  void follow(const Member& who, std::size_t from, bool delegated, bool sure) {
    const Asker asker(estate_, who, question_);
    if (!asker.any()) return;
    for (const auto& [email, line] : targets_) {
      if (!asker.holdsOn(line) || (who.kind == MemberKind::ServiceAccount && who.name == email)) continue;
      Conditions conditions(estate_, question_, line.nodes.front());
      for (const Way& way : ways) {
        // Of an account that only passes on, what it may do with others is used by a request in its chain.
        const bool byChain = way.means == Means::AccessToken || way.means == Means::SignJwt ||
                             way.means == Means::SignBlob || way.means == Means::Delegate ||
                             way.means == Means::OpenIdToken;
        if (delegated && !byChain) continue;
        if (work_ == 0) {
          out_.whole = false;
          return;
        }
        --work_;
        step(asker, email, line, way, conditions, from, sure);
      }
    }
  }

  void step(const Asker& asker, const std::string& email, const Lineage& line, const Way& way,
            Conditions& conditions, std::size_t from, bool sure) {
    bool granted = false;
    Impersonation one{email, way.means, from, asker.ask(line, way, conditions, granted), false};
    if (!granted || one.answer.verdict == Verdict::Denied) return;
    one.sure = sure && one.answer.verdict == Verdict::Allowed && way.condition[0] == '\0';
    const auto [at, first] = told_.emplace(std::pair(email, way.means), out_.list.size());
    if (!first && (!one.sure || out_.list[at->second].sure)) return;
    at->second = out_.list.size();
    const bool followed = way.means != Means::OpenIdToken;
    if (followed) (one.sure ? sure_ : unsure_).push_back({out_.list.size(), way.means == Means::Delegate});
    out_.list.push_back(std::move(one));
  }

  const Estate& estate_;
  const Question& question_;
  std::size_t work_;
  std::vector<std::pair<std::string, Lineage>> targets_;
  std::deque<Next> sure_, unsure_;
  std::set<std::pair<std::string, bool>> entered_;
  std::map<std::pair<std::string, Means>, std::size_t> told_;
  Impersonations out_;
};

} // namespace

std::string_view meansName(Means means) {
  return ways[static_cast<std::size_t>(means)].name;
}
std::string_view meansCondition(Means means) {
  return ways[static_cast<std::size_t>(means)].condition;
}

std::vector<const Impersonation*> Impersonations::chain(const Impersonation& last) const {
  std::vector<const Impersonation*> out{&last};
  while (out.front()->from != Impersonation::origin && out.size() <= list.size())
    out.insert(out.begin(), &list[out.front()->from]);
  return out;
}

Impersonations impersonations(const Estate& estate, const Question& question, std::size_t work) {
  const Member who = readMember(question.principal);
  if (who.kind == MemberKind::Other || who.kind == MemberKind::ProjectRole)
    return {{}, {question.principal + " is no principal"}, true};
  return Walk(estate, question, work).walk();
}

} // namespace countersign::gcp
